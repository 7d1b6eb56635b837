"""What others see when an idea changes: its followers hear at once, after commit."""

from typing import TYPE_CHECKING

from realtime.doorbell import ring

if TYPE_CHECKING:
    from ideas.models import Idea
    from realtime.models import Followed


def idea_changed(idea: "Followed") -> None:
    ring(f"idea-{idea.pk}")


def idea_appeared(idea: "Idea") -> None:
    """Or vanished: the lab's lists hear it too."""
    ring(f"idea-{idea.pk}")
    ring(f"lab-{idea.lab_id}")
