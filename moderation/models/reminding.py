"""The clock of a case: what the worker tells by itself, from eight in the morning on.

Each step is told once for each day by which the case was due: who asks the writer to change something moves it. After
an absence of the worker the reminder isn't told any more when the case is late.
"""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse

from answers.models.work import desk_changed_later
from common import clock, working_days
from common.working_days import Recess
from labs.models import Lab, Membership
from moderation.models import letters

if TYPE_CHECKING:
    from moderation.models.case import Case

BEFORE = 1  # working days before the day, when moderators are reminded
GRACE = 2  # working days after the day, when the neighbour is asked


class Step(models.TextChoices):
    REMINDED = "reminded"
    LATE = "late"  # the day after
    HANDED = "handed"  # to the neighbour of the lab


class CaseStep(models.Model):
    """The clock told this `step` of a case that was due by `day`.

    `to`: the moderator of another lab to whom it was handed; the page of the case for them is in their own lab.
    """

    case = models.ForeignKey("moderation.Case", on_delete=models.CASCADE, related_name="steps")
    day = models.DateField()
    step = models.CharField(max_length=10, choices=Step.choices)
    to = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "day", "step"], condition=~Q(step="handed"), name="each_step_of_a_case_is_told_once"
            ),
            models.UniqueConstraint(
                fields=["case", "day", "to"], condition=Q(step="handed"), name="a_neighbour_gets_a_case_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"case {self.case_id}, due {self.day}: {self.step}"

    def get_absolute_url(self) -> str:
        """Return the path of the page for who it was handed to; of the case if they left."""
        return path_for_neighbour(self.case, self.to) if self.to else self.case.get_absolute_url()

    @property
    def lab(self) -> Lab:
        return self.case.lab


def path_for_neighbour(case: "Case", neighbour: Membership) -> str:
    return reverse("case_neighbour", kwargs={"lab_slug": neighbour.lab.slug, "case_pk": case.pk})


def steps_by(today: date, due: date, since: date, recesses: Collection[Recess] = ()) -> list[Step]:
    """Return what must have been told by `today` of a case that is due by `due`, a day that was set on `since`.

    A reminder on the day on which it was set is none: moderators were told just then.
    """
    if today > due:
        is_handed = today >= working_days.due_date(due, GRACE, recesses)
        return [Step.LATE, Step.HANDED] if is_handed else [Step.LATE]
    return [Step.REMINDED] if since < working_days.days_before(due, BEFORE, recesses) <= today else []


@transaction.atomic
def tell(case: "Case", day: date, steps: list[Step], neighbour: Membership | None) -> int:
    """Tell these steps of a case that was due by `day` when they were worked out. Return how many.

    Not if another worker did, or if the case was decided or got another day just now.
    """
    case.hold()
    case.refresh_from_db(fields=["due"])
    if not case.is_open or case.due != day:
        return 0
    told = set(case.steps.filter(day=day).values_list("step", "to"))
    missing = [(step, neighbour if step == Step.HANDED else None) for step in steps]
    new = [(step, to) for step, to in missing if (step, to and to.pk) not in told]
    for step, to in new:
        made = case.steps.create(day=day, step=step, to=to, at=clock.now())
        letters.clock_says(case, made)
        if to:
            desk_changed_later(to.lab)
    return len(new)
