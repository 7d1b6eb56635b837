"""The real settings, with what tests need otherwise. DATABASE_URL and REDIS_URL still choose where they run."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ.setdefault("DEBUG", "1")
os.environ.setdefault("PUBLIC_ORIGIN", "http://testserver")
# One folder a process: parallel runs and workers share no file. It goes when the process does.
os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="stadslab-test-")
atexit.register(shutil.rmtree, os.environ["VAR_DIR"], ignore_errors=True)

# The lines above must come first
from stadslab.settings import *
from stadslab.settings import DATABASES, KEPT_TEMPLATES, MIDDLEWARE, REDIS_URL, TEMPLATES, VAR_DIR

DEBUG = False
# Asynchronous, so each request of the test client would start a loop and a thread; test_serve asks for static files
MIDDLEWARE = [name for name in MIDDLEWARE if name != "stadslab.static_files.StaticFiles"]
TEMPLATES[0]["OPTIONS"]["loaders"] = KEPT_TEMPLATES
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if "sqlite" in DATABASES["default"]["ENGINE"]:  # a file: in memory, a second thread finds "table is locked"
    DATABASES["default"]["TEST"] = {"NAME": str(Path(VAR_DIR, "test.sqlite3"))}
else:  # twenty threads on a busy machine wait longer for a connection, or for a row, than people should
    options = DATABASES["default"]["OPTIONS"]
    options["pool"]["timeout"] = 60
    options["options"] = options["options"].replace("lock_timeout=3000", "lock_timeout=60000")
if REDIS_URL:  # parallel runs count apart: their people have the same numbers. Rings are heard in all of them
    REDIS_URL = f"{REDIS_URL.rpartition('/')[0]}/{os.environ.get('PYTEST_XDIST_WORKER', 'gw0')[2:]}"
LIVE_EPOCH_SECONDS = 3600  # asked again by the second, it would come and go in the tests that count queries
