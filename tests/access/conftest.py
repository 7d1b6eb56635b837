"""All tests here use one world, with the page cache on (common/page_cache.py)."""

from copy import deepcopy
from dataclasses import replace
from itertools import count

import pytest
from django.db import connection, transaction

from common import clock, page_cache, rate_limits
from common.life import show_life
from notifications.models import Notice
from tests.access.world import make_world


@pytest.fixture(scope="package")
def the_world(django_db_setup, django_db_blocker):
    """Created once, in a transaction around all tests here, because it takes longer than most tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture
def world(the_world, db):
    """A copy for one test: changes to its rows or browsers end with that test.

    A worker seems to run, and no news seems to wait long, however long ago the world was created.
    """
    show_life()
    Notice.objects.update(worked_at=clock.now())
    return replace(deepcopy(the_world), clients={})


@pytest.fixture(autouse=True)
def pages_are_kept(monkeypatch):
    """Use a count of possible writes as the stamp, which never changes in the one transaction of a test."""
    numbers = count()
    named = [next(numbers)]

    def notice(execute, sql, params, many, context):
        if not sql.lstrip("( ").upper().startswith("SELECT"):
            named[0] = next(numbers)
        return execute(sql, params, many, context)

    monkeypatch.setattr(page_cache, "stamp", lambda: str(named[0]))
    monkeypatch.setattr(page_cache, "MOST_SECONDS", 60)  # on a busy machine a walk takes long
    page_cache.shelf.clear()
    with connection.execute_wrapper(notice):
        yield
    page_cache.shelf.clear()


@pytest.fixture
def nobody_is_too_often(monkeypatch):
    """Allow everything, because a walk does one thing more often than a person may."""
    monkeypatch.setattr(rate_limits, "allow", lambda *_what: True)
