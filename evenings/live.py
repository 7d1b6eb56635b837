"""Live updates of an evening: tells its followers after commit."""

from realtime.doorbell import ring
from realtime.models import Followed


def evening_changed(evening: Followed) -> None:
    ring(f"evening-{evening.pk}")
    ring(f"console-{evening.pk}")
