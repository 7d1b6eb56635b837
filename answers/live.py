"""Live updates of an answer: tells after commit who follows its idea, or the home of its lab."""

from labs.models.lab import OfLab
from realtime.doorbell import ring


def answer_changed(idea: OfLab) -> None:
    ring(f"idea-{idea.pk}")
    ring(f"lab-{idea.lab_id}")
