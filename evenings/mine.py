"""What one person chose on one device, for the form on the phone."""

from typing import NamedTuple

from evenings.models import Option, Participant, Pick, StepKind
from evenings.models.choice import HIGHEST_GRADE, NO, TIP
from evenings.results import Choosing


class Row(NamedTuple):
    """One option, what this person gave it, and what went wrong there. `less` and `more`: what the buttons give."""

    option: Option
    dots: int
    trouble: str

    @property
    def less(self) -> int:
        return max(0, self.dots - 1)

    @property
    def more(self) -> int:
        return self.dots + 1

    @property
    def takes_words(self) -> bool:
        """Can a tip be written with it, or what goes wrong?"""
        return bool(self.dots) and self.option.key in (TIP, NO) and self.option.choice.step.kind == StepKind.TRY


class Mine(NamedTuple):
    """What stands on a phone: `person` of the `people` who choose on it. `left`: the dots that person still has.

    `words`: in the form, as typed; `stored`: as they count.
    """

    person: int
    people: int
    rows: list[Row]
    left: int
    words: str
    trouble: str
    stored: str = ""
    grades: range = range(1, HIGHEST_GRADE + 1)

    @property
    def typed(self) -> str:
        """The words that aren't stored."""
        return self.words if self.words != self.stored else ""

    @property
    def persons(self) -> range:
        return range(1, self.people + 1)

    @property
    def given(self) -> list[Row]:
        return [row for row in self.rows if row.dots]


def nothing_chosen(choosing: Choosing) -> Mine:
    """Return what stands on a phone of one person who chose nothing: the same on each."""
    dots = choosing.choice.dots if choosing.choice else 0
    return Mine(1, 1, [Row(option, 0, "") for option in choosing.options], dots, "", "")


def my_choice_of(
    choosing: Choosing, who: Participant, person: int, trouble: str = "", at: int = 0, words: str | None = None
) -> Mine:
    """Return what this person chose. `words`: what they typed, if it isn't stored. One query.

    `trouble`: what went wrong; at the option with the id `at`, or with the form (0).
    """
    person = min(max(person, 1), who.people)
    picks = Pick.objects.filter(participant=who, person=person, option__choice=choosing.choice)
    given = {one.option_id: one for one in picks} if choosing.choice else {}
    rows = []
    for option in choosing.options:
        dots = given[option.pk].dots if option.pk in given else 0
        rows.append(Row(option, dots, trouble if option.pk == at else ""))
    stored = "".join(one.words for one in given.values())
    left = (choosing.choice.dots if choosing.choice else 0) - sum(row.dots for row in rows)
    at_form = "" if any(row.trouble for row in rows) else trouble
    return Mine(person, who.people, rows, left, stored if words is None else words, at_form, stored)
