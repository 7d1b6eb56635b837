"""How the hub tells what went wrong."""

import logging

from django.db import Error

log = logging.getLogger("realtime")


def tell(error: Exception, where: str) -> None:
    """Log a failure: a database or network that is away in one line, our own mistakes with their traceback."""
    if isinstance(error, (Error, OSError)):
        log.warning("live %s: %s: %s", where, type(error).__name__, str(error).partition("\n")[0])
    else:
        log.error("live %s failed", where, exc_info=error)
