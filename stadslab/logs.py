"""What a line of the log holds."""

import logging


def without_needless_traceback(record: logging.LogRecord) -> bool:
    """Keep the line, but show the way to it only for what broke: refusing someone (4xx) is our work, not a fault."""
    if getattr(record, "status_code", 500) < 500:
        record.exc_info = record.exc_text = None
    return True
