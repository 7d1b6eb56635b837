"""Periodic tasks of answers."""

from collections import defaultdict
from datetime import date

from django.db.models import F, Max

from answers.models import Answer, Step, Terms, Told
from answers.models.answer import look_again
from answers.models.reminding import LOOK_AHEAD, counted_day, steps_by, tell
from common import clock
from common.times import day_of
from ideas.models import Idea, IdeaClosed


def look_at_ideas_again() -> int:
    """Owe an answer where the day has come on which the municipality looks again. Return how many. A task of each day.

    A worker that was away does it later, with the same dates.
    """
    return sum(was_owed(idea) for idea in Idea.objects.to_look_at_again().select_related("lab"))


def was_owed(idea: Idea) -> bool:
    try:
        return look_again(idea)
    except IdeaClosed:  # deleted at this moment
        return False


def remind() -> int:
    """Tell what is to be told of all answers that are owed. Return how many steps. A task of each minute."""
    today = counted_day(clock.now())
    owed = Answer.objects.owed().filter(due__lte=today + LOOK_AHEAD, idea__is_hidden=False)
    told = defaultdict(set)
    for pk, step in Told.objects.filter(answer__in=owed, day=F("answer__due")).values_list("answer", "step"):
        told[pk].add(step)
    terms = {row.lab_id: row for row in Terms.objects.exclude(recesses=[])}
    missing: dict[int, tuple[date, list[Step]]] = {}
    rows = owed.annotate(moved_at=Max("dates__at")).values_list("pk", "idea__lab", "due", "owed_at", "moved_at")
    for pk, lab, due, owed_at, moved_at in rows:
        recess = terms[lab].recess if lab in terms else []
        steps = steps_by(today, due, day_of(moved_at or owed_at), recess)
        if new := [step for step in steps if step not in told[pk]]:
            missing[pk] = due, new
    wanted = Answer.objects.filter(pk__in=missing).select_related("idea__lab").order_by("idea")
    return sum(tell(answer, *missing[answer.pk]) for answer in wanted)
