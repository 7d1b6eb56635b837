"""The current time. Rules call only this function for the time; tests replace `now`."""

from datetime import datetime

from django.db import connection
from django.utils import timezone


def now() -> datetime:
    """Return the database's time (aware, UTC), so that processes with different clocks agree.

    PostgreSQL: one query, which returns the current moment, not the start of the transaction. SQLite runs in this
    process and uses its clock: no query. Call this once per verb and pass the result on.
    """
    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]
