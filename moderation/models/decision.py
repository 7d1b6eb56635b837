"""What a moderator decided about a case."""

from django.db import models
from django.db.models import Q

from common import clock
from labs.models import HidingReason, Membership
from moderation.models.case import Case
from moderation.models.states import FOR_WRITER, OUTCOMES, DecisionKind


class Decision(models.Model):
    """A decision about a case; one of OUTCOMES ends it. `explanation`: for the writer, or why it stays for reporters.

    `until`: the day by which the writer is asked to change it, or on which they take part again.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="decisions")
    by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    kind = models.CharField(max_length=10, choices=DecisionKind.choices)
    reason = models.CharField(max_length=16, choices=HidingReason.choices, blank=True)
    explanation = models.TextField(blank=True)
    until = models.DateField(null=True, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(kind__in=sorted(OUTCOMES)), name="one_outcome_per_case"
            ),
            models.UniqueConstraint(fields=["case"], condition=Q(kind="ask"), name="one_ask_per_case"),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(FOR_WRITER)) & ~Q(reason="")
                | ~Q(kind__in=sorted(FOR_WRITER)) & Q(reason=""),
                name="what_the_writer_reads_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"case {self.case_id}: {self.kind}"
