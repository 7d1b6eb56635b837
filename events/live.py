"""Live updates of a gathering: tells its followers after commit."""

from collections.abc import Iterable

from labs.models.lab import OfLab
from realtime.doorbell import ring
from realtime.models import Followed


def gathering_changed(gathering: Followed) -> None:
    ring(f"gathering-{gathering.pk}")


def gathering_appeared(gathering: OfLab) -> None:
    """Tell followers, also of the lab's lists, that the gathering was published, moved or cancelled."""
    ring(f"gathering-{gathering.pk}")
    ring(f"lab-{gathering.lab_id}")


def ideas_discussed(ideas: Iterable[Followed]) -> None:
    """Tell followers of these ideas that their gatherings, or the outcomes there, changed."""
    for idea in ideas:
        ring(f"idea-{idea.pk}")
