import logging
import signal
import sys
import threading
import time
from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections, connection

from common.chores import EVERY_DAY, EVERY_MINUTE, EVERY_TWO_SECONDS, Chore
from common.joins import where
from notifications.collecting import collect_next
from notifications.sending import send_next
from notifications.working_off import work_off_next

logger = logging.getLogger(__name__)
DAY = 24 * 60 * 60


class Command(BaseCommand):
    """Sends mails; separate threads write them and run the periodic tasks: a slow mail server delays none of them."""

    help = "Writes and sends mails, and runs the periodic tasks (common/chores.py)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--batch", action="store_true", help="work off what is due now, send it, and stop")

    def handle(self, batch: bool, **options: Any) -> None:
        connection.ensure_connection()  # otherwise both threads log at length that there is no database
        ending = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
            signal.signal(number, lambda *_signal: end(ending))
        watches = [watch_clock, watch_seconds, *([] if batch else [watch_notices])]
        threads = [threading.Thread(target=watch, args=(ending,)) for watch in watches]
        for thread in threads:
            thread.start()
        try:
            if batch:
                work_off_all(ending)
            watch_mail(ending, batch)
        finally:
            ending.set()
            for thread in threads:
                thread.join(timeout=10)


def end(ending: threading.Event) -> None:
    """Stop after the mail that is being sent; on a second signal stop at once."""
    if ending.is_set():
        sys.exit(1)
    ending.set()


def watch_mail(ending: threading.Event, batch: bool = False) -> None:
    """Send the mails that are due, one by one, and look again each second until `ending`; with `batch` only once.

    Raises when the database is down: the supervisor then restarts the worker, after a growing pause.
    """
    while not ending.is_set():
        close_old_connections()
        if not send_next():
            if batch:
                return
            close_old_connections()
            ending.wait(1)


def watch_notices(ending: threading.Event) -> None:
    """Write the mails of what verbs told, at once and then each second, until `ending`. Logs errors, and goes on."""
    while not ending.is_set():
        try:
            work_off_all(ending)
        except Exception:  # any error: the next second must come
            logger.exception("Notices could not be worked off")
        finally:
            close_old_connections()
        ending.wait(1)


def work_off_all(ending: threading.Event) -> None:
    close_old_connections()
    while not ending.is_set() and (work_off_next() or collect_next()):
        close_old_connections()


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
