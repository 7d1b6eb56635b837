"""Everything here is asked of one world, and with pages being kept (common/page_cache.py)."""

from copy import deepcopy
from dataclasses import replace
from itertools import count

import pytest
from django.db import connection, transaction

from common import page_cache
from common.life import show_life
from tests.access.world import make_world


@pytest.fixture(scope="package")
def the_world(django_db_setup, django_db_blocker):
    """Made once, in a transaction around those of all tests here: to make it takes longer than most tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture
def world(the_world, db):
    """What a test does to it, to its rows or to its browsers, ends with that test."""
    show_life()
    return replace(deepcopy(the_world), clients={})


@pytest.fixture(autouse=True)
def pages_are_kept(monkeypatch):
    """Each test is one transaction, in which the database can't say that something changed: count what may write."""
    numbers = count()
    named = [next(numbers)]

    def notice(execute, sql, params, many, context):
        if not sql.lstrip("( ").upper().startswith("SELECT"):
            named[0] = next(numbers)
        return execute(sql, params, many, context)

    monkeypatch.setattr(page_cache, "stamp", lambda: str(named[0]))
    monkeypatch.setattr(page_cache, "MOST_SECONDS", 60)  # on a busy machine a walk is long
    page_cache.shelf.clear()
    with connection.execute_wrapper(notice):
        yield
    page_cache.shelf.clear()
