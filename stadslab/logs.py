"""Log filters."""

import logging

OFTEN = ("channels_redis.",)  # logged each second while Redis is down


def without_needless_traceback(record: logging.LogRecord) -> bool:
    """Keep the record, but its traceback only for a fault: a refusal (4xx) is no fault.

    Nor is Redis being down: the poll finds what the doorbell doesn't ring.
    """
    if getattr(record, "status_code", 500) < 500 or record.name.startswith(OFTEN):
        record.exc_info = record.exc_text = None
    return True
