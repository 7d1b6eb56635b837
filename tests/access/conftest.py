"""Everything here is asked with pages being kept (stadslab/kept.py)."""

from itertools import count

import pytest
from django.db import connection

from stadslab import kept


@pytest.fixture(autouse=True)
def pages_are_kept(monkeypatch):
    """Each test is one transaction, in which the database can't say that something changed: count what may write."""
    numbers = count()
    named = [next(numbers)]

    def notice(execute, sql, params, many, context):
        if not sql.lstrip("( ").upper().startswith("SELECT"):
            named[0] = next(numbers)
        return execute(sql, params, many, context)

    monkeypatch.setattr(kept, "stamp", lambda: str(named[0]))
    monkeypatch.setattr(kept, "MOST_SECONDS", 60)  # on a busy machine a walk is long
    kept.shelf.clear()
    with connection.execute_wrapper(notice):
        yield
    kept.shelf.clear()
