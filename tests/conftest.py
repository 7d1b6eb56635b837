"""What every test stands on: no network, and a seed to repeat samples by."""

import contextlib
import os
import random
import socket
from collections.abc import Sequence

import hypothesis
import pytest
from django.conf import settings
from django.utils import translation

from common import made, rate_limits

os.environ.setdefault("STADSLAB_SEED", str(random.randrange(10**6)))  # before xdist starts its workers, so they agree
SEED = int(os.environ["STADSLAB_SEED"])
EVERYTHING = bool(os.environ.get("STADSLAB_ALL"))
# On a busy machine any example may take longer than the 200 ms that are usual
hypothesis.settings.register_profile("ours", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("ours")


def sampled[T](items: Sequence[T], size: int) -> list[T]:
    """`size` of `items` by the printed seed; all of them in `bin/test all`."""
    if EVERYTHING or len(items) <= size:
        return list(items)
    return random.Random(SEED).sample(items, size)


def pytest_report_header():
    return f"seed: {SEED} (STADSLAB_SEED={SEED} repeats its samples){', everything' if EVERYTHING else ''}"


@pytest.fixture(autouse=True)
def nobody_chose_a_language():
    """A page in English leaves its thread in English; each test begins in the language of the site."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """Whoever calls another machine fails here, not on a train."""
    connect = socket.socket.connect

    def connect_here(self, address):
        if self.family != socket.AF_UNIX and address[0] not in ("localhost", "127.0.0.1", "::1"):
            raise RuntimeError(f"A test may not reach {address[0]}.")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect_here)


@pytest.fixture(autouse=True)
def nobody_was_busy(monkeypatch):
    """What is counted begins anew: on SQLite the people of each test have the same numbers.

    And a busy Redis isn't one that is away: that allows everybody everything, and rests for the next tests too.
    """
    monkeypatch.setattr(rate_limits, "REDIS_SECONDS", 5.0)
    rate_limits.forget()
    if settings.REDIS_URL:
        with contextlib.suppress(OSError):
            rate_limits._storage().reset()
    made.files.clear()
    monkeypatch.setattr(rate_limits, "_rests_until", 0.0)
