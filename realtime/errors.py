"""Error reports of the hub."""

import logging

from django.db import Error

log = logging.getLogger("realtime")


def report(error: Exception, where: str) -> None:
    """Log a failure: in one line if a database or network is down, with a traceback if it is our bug."""
    if isinstance(error, (Error, OSError)):
        log.warning("live %s: %s: %s", where, type(error).__name__, str(error).partition("\n")[0])
    else:
        log.error("live %s failed", where, exc_info=error)
