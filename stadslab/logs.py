"""What a line of the log holds."""

import logging

OFTEN = ("channels_redis.",)  # each second that Redis is away


def without_needless_traceback(record: logging.LogRecord) -> bool:
    """Keep the line, but show the way to it only for what broke: refusing someone (4xx) is our work, not a fault.

    Neither is a Redis that is away: the poll brings what the doorbell doesn't.
    """
    if getattr(record, "status_code", 500) < 500 or record.name.startswith(OFTEN):
        record.exc_info = record.exc_text = None
    return True
