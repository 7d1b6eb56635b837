"""What the pages of an evening show, the same for every reader."""

from typing import Any, NamedTuple

from evenings.models import Evening, Step, StepKind
from evenings.words import COLOURS


class Turn(NamedTuple):
    """A step in the list of an evening: its number, and whether it was, is or comes."""

    number: int
    step: Step
    is_done: bool
    is_now: bool


def facts_of(evening: Evening) -> dict[str, Any]:
    """Return the context of each part. No query after `with_page`."""
    steps = evening.session.plan_steps
    number = next((place for place, step in enumerate(steps, start=1) if step.pk == evening.step_id), 0)
    turns = [Turn(place, step, place < number, place == number) for place, step in enumerate(steps, start=1)]
    gathering = evening.gathering
    colour = COLOURS[StepKind(evening.step.kind)] if evening.step else 1
    facts: dict[str, Any] = {"evening": evening, "gathering": gathering, "lab": gathering.lab}
    return facts | {"turns": turns, "number": number, "colour": colour}
