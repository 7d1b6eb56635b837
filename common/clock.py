"""What time is it? Rules ask here, and nowhere else; tests replace `now`."""

from datetime import datetime

from django.db import connection
from django.utils import timezone


def now() -> datetime:
    """Return the database's time (aware, UTC), so that processes with different clocks agree.

    One query on PostgreSQL (the moment itself, not the start of the transaction). SQLite lives in this process, so its
    clock is ours: no query. Ask once a verb and pass the answer on.
    """
    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]
