"""Log filters."""

import logging

OFTEN = ("channels_redis.",)  # logged each second while Redis is down


def without_needless_traceback(record: logging.LogRecord) -> bool:
    """Keep the record, but remove the traceback unless it is our bug: a refusal (4xx) is no bug.

    Neither is an unavailable Redis: the poll finds the changes that no ring announced.
    """
    if getattr(record, "status_code", 500) < 500 or record.name.startswith(OFTEN):
        record.exc_info = record.exc_text = None
    return True
