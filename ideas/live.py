"""Live updates of an idea: its followers are told after commit."""

from typing import TYPE_CHECKING

from realtime.doorbell import ring

if TYPE_CHECKING:
    from ideas.models import Idea
    from realtime.models import Followed


def idea_changed(idea: "Followed") -> None:
    ring(f"idea-{idea.pk}")


def idea_appeared(idea: "Idea") -> None:
    """It appeared or disappeared: the lab's lists are told too."""
    ring(f"idea-{idea.pk}")
    ring(f"lab-{idea.lab_id}")
