"""Live updates of a gathering: its followers are told after commit."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from realtime.doorbell import ring

if TYPE_CHECKING:
    from events.models import Gathering
    from ideas.models import Idea


def gathering_changed(gathering: "Gathering") -> None:
    ring(f"gathering-{gathering.pk}")


def gathering_appeared(gathering: "Gathering") -> None:
    """It was published, moved or cancelled: the lab's lists are told too."""
    ring(f"gathering-{gathering.pk}")
    ring(f"lab-{gathering.lab_id}")


def ideas_discussed(ideas: "Iterable[Idea]") -> None:
    """The gatherings of these ideas, or their outcomes, changed."""
    for idea in ideas:
        ring(f"idea-{idea.pk}")
