"""The site with DEBUG off, to see its own error pages; styles come straight from their folders."""

from tests.browser.site_settings import *

DEBUG = False
