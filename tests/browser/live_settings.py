"""The settings of the site in these tests, with live's poll or doorbell off if LIVE_WITHOUT says so."""

import os

from tests.browser.site_settings import *

LIVE_POLL = os.environ.get("LIVE_WITHOUT") != "poll"
LIVE_DOORBELL = os.environ.get("LIVE_WITHOUT") != "doorbell"
