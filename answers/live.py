"""Live updates of an answer: tells after commit who follows its idea, or the home of its lab."""

from labs.models.lab import OfLab
from realtime.doorbell import ring


def answer_changed(idea: OfLab) -> None:
    ring(f"idea-{idea.pk}")
    ring(f"lab-{idea.lab_id}")
    ring(f"desk-{idea.lab_id}")


def desk_changed(desk: OfLab) -> None:
    """Tell the staff who have the desk of this lab open."""
    ring(f"desk-{desk.lab_id}")
