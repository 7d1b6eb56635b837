"""The former texts of an idea."""

from django.db import models

from common import clock
from labs.models import Membership


class IdeaEdit(models.Model):
    """One field of an idea before and after an edit by its author."""

    idea = models.ForeignKey("ideas.Idea", on_delete=models.CASCADE, related_name="edits")
    by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    field = models.CharField(max_length=20)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    at = models.DateTimeField(default=clock.now)
    revision = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.field} of idea {self.idea_id}"
