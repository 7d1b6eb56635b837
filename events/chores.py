"""What the worker does by the clock."""

from events.models import Attendance


def erase_old_details() -> int:
    """Names and addresses of guests, and what people needed, go some days after a gathering. How many parties it was.

    Looks before it writes: on SQLite a write that changes nothing would still make others wait, every minute.
    """
    old = Attendance.objects.with_old_details()
    return old.erase_details() if old.exists() else 0
