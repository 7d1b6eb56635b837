"""Template tags of the report of an evening. `{% load evening_report %}`"""

from datetime import date
from typing import NamedTuple

from django import template
from django.utils.formats import number_format

from evenings.models import Report, ReportState, StepKind
from evenings.models.choice import HIGHEST_GRADE, LABELS
from evenings.record import Chosen, Line, Record
from evenings.results import COLOURS
from events.models import Aloud, Gathering
from events.models.aloud import Fate
from ideas.models import PledgeKind

register = template.Library()


class Bar(NamedTuple):
    """One option in the picture and in the table. `width`: 0 to 100; `together`: dots or people, or the mean grade."""

    label: str
    is_typed: bool
    phone: int
    hand: int
    together: str
    width: float
    colour: int


@register.filter
def bars(chosen: Chosen) -> list[Bar]:
    """Return the result of one step, in the order of the options."""
    kind, lines = chosen["kind"], chosen["lines"]
    values = [value_of(kind, line) for line in lines]
    highest = HIGHEST_GRADE if kind == StepKind.GRADE else max([*values, 1])
    return [
        bar(kind, line, round(100 * value / highest, 1), COLOURS[number % len(COLOURS)])
        for number, (line, value) in enumerate(zip(lines, values, strict=True))
    ]


def value_of(kind: str, line: Line) -> float:
    """Return the dots, the people, or the mean of the grades."""
    total, people = line["phone"] + line["hand"], line["phone_people"] + line["hand_people"]
    return total / people if kind == StepKind.GRADE and people else total


def bar(kind: str, line: Line, width: float, colour: int) -> Bar:
    is_grade = kind == StepKind.GRADE
    phone, hand = (line["phone_people"], line["hand_people"]) if is_grade else (line["phone"], line["hand"])
    mean = number_format(round(value_of(kind, line), 1), 1) if phone + hand else "–"
    label = line["text"] or str(LABELS[StepKind(kind), line["key"]])
    return Bar(label, bool(line["text"]), phone, hand, mean if is_grade else str(phone + hand), width, colour)


@register.filter
def sum_of(shown: list[Bar], name: str) -> int:
    """Return the sum of a column: phone, hand or both."""
    return sum(one.phone * (name != "hand") + one.hand * (name != "phone") for one in shown)


@register.filter
def title_of_step(asked: list[dict[str, object]], step: int) -> object:
    """Return what the step with this id is asked for: its sentence."""
    return next((one["sentence"] for one in asked if one["step"] == step), "")


@register.filter
def words_for(report: Report, step: int) -> str:
    """Return what the organisers wrote with a step."""
    words: str = report.step_words.get(str(step), "")
    return words


@register.filter
def only_here(record: Record) -> int:
    """Return how many notes stand in the report alone. A note counts once, also when its pile went elsewhere."""
    went = record["went"]
    return max(0, record["notes"] - went["idea"] - went["new"] - went["comment"])


@register.filter
def kind_words(kind: str) -> str:
    """Return what kind of thing somebody brings: Time, Space."""
    return str(PledgeKind(kind).label)


@register.filter
def not_shown(record: Record) -> int:
    """Return how much people bring that not everybody may read."""
    return max(0, record["pledges"] - len(record["brings"]))


@register.filter
def as_day(iso: str) -> date | None:
    return date.fromisoformat(iso) if iso else None


@register.simple_tag
def said_in_the_room(gathering: Gathering) -> list[Aloud]:
    """Return what was said in the name of the municipality, as it is now: that changes after the evening. One query.

    Not what who noted it took back, nor of an idea that was withdrawn.
    """
    stands = (Fate.CONFIRMED, Fate.WAITING, Fate.DENIED)
    return list(gathering.aloud.shown().filter(fate__in=stands).with_page())


@register.simple_tag
def report_of_gathering(gathering: Gathering) -> Report | None:
    """Return the report of its evening if that is online. One query."""
    if gathering.is_hidden:
        return None
    found = Report.objects.filter(evening__session__gathering=gathering, state=ReportState.PUBLISHED)
    return found.first()
