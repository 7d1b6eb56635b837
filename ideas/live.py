"""Live updates of an idea: tells its followers after commit."""

from labs.models.lab import OfLab
from realtime.doorbell import ring
from realtime.models import Followed


def idea_changed(idea: Followed) -> None:
    ring(f"idea-{idea.pk}")


def idea_appeared(idea: OfLab) -> None:
    """Tell followers, also of the lab's lists, that the idea appeared or disappeared."""
    ring(f"idea-{idea.pk}")
    ring(f"lab-{idea.lab_id}")
