"""Periodic tasks of moderation."""

from collections import defaultdict
from datetime import date

from django.db.models import F, Max, Q

from answers.models import Terms
from answers.models.reminding import LOOK_AHEAD, counted_day
from common import clock
from common.times import day_of
from moderation.models import Case, CaseStep, DecisionKind, ModerationSettings, Report, Review, Step
from moderation.models.deciding import is_involved
from moderation.models.reminding import steps_by, tell
from moderation.models.review_clock import TOLD_AT
from moderation.models.review_clock import tell as tell_review


def remind() -> int:
    """Tell what is to be told of all cases that wait. Return how many steps. A task of each minute."""
    today = counted_day(clock.now())
    waiting = Case.objects.filter(decided_at=None, due__lte=today + LOOK_AHEAD)
    asked_at = Max("decisions__at", filter=Q(decisions__kind=DecisionKind.ASK))  # sets another day
    rows = list(
        waiting.annotate(asked_at=asked_at).order_by().values_list("pk", "lab", "due", "opened_at", "asked_at")
    )
    if not rows:
        return 0
    told: dict[int, set[tuple[str, int | None]]] = defaultdict(set)
    steps = CaseStep.objects.filter(day=F("case__due"), case__in=waiting)
    for pk, step, to in steps.values_list("case", "step", "to"):
        told[pk].add((step, to))
    terms = {row.lab_id: row for row in Terms.objects.exclude(recesses=[])}
    neighbours = dict(ModerationSettings.objects.exclude(agreed_at=None).values_list("lab", "neighbour"))
    missing: dict[int, tuple[date, list[Step]]] = {}
    for pk, lab, due, opened_at, moved_at in rows:
        neighbour = neighbours.get(lab)
        by_now = steps_by(today, due, day_of(moved_at or opened_at), terms[lab].recess if lab in terms else ())
        wanted = [(step, neighbour if step == Step.HANDED else None) for step in by_now]
        new = [step for step, to in wanted if (step, to) not in told[pk] and (to or step != Step.HANDED)]
        if new:
            missing[pk] = due, new
    cases = Case.objects.filter(pk__in=missing).with_thing().order_by("pk")
    return sum(tell_one(case, *missing[case.pk]) for case in cases)


def tell_one(case: Case, day: date, steps: list[Step]) -> int:
    """Tell these steps; hand it to the neighbour of the lab if there is one who neither wrote nor reported it."""
    neighbour = ModerationSettings.objects.of(case.lab).second_pair if Step.HANDED in steps else None
    if neighbour is None or is_involved(case, neighbour):
        steps, neighbour = [step for step in steps if step != Step.HANDED], None
    return tell(case, day, steps, neighbour) if steps else 0


def remind_reviews() -> int:
    """Tell what is to be told of all reviews that wait. Return how many steps. A task of each minute."""
    today = counted_day(clock.now())
    soon = Review.objects.open().filter(due__lte=today + LOOK_AHEAD)
    first: dict[int, Review] = {}
    for review in soon.order_by("due", "pk").select_related("decision__case__lab"):
        first.setdefault(review.decision_id, review)
    if not first:
        return 0
    terms = {row.lab_id: row for row in Terms.objects.exclude(recesses=[])}
    told = 0
    for review in first.values():
        lab = review.decision.case.lab_id
        recesses = terms[lab].recess if lab in terms else ()
        steps = steps_by(today, review.due, day_of(review.asked_at), recesses)
        if any(step in TOLD_AT and getattr(review, TOLD_AT[step]) is None for step in steps):
            told += tell_review(review, steps)
    return told


def forget_reporters() -> int:
    """Remove the address and the words of reports without an account, six months after their case ended.

    Return how many. A daily task. It checks before it writes: on SQLite even an empty write blocks others.
    """
    waiting = Review.objects.open().filter(report__isnull=False)  # who asked hears how it ended
    old = Report.objects.to_forget(clock.now()).exclude(pk__in=waiting.order_by().values("report"))
    found = list(old.values_list("pk", flat=True))
    if not found:
        return 0
    Review.objects.filter(report__in=found).update(why="")
    return Report.objects.filter(pk__in=found).forget()
