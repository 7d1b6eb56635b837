"""That the people of an idea heard what an evening gave it: one notice for each idea and evening."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef

from evenings.models import letters
from evenings.models.outcome import DECIDED, Outcome
from evenings.models.report import Report, ReportState
from ideas.models import Idea, Status
from labs.models import Lab, Membership

if TYPE_CHECKING:
    from evenings.models.evening import Evening


class Told(models.Model):
    """It stays when the report is taken offline, or the idea leaves the evening: nobody is told twice."""

    evening = models.ForeignKey("evenings.Evening", on_delete=models.CASCADE, related_name="told")
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="told_of_evenings")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evening", "idea"], name="told_once_per_evening")]
        verbose_name_plural = "told"

    def __str__(self) -> str:
        return f"evening {self.evening_id}, idea {self.idea_id}"

    @property
    def lab(self) -> Lab:
        return self.idea.lab


def tell(evening: "Evening", by: Membership | None, ideas: Iterable[int] | None = None) -> None:
    """Tell the people of these ideas (ids; None: all) what the evening gave it, once, if the report is online.

    `by`: who did it. Call it with the evening locked. Three queries if all are told, and three for each new one.
    """
    if not Report.objects.filter(evening=evening, state=ReportState.PUBLISHED).exists():
        return
    found = Idea.objects.filter(given(evening.pk), is_hidden=False).exclude(status=Status.WITHDRAWN)
    new = found.exclude(told_of_evenings__evening=evening).select_related("lab").order_by("pk")
    for idea in new if ideas is None else new.filter(pk__in=ideas):
        letters.gave(Told.objects.create(evening=evening, idea=idea), by)


def given(evening: "int | OuterRef", idea: str = "pk") -> Exists:
    """Return the condition that an evening (id) gave something to an idea."""
    return Exists(Outcome.objects.filter(DECIDED, evening=evening, idea=OuterRef(idea)))
