"""Live updates of a question: tells its followers after commit."""

from labs.models.lab import OfLab
from realtime.doorbell import ring
from realtime.models import Followed


def challenge_changed(challenge: Followed) -> None:
    ring(f"challenge-{challenge.pk}")


def challenge_appeared(challenge: OfLab) -> None:
    """Tell followers, also of the lab's lists, that the question appeared, disappeared, opened or closed."""
    ring(f"challenge-{challenge.pk}")
    ring(f"lab-{challenge.lab_id}")


def idea_attached(idea: Followed) -> None:
    """Tell followers of the idea that it answers a question now, or no longer."""
    ring(f"idea-{idea.pk}")
