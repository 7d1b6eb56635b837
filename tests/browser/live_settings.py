"""The site's own settings, with the poll or the doorbell of live off when LIVE_WITHOUT says so."""

import os

from stadslab.settings import *

LIVE_POLL = os.environ.get("LIVE_WITHOUT") != "poll"
LIVE_DOORBELL = os.environ.get("LIVE_WITHOUT") != "doorbell"
