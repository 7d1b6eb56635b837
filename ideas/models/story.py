"""What happened to an idea, and why."""

from datetime import date

from django.db import models
from django.db.models import F

from common import clock
from ideas import live
from ideas.models.idea import Idea, Status
from labs.models import Lab, Membership, Voiced


class StatusChange(Voiced):
    """One step in the story: the status it got, why, and what is next. `revision` is that of the idea."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="story")
    by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    status = models.CharField(max_length=10, choices=Status.choices)
    reason = models.TextField()
    next_step = models.TextField(blank=True)
    date = models.DateField(null=True, blank=True)
    to = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField(default=clock.now)
    revision = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"idea {self.idea_id}: {self.status}"

    @property
    def lab(self) -> Lab:
        return self.idea.lab


def meets_on(idea: Idea, was: date, on: date | None) -> None:
    """Its status says that it is talked about on one day: that is another, or none any more. `idea` is locked."""
    if idea.status == Status.MEETING and idea.status_date == was:
        idea.advance(status_date=on, status_revision=F("revision") + 1)
        live.idea_changed(idea)
