"""What the pages of an evening show, the same for every reader."""

import math
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.urls import reverse

from common.http import address_of, origin
from evenings.brought import Brought
from evenings.mine import nothing_chosen
from evenings.models import Evening, Step, StepKind
from evenings.models.leading import seconds_of, steps_after
from evenings.parts import GLANCE, TOP, WALL
from evenings.results import Choosing
from evenings.wall import Wall
from evenings.words import COLOURS
from realtime.parts import newest

DOOR = "deur"  # in the address of the QR code
MOST_LATE = timedelta(hours=3)  # beyond that it isn't late: what is on paper is typed in the next day


class Turn(NamedTuple):
    """A step in the list of an evening: its number, whether it was, is or comes, and the minutes it gets."""

    number: int
    step: Step
    is_done: bool
    is_now: bool
    minutes: int


def facts_of(evening: Evening) -> dict[str, Any]:
    """Return the context of each part: no moment of now, because a part is kept.

    No query after `with_page`, but for the `wall` where it is shown.
    """
    choosing = Choosing(evening)
    steps, later, gathering = evening.session.plan_steps, steps_after(evening), evening.gathering
    number = next((place for place, step in enumerate(steps, start=1) if step.pk == evening.step_id), 0)
    end = end_of(evening, later)
    late = seconds_late(end, gathering.ends_at)
    lab_live = origin() + reverse("live", kwargs={"lab_slug": gathering.lab.slug})
    return {
        "evening": evening,
        "gathering": gathering,
        "lab": gathering.lab,
        "turns": [turn_of(evening, step, place, number) for place, step in enumerate(steps, start=1)],
        "number": number,
        "colour": COLOURS[StepKind(evening.step.kind)] if evening.step else 1,
        "next": later[0] if later else None,
        "previous": steps[number - 2] if number > 1 else None,
        "end": end,
        "minutes_late": max(0, math.ceil(late / 60)),
        "is_tight": late > 0 or any(seconds_of(step, evening.left) < step.minutes * 60 for step in later),
        "may_skip": [step for step in later if step.may_skip],
        "address": f"{address_of(evening)}?{DOOR}={evening.key}",
        "short_address": lab_live.partition("://")[2].rstrip("/"),
        "screen_revision": evening.screen_revision,
        "glance_revision": newest(evening, GLANCE.columns),
        "wall_revision": newest(evening, WALL.columns),
        "top_revision": newest(evening, TOP.columns),
        "report": getattr(evening, "report", None),
        "wall": Wall(evening),
        "choosing": choosing,
        "nothing_chosen": nothing_chosen(choosing),
        "brought": Brought(evening),
    }


def turn_of(evening: Evening, step: Step, place: int, number: int) -> Turn:
    left = {} if step.pk == evening.step_id else evening.left
    return Turn(place, step, place < number, place == number, math.ceil(seconds_of(step, left) / 60))


def seconds_late(end: datetime | None, planned: datetime | None) -> float:
    late = end - planned if end and planned else timedelta()
    return late.total_seconds() if late <= MOST_LATE else 0


def end_of(evening: Evening, later: list[Step]) -> datetime | None:
    """Return when the evening ends if each step takes its time; None while the clock stands still."""
    if evening.ends_at is None:
        return None
    return evening.ends_at + timedelta(seconds=sum(seconds_of(step, evening.left) for step in later))
