"""Live updates of a gathering: tells its followers after commit."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from realtime.doorbell import ring

if TYPE_CHECKING:
    from events.models import Gathering
    from ideas.models import Idea


def gathering_changed(gathering: "Gathering") -> None:
    ring(f"gathering-{gathering.pk}")


def gathering_appeared(gathering: "Gathering") -> None:
    """Tell followers, also of the lab's lists, that the gathering was published, moved or cancelled."""
    ring(f"gathering-{gathering.pk}")
    ring(f"lab-{gathering.lab_id}")


def ideas_discussed(ideas: "Iterable[Idea]") -> None:
    """Tell followers of these ideas that their gatherings, or the outcomes there, changed."""
    for idea in ideas:
        ring(f"idea-{idea.pk}")
