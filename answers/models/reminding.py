"""The clock of an answer that is owed: what the worker tells colleagues by itself, from eight in the morning on.

Each step is told once for each day by which the answer was due. After an absence of the worker it tells the last
reminder alone: earlier ones say nothing new. A new day begins anew.
"""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils import timezone

from answers.models import letters
from common import clock, working_days
from common.times import A_DAY, day_of
from common.working_days import Recess
from ideas.models import IdeaClosed

if TYPE_CHECKING:
    from answers.models.answer import Answer

AT = time(8, 0)  # local time
GRACE = 5  # working days after the day, before the escalation contact is told
LOOK_AHEAD = timedelta(days=120)  # more than ten working days with a long recess among them


class Step(models.TextChoices):
    TEN = "10"  # working days before
    FIVE = "5"
    ONE = "1"
    LATE = "late"  # the day after
    ESCALATED = "escalated"


REMINDERS = (Step.TEN, Step.FIVE, Step.ONE)


class Told(models.Model):
    """The clock told this `step` of an answer that was due by `day`."""

    answer = models.ForeignKey("answers.Answer", on_delete=models.CASCADE, related_name="told")
    day = models.DateField()
    step = models.CharField(max_length=10, choices=Step.choices)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["answer", "day", "step"], name="each_step_is_told_once")]

    def __str__(self) -> str:
        return f"answer {self.answer_id}, due {self.day}: {self.step}"


def counted_day(now: datetime) -> date:
    """Return the day that the clock counts: before eight in the morning it is still the day before."""
    day = day_of(now)
    return day if timezone.localtime(now).time() >= AT else day - A_DAY


def steps_by(today: date, due: date, since: date, recesses: Collection[Recess] = ()) -> list[Step]:
    """Return what must have been told by `today` of an answer that is due by `due`, a day that was set on `since`.

    A reminder that fell on or before `since` is none: everybody was just told that day.
    """
    if today > due:
        is_escalated = today >= working_days.due_date(due, GRACE, recesses)
        return [Step.LATE, Step.ESCALATED] if is_escalated else [Step.LATE]
    days = {step: working_days.days_before(due, int(step), recesses) for step in REMINDERS}
    return [step for step, day in days.items() if since < day <= today][-1:]


@transaction.atomic
def tell(answer: "Answer", day: date, steps: list[Step]) -> int:
    """Tell these steps of an answer that was due by `day` when they were worked out.

    Not if another worker did, or if the answer was given, got another day or was hidden just now.
    """
    try:
        answer.idea.hold()
    except IdeaClosed:  # deleted
        return 0
    answer.idea.refresh_from_db(fields=["is_hidden"])
    answer.refresh_from_db(fields=["due", "given_at", "closed_at"])
    if answer.idea.is_hidden or not answer.is_owed or answer.due != day:
        return 0
    told = set(answer.told.filter(day=day).values_list("step", flat=True))
    new = [step for step in steps if step not in told]
    for step in new:
        answer.told.create(day=day, step=step, at=clock.now())
        letters.clock_says(answer, step)
    return len(new)
