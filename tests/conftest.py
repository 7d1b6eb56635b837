"""The base of all tests: no network, and a seed that repeats the samples."""

import contextlib
import gc
import os
import random
import socket
from collections.abc import Sequence

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, TransactionTestCase
from django.utils import timezone, translation

from accounts import proved
from accounts.models import Device
from common import made, rate_limits
from tests import databases, on_postgres
from tests.migrating import migrate_to_now

os.environ.setdefault("STADSLAB_SEED", str(random.randrange(10**6)))  # before xdist starts, so that workers share it
SEED = int(os.environ["STADSLAB_SEED"])
EVERYTHING = bool(os.environ.get("STADSLAB_ALL"))
GO_BACK = 3  # how many tests of old migrations one run has
# On a busy machine an example may take longer than the usual 200 ms
hypothesis.settings.register_profile("ours", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("ours")


def sampled[T](items: Sequence[T], size: int) -> list[T]:
    """Return `size` of `items` by the printed seed; all of them in `bin/test all`."""
    if EVERYTHING or len(items) <= size:
        return list(items)
    return random.Random(SEED).sample(items, size)


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """Let Python look for cycles of garbage seldom, and never among the thousands of tests, which all stay."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(50_000, 20, 20)
        gc.enable()


def pytest_report_header():
    return f"seed: {SEED} (STADSLAB_SEED={SEED} repeats its samples){', everything' if EVERYTHING else ''}"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    left_out = set(cases_left_out(items) if os.environ.get("STADSLAB_QUICK") else ())
    go_back = [item for item in items if "back_to_now" in item.fixturenames]
    left_out |= set(go_back) - set(sampled(go_back, GO_BACK))
    if connection.vendor == "postgresql" and not EVERYTHING:
        left_out |= on_postgres.left_out(items)
    config.hook.pytest_deselected(items=list(left_out))
    items[:] = [item for item in items if item not in left_out]


def cases_left_out(items):
    """Return all cases of each parametrised test but one, drawn by the seed, for `bin/test quick`."""
    by_test = {}
    for item in items:
        by_test.setdefault(item.nodeid.partition("[")[0], []).append(item)
    rng = random.Random(SEED)
    stays = {rng.choice(cases) for cases in by_test.values()}
    return (item for item in items if item not in stays)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_modify_db_settings, django_db_blocker):
    """Use our own test database in place of pytest-django's."""
    with pytest.MonkeyPatch.context() as patch, contextlib.ExitStack() as ours:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: databases.empty())
        with django_db_blocker.unblock():
            ours.enter_context(databases.standing())
        yield
        with django_db_blocker.unblock():
            ours.close()


@pytest.fixture
def back_to_now():
    """Migrate to the newest after a test of `tests/migrating.py`."""
    yield
    migrate_to_now()


@pytest.fixture(autouse=True)
def statements_are_noted(request):
    with on_postgres.noted(request.node):
        yield


@pytest.fixture(autouse=True, scope="session")
def whoever_is_signed_in_typed_both_codes():
    """Let `force_login` count as the code of the second factor too, of people who have one, and store the device."""
    sign_in = Client.force_login

    def sign_in_with_both(client, user, backend=None, *, proved_too=True):
        sign_in(client, user, backend)
        if user.factor_key and proved_too:
            session = client.session
            session[proved.KEY] = user.factor_key
            session.save()
        now = timezone.now()
        one = {"user": user, "began_at": now, "seen_at": now}
        Device.objects.update_or_create(session_id=client.session.session_key, defaults=one)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "force_login", sign_in_with_both)
        yield


@pytest.fixture(autouse=True)
def nobody_chose_a_language():
    """A page in English leaves its thread in English; each test begins in the site's language."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """A connection to another machine fails the test."""
    connect = socket.socket.connect

    def connect_here(self, address):
        if self.family != socket.AF_UNIX and address[0] not in ("localhost", "127.0.0.1", "::1"):
            raise RuntimeError(f"A test may not reach {address[0]}.")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect_here)


@pytest.fixture(autouse=True)
def nobody_was_busy(monkeypatch):
    """Reset all counts: on SQLite the people of each test have the same ids.

    A busy Redis must not count as one that is down: that would allow everything, also in the next tests.
    """
    monkeypatch.setattr(rate_limits, "REDIS_SECONDS", 5.0)
    rate_limits.forget()
    if settings.REDIS_URL:
        with contextlib.suppress(OSError):
            rate_limits._storage().reset()
    made.files.clear()
    monkeypatch.setattr(rate_limits, "_rests_until", 0.0)
