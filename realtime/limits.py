"""The limits of live. settings.py can override those named LIVE_…."""

from typing import Any

from django.conf import settings

# one socket
INBOUND_BYTES = 4096
MESSAGES = 20
MESSAGES_SECONDS = 10.0
TOPICS = 60
REFUSALS = 1_000  # unacknowledged messages: `gone` and `reset`
SECONDS_TO_FOLLOW = 15.0

# what one page may ask; an owner may ask that for each socket that an address may have (budgets.py)
FOLLOWS_AT_ONCE = 4 * TOPICS
FOLLOWS_A_SECOND = 10.0
QUESTION = 20  # the price of a database query, in follows
PATIENCE = 10.0  # seconds of debt that a socket may have before it is closed
PATIENCE_OVER_HTTP = 2.0

# what a reader may leave unacknowledged
WINDOW_BYTES = 64 * 1024
WINDOW_UPDATES = 8
WINDOW_SECONDS = 10.0
HELD_UPDATES = 8 * WINDOW_UPDATES  # above this or WINDOW_BYTES, send nothing until something is acknowledged

# the hub's intervals, in seconds
GATHER = 0.05
FIRST = 0.03
INTERVAL = 1 / 8
POLL = 1.0
RIGHTS = 5.0
RIGHTS_AT_MOST = 1.0
BEAT = 20.0
POLL_HELD = 25.0
CATCH_UP = 0.05  # the longest time for newcomers before a pause of the same length; members don't wait for it
BACKOFF = (0.2, 3.0)
TRIES = 3  # of a follow that fails by itself

AT_ONCE = 1_000  # follows that are decided together

# a page that is further behind than this must fetch itself again
BEHIND_REVISIONS = 1_000
BEHIND_PARTS = 100
BEHIND_BYTES = WINDOW_BYTES - 8 * 1024  # minus what JSON adds, so that it fits in one window
NEAR_BYTES = 4 * 1024
FRAGMENTS_BYTES = 32 * 1024 * 1024
CATCH_UPS_BYTES = 8 * 1024 * 1024

_settable = {
    "LIVE_POLL": True,
    "LIVE_DOORBELL": True,
    "LIVE_SOCKETS": 2_000,
    "LIVE_SOCKETS_PER_PERSON": 10,
    "LIVE_SOCKETS_PER_ADDRESS": 50,
}


def setting(name: str) -> Any:
    """Return the setting, or our default. It is read each time, so that tests can change it."""
    return getattr(settings, name, _settable[name])


def backoff(failures: int) -> float:
    """Return the seconds to wait after this many failures in a row."""
    first, most = BACKOFF
    return min(first * 2 ** min(failures - 1, 10), most)
