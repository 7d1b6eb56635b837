"""What happened to an idea, and why."""

from django.db import models

from ideas.models.idea import Idea, Status
from labs.models import Lab, Membership, Voiced
from realtime import clock


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
