"""The plans that every lab can begin an evening with: `plans.toml`, which an editor can change.

They are content, in Dutch only: participants read their sentences.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

CONTENT = Path(__file__).with_name("plans.toml")


class PlannedStep(NamedTuple):
    """A step of a plan; its fields are those of `Step`."""

    kind: str
    title: str
    minutes: int
    sentence: str
    task: str
    may_skip: bool = False
    translations: Mapping[str, str] = {}


class Plan(NamedTuple):
    """A plan to copy. `people`: for how many, in words. The walk-in comes before its minutes.

    `has_under_16`: people younger than 16 come. `language`: the second one, of a plan that a lab kept.
    """

    key: str
    name: str
    goal: str
    people: str
    steps: tuple[PlannedStep, ...]
    has_under_16: bool = False
    language: str = ""

    @property
    def minutes(self) -> int:
        return sum(step.minutes for step in self.steps)


@cache
def plans() -> dict[str, Plan]:
    """Return all plans by key, in the order of the file."""
    content = tomllib.loads(CONTENT.read_text())
    return {one["key"]: plan_of(one) for one in content["plans"]}


def plan_of(said: dict[str, object]) -> Plan:
    steps = said["steps"]
    assert isinstance(steps, list)
    return Plan(**said | {"steps": tuple(PlannedStep(**step) for step in steps)})  # type: ignore[arg-type]
