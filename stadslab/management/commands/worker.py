import logging
import threading
import time
from collections.abc import Iterable
from typing import Any

from django.db import close_old_connections, connection
from django_tasks_db.management.commands import db_worker

from common.chores import EVERY_DAY, EVERY_MINUTE, EVERY_TWO_SECONDS, Chore
from common.joins import where

logger = logging.getLogger(__name__)
DAY = 24 * 60 * 60


class Command(db_worker.Command):
    """db_worker runs the tasks; separate threads run the periodic tasks, so a long task delays none of them."""

    help = "Does background tasks, and what joined EVERY_TWO_SECONDS, EVERY_MINUTE and EVERY_DAY (common/chores.py)."

    def handle(self, **options: Any) -> None:
        connection.ensure_connection()  # otherwise both threads log at length that there is no database
        ending = threading.Event()
        threads = [threading.Thread(target=watch, args=(ending,)) for watch in (watch_clock, watch_seconds)]
        for thread in threads:
            thread.start()
        try:
            super().handle(**options | {"reload": False})
        finally:
            ending.set()
            for thread in threads:
                thread.join(timeout=10)


def watch_clock(ending: threading.Event) -> None:
    """Run the periodic tasks that are due, at once and then each minute, until `ending`."""
    next_day = time.monotonic()
    while True:
        do_all(EVERY_MINUTE)
        if time.monotonic() >= next_day:
            do_all(EVERY_DAY)
            next_day = time.monotonic() + DAY
        if ending.wait(60):
            return


def watch_seconds(ending: threading.Event) -> None:
    """Run the urgent periodic tasks, at once and then every two seconds, until `ending`."""
    while True:
        do_all(EVERY_TWO_SECONDS)
        if ending.wait(2):
            return


def do_all(chores: Iterable[Chore]) -> None:
    """Call each function; log the one that fails, and continue with the next."""
    for chore in chores:
        close_old_connections()
        try:
            chore()
        except Exception:  # any error: the next minute must come
            logger.exception("%s failed", where(chore))
        finally:
            close_old_connections()
