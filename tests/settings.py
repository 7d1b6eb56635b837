"""The real settings, with changes for tests. DATABASE_URL and REDIS_URL still choose the services."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ.setdefault("DEBUG", "1")
os.environ.setdefault("PUBLIC_ORIGIN", "http://testserver")
# One folder per process: parallel runs and workers share no file. It is deleted with the process.
os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="stadslab-test-")
atexit.register(shutil.rmtree, os.environ["VAR_DIR"], ignore_errors=True)

# The lines above must come first
from stadslab.settings import *
from stadslab.settings import DATABASES, KEPT_TEMPLATES, MIDDLEWARE, REDIS_URL, TEMPLATES, VAR_DIR

DEBUG = False
# Asynchronous: each request of the test client would start a loop and a thread. test_serve tests static files
MIDDLEWARE = [name for name in MIDDLEWARE if name != "stadslab.static_files.StaticFiles"]
TEMPLATES[0]["OPTIONS"]["loaders"] = KEPT_TEMPLATES
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if "sqlite" in DATABASES["default"]["ENGINE"]:  # a file: in memory, a second thread gets "table is locked"
    DATABASES["default"]["TEST"] = {"NAME": str(Path(VAR_DIR, "test.sqlite3"))}
    # Only a crash of the machine loses what isn't synchronised, and then nobody reads it
    options = DATABASES["default"]["OPTIONS"]
    options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
else:  # twenty threads on a busy machine wait longer for a connection or a row than people should
    options = DATABASES["default"]["OPTIONS"]
    options["pool"]["timeout"] = 60
    options["options"] = options["options"].replace("lock_timeout=3000", "lock_timeout=60000")
if REDIS_URL:  # parallel runs count separately, because their people have the same ids; rings reach all runs
    REDIS_URL = f"{REDIS_URL.rpartition('/')[0]}/{os.environ.get('PYTEST_XDIST_WORKER', 'gw0')[2:]}"
LIVE_EPOCH_SECONDS = 3600  # a query each second would disturb tests that count queries
