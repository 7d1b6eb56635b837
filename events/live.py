"""What others see when a gathering changes: its followers hear at once, after commit."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from realtime.doorbell import ring

if TYPE_CHECKING:
    from events.models import Gathering
    from ideas.models import Idea


def gathering_changed(gathering: "Gathering") -> None:
    ring(f"gathering-{gathering.pk}")


def gathering_appeared(gathering: "Gathering") -> None:
    """Or was moved or cancelled: the lab's lists hear it too."""
    ring(f"gathering-{gathering.pk}")
    ring(f"lab-{gathering.lab_id}")


def ideas_discussed(ideas: "Iterable[Idea]") -> None:
    """Where these ideas are talked about changed, or what came of it."""
    for idea in ideas:
        ring(f"idea-{idea.pk}")
