"""The former texts of an idea."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import models

from common import clock
from common.joins import ExtensionPoint
from labs.models import Membership

WITHHELD: ExtensionPoint[Callable[[Any], datetime | None]] = ExtensionPoint(
    "ideas.models.edits.WITHHELD",
    "Until when the earlier words of an idea or comment are not for everybody, or None.",
)


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


def edits_for_all(thing: Any) -> models.QuerySet[Any]:
    """Return the edits of an idea or comment that everybody may read."""
    edits: models.QuerySet[Any] = thing.edits.all()
    for until_when in WITHHELD:
        if until := until_when(thing):
            edits = edits.exclude(at__lte=until)
    return edits
