"""What a moderator decided about a case."""

from django.db import models
from django.db.models import Q

from common import clock
from labs.models import HidingReason, Membership
from moderation.models.case import Case
from moderation.models.states import OUTCOMES, DecisionKind


class Decision(models.Model):
    """A decision about a case, the first one ends it. `explanation`: for the writer, or why it stays for reporters."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="decisions")
    by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    kind = models.CharField(max_length=10, choices=DecisionKind.choices)
    reason = models.CharField(max_length=16, choices=HidingReason.choices, blank=True)
    explanation = models.TextField(blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(kind__in=sorted(OUTCOMES)), name="one_outcome_per_case"
            ),
            models.CheckConstraint(
                condition=Q(kind="hide") & ~Q(reason="") | ~Q(kind="hide") & Q(reason=""),
                name="only_hiding_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"case {self.case_id}: {self.kind}"
