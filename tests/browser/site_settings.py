"""The site in development, but it reads templates and lists static files once, as a real site does.

Otherwise that takes most of the time of a page. Nobody needs the database after a crash of the machine.
"""

from stadslab.settings import *
from stadslab.settings import DATABASES, KEPT_TEMPLATES, TEMPLATES

TEMPLATES[0]["OPTIONS"]["loaders"] = KEPT_TEMPLATES
SERVESTATIC_AUTOREFRESH = False
SERVESTATIC_USE_FINDERS = True
if "sqlite" in DATABASES["default"]["ENGINE"]:
    options = DATABASES["default"]["OPTIONS"]
    options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
