"""End the reviews of a decision that wait."""

from typing import TYPE_CHECKING

from answers.models.work import desk_changed, desk_changed_later
from common import clock
from labs.models import Lab, Membership
from moderation.models import letters
from moderation.models.states import ReviewOutcome

if TYPE_CHECKING:
    from moderation.models.decision import Decision


def end(decision: "Decision", by: Membership, outcome: str, explanation: str) -> None:
    """End the reviews of this decision that wait, and tell how.

    Call it with the thing and its case locked; when a pause ended, with its lab locked.
    """
    waiting = list(decision.reviews.open().values_list("pk", flat=True))
    said = {"decided_by": by, "decided_at": clock.now(), "outcome": outcome, "explanation": explanation}
    if decision.reviews.open().update(**said):
        letters.reviewed(decision.case, by, waiting)
        desk_changed(decision.case.lab)
        for lab in Lab.objects.filter(pk__in=decision.reviews.filter(pk__in=waiting).values("neighbour__lab")):
            desk_changed_later(lab)
        if outcome == ReviewOutcome.RESTORE:
            letters.put_back(decision.case, by)
