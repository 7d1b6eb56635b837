"""The site with DEBUG off, to see its own error pages; styles come straight from their folders."""

from stadslab.settings import *

DEBUG = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
SERVESTATIC_AUTOREFRESH = SERVESTATIC_USE_FINDERS = True
