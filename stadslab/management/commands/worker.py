import logging
import threading
import time

from django.conf import settings
from django.db import close_old_connections, connection
from django.utils.module_loading import import_string
from django_tasks_db.management.commands import db_worker

logger = logging.getLogger(__name__)
DAY = 24 * 60 * 60


class Command(db_worker.Command):
    """db_worker does the tasks; a thread beside it does what the clock asks, so a long task delays nothing."""

    help = "Does background tasks, and what settings.EVERY_MINUTE and EVERY_DAY name."

    def handle(self, **options):
        connection.ensure_connection()  # else the clock and the tasks both tell at length that it isn't there
        ending = threading.Event()
        clock = threading.Thread(target=watch_clock, args=(ending,), name="clock")
        clock.start()
        try:
            super().handle(**options | {"reload": False})
        finally:
            ending.set()
            clock.join(timeout=10)


def watch_clock(ending: threading.Event):
    """Do what is due, at once and then each minute, until `ending`."""
    next_day = time.monotonic()
    while True:
        do_all(settings.EVERY_MINUTE)
        if time.monotonic() >= next_day:
            do_all(settings.EVERY_DAY)
            next_day = time.monotonic() + DAY
        if ending.wait(60):
            return


def do_all(names):
    """Call each function; one that fails is logged, and the others go on."""
    for name in names:
        close_old_connections()
        try:
            import_string(name)()
        except Exception:  # whatever it is, the next minute must come
            logger.exception("%s failed", name)
        finally:
            close_old_connections()
