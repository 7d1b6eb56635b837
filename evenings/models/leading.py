"""Lead an evening: the step now, and its clock. Verbs of `Evening`.

`seen`: its version that was on the screen. Each raises Moved if somebody changed it since, and EveningClosed.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from evenings import live
from evenings.models.states import EveningClosed
from ideas.models import Moved

if TYPE_CHECKING:
    from evenings.models.evening import Evening
    from evenings.models.step import Step

MORE = 120  # seconds
SHORTEST = 60  # seconds; a step that is made shorter keeps that
LONGEST = 24 * 3600


@transaction.atomic
def go(evening: "Evening", to: int | None, seen: int, at: datetime) -> bool:
    """Go to this step (its id), and start its clock; None: back to the walk-in. False if it is there already.

    So two who press "next" together go one step. The step that they leave keeps the time that it has left.
    """
    evening.hold()
    if evening.step_id == to and evening.is_open(at):
        return False
    must_be_as_seen(evening, seen, at)
    step = evening.session.steps.on().filter(pk=to).first() if to else None
    if to and step is None:
        raise Moved(evening)
    left, left_at = dict(evening.left), dict(evening.left_at)
    if evening.step_id:
        left[str(evening.step_id)] = evening.seconds_left(at)
        left_at[str(evening.step_id)] = at.isoformat()
    seconds = seconds_of(step, left) if step else 0
    change(evening, step=step, left=left, left_at=left_at, seconds=seconds, started_at=at if step else None)
    return True


@transaction.atomic
def start(evening: "Evening", seen: int, at: datetime) -> bool:
    """Let the clock run on. False if it runs, or if people still walk in."""
    evening.hold()
    if evening.started_at or not evening.step_id:
        return False
    must_be_as_seen(evening, seen, at)
    change(evening, started_at=at)
    return True


@transaction.atomic
def pause(evening: "Evening", seen: int, at: datetime) -> bool:
    """Let the clock stand still. False if it does."""
    evening.hold()
    if not evening.started_at:
        return False
    must_be_as_seen(evening, seen, at)
    change(evening, **evening.stopped(at))
    return True


@transaction.atomic
def give_more(evening: "Evening", seen: int, at: datetime) -> bool:
    """Give the step two minutes more, from what it has left. False while people walk in."""
    evening.hold()
    must_be_as_seen(evening, seen, at)
    if not evening.step_id:
        return False
    seconds = min(evening.seconds_left(at) + MORE, LONGEST)
    change(evening, seconds=seconds, started_at=at if evening.started_at else None)
    return True


@transaction.atomic
def shorten(evening: "Evening", seen: int, at: datetime) -> bool:
    """Divide the time until the end of the gathering over the steps to come. False if they fit already.

    The minutes of the plan count, not what a step got before: one that was made shorter may grow, up to those.
    """
    evening.hold()
    must_be_as_seen(evening, seen, at)
    ends_at = evening.gathering.ends_at
    there = int((ends_at - at).total_seconds()) if ends_at else 0
    later = steps_after(evening)
    now = [evening.seconds_left(at)] if evening.step_id else []
    if sum(now) + sum(seconds_of(step, evening.left) for step in later) <= there:
        return False
    new = fit(now + [step.minutes * 60 for step in later], there)
    left = evening.left | {str(step.pk): seconds for step, seconds in zip(later, new[len(now) :], strict=True)}
    values: dict[str, object] = {"left": left}
    if now:
        values |= {"seconds": new[0], "started_at": at if evening.started_at else None}
    change(evening, **values)
    return True


def fit(wants: list[int], seconds: int) -> list[int]:
    """Make these times (seconds) shorter in proportion, so that they fit; none below a minute, nor longer than it is.

    In whole minutes, down. If even a minute each is too long, each gets a minute.
    """
    if sum(wants) <= seconds:
        return wants
    least = [min(want, SHORTEST) for want in wants]
    room, more = max(0, seconds - sum(least)), sum(wants) - sum(least)
    return [
        low + int((want - low) * room / more) // 60 * 60 if more else low
        for want, low in zip(wants, least, strict=True)
    ]


def steps_after(evening: "Evening") -> "list[Step]":
    """Return the steps of the plan that come after the step now."""
    steps = evening.session.plan_steps
    step = evening.step
    return [one for one in steps if one.position > step.position] if step else steps


def seconds_of(step: "Step", left: dict[str, int]) -> int:
    """Return how long this step lasts, or has left if people were there before."""
    return left.get(str(step.pk), step.minutes * 60)


def must_be_as_seen(evening: "Evening", seen: int, at: datetime) -> None:
    """Raise EveningClosed or Moved unless the page that asks shows the evening as it is."""
    if not evening.is_open(at):
        raise EveningClosed
    if evening.version != seen:
        raise Moved(evening)


def change(evening: "Evening", **values: object) -> None:
    evening.advance(**values, version=F("version") + 1, now_revision=F("revision") + 1)
    live.evening_changed(evening)
