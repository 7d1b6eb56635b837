"""The tests' settings for servers that are killed: many pages come from one address here, and write much."""

import os

from tests.settings import *

LIVE_SOCKETS_PER_ADDRESS = 2_000
LIVE_SOCKETS_PER_PERSON = 100
LIVE_POLL = os.environ.get("LIVE_POLL", "1") == "1"
LIVE_EPOCH_SECONDS = 1  # as in use
