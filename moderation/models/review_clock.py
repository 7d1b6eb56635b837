"""The clock of a review, as that of a case (reminding.py): moderators are reminded, and hear once that it is late.

Handing it to the neighbour is in reviewing.py. Of several requests about the same decision the first due counts.
"""

from django.db import transaction

from common import clock
from moderation.models import letters
from moderation.models.reminding import Step
from moderation.models.review import Review

TOLD_AT = {Step.REMINDED: "reminded_at", Step.LATE: "late_at"}


@transaction.atomic
def tell(review: Review, steps: list[Step]) -> int:
    """Tell these steps that weren't told. Return how many: none if another worker did, or it was decided just now."""
    case = review.decision.case
    case.hold()
    review.refresh_from_db(fields=["decided_at", *TOLD_AT.values()])
    new = [step for step in steps if step in TOLD_AT and getattr(review, TOLD_AT[step]) is None]
    if not review.is_open or not new:
        return 0
    for step in new:
        setattr(review, TOLD_AT[step], clock.now())
        letters.review_clock_says(case, step)
    review.save(update_fields=[TOLD_AT[step] for step in new])
    return len(new)
