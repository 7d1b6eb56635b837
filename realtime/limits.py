"""The numbers of live, in one place. Those in capitals with LIVE_ can be set in settings.py."""

from typing import Any

from django.conf import settings

# one socket
INBOUND_BYTES = 4096
MESSAGES = 20
MESSAGES_SECONDS = 10.0
TOPICS = 60
REFUSALS = 1_000  # answers that nobody acknowledges: `gone` and `reset`
SECONDS_TO_FOLLOW = 15.0

# what one page may ask, and all of a person or address as much for each socket that an address may have (budgets.py)
FOLLOWS_AT_ONCE = 4 * TOPICS
FOLLOWS_A_SECOND = 10.0
QUESTION = 20  # follows: what had to be looked up in the database
PATIENCE = 10.0  # seconds that a socket may owe; then it is closed
PATIENCE_OVER_HTTP = 2.0

# what a reader may leave unseen
WINDOW_BYTES = 64 * 1024
WINDOW_UPDATES = 8
WINDOW_SECONDS = 10.0
HELD_UPDATES = 8 * WINDOW_UPDATES  # of these, or a window of bytes, nothing is sent until something is seen

# what the hub does, in seconds
GATHER = 0.05
FIRST = 0.03
INTERVAL = 1 / 8
POLL = 1.0
RIGHTS = 5.0
RIGHTS_AT_MOST = 1.0
BEAT = 20.0
POLL_HELD = 25.0
CATCH_UP = 0.05  # at a time, and then as long a rest; members don't wait for it
BACKOFF = (0.2, 3.0)
TRIES = 3  # of a wish that fails by itself

AT_ONCE = 1_000  # wishes that are decided together

# how far behind is too far to catch up part by part
BEHIND_REVISIONS = 1_000
BEHIND_PARTS = 100
BEHIND_BYTES = WINDOW_BYTES - 8 * 1024  # what JSON adds; so that it fits in one window
NEAR_BYTES = 4 * 1024
FRAGMENTS_BYTES = 32 * 1024 * 1024
ANSWERS_BYTES = 8 * 1024 * 1024

_settable = {
    "LIVE_POLL": True,
    "LIVE_DOORBELL": True,
    "LIVE_SOCKETS": 2_000,
    "LIVE_SOCKETS_PER_PERSON": 10,
    "LIVE_SOCKETS_PER_ADDRESS": 50,
}


def setting(name: str) -> Any:
    """Return what settings.py says, or our default. Asked anew each time, so tests can change it."""
    return getattr(settings, name, _settable[name])


def backoff(failures: int) -> float:
    """Return how long to wait, in seconds, after so many failures in a row."""
    first, most = BACKOFF
    return min(first * 2 ** min(failures - 1, 10), most)
