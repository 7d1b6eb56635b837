"""Live updates of an evening: tells its followers after commit."""

from realtime.doorbell import RIGHTS, ring
from realtime.models import Followed


def evening_changed(evening: Followed) -> None:
    ring(f"evening-{evening.pk}")
    console_changed(evening)


def console_changed(evening: Followed) -> None:
    """Only who leads it, and who handles the wall, sees this change."""
    ring(f"console-{evening.pk}")
    ring(f"wall-{evening.pk}")


def brought_changed(evening: Followed) -> None:
    """The big screen sees it, and who leads or types."""
    evening_changed(evening)
    ring(f"brought-{evening.pk}")


def tasks_changed(evening: Followed) -> None:
    ring(f"helpers-{evening.pk}")
    ring(f"tasks-{evening.pk}")


def rights_changed() -> None:
    """Somebody lost a task: pages that they may no longer follow hear it at once."""
    ring(RIGHTS)
