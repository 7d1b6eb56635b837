"""What people chose in the step now, counted from the rows. The same for every reader."""

from collections import defaultdict
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Count, Sum
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evenings.models import Choice, Counted, Evening, Option, Pick, StepKind
from evenings.models.choice import HIGHEST_GRADE, LEAST_OPTIONS, READY_MADE
from ideas.words import FIGURES_FROM

COLOURS = (2, 1, 3, 4, 6, 5)


class Line(NamedTuple):
    """One option in the result. `total`: dots, people, or the sum of the grades that `people` gave.

    `figure` and `width` (0 to 100) are for everybody: words and no bar below five.
    """

    option: Option
    total: int
    people: int
    by_hand: int
    figure: str
    width: float
    colour: int

    @property
    def mean(self) -> str:
        """The grade, in the numbers of the reader; empty if nobody gave one."""
        return number_format(round(self.total / self.people, 1), 1) if self.people else ""


class Choosing:
    """What there is to choose in the step now, for its pages. Queries only what a page asks for."""

    def __init__(self, evening: Evening) -> None:
        self.evening = evening
        self.step = evening.step if evening.step and evening.step.has_choice else None
        self.choice: Choice | None = getattr(self.step, "choice", None)

    @property
    def is_there(self) -> bool:
        return self.step is not None and self.evening.closed_at is None

    @property
    def kind(self) -> str:
        return self.step.kind if self.step else ""

    @property
    def state(self) -> str:
        return self.choice.state if self.choice else "ready"

    @property
    def is_open(self) -> bool:
        return self.is_there and self.choice is not None and self.choice.is_open

    @property
    def can_open(self) -> bool:
        """Is there something to choose, and wasn't it closed with its result shown?"""
        if self.choice is None:
            return self.kind in READY_MADE
        is_closed = self.choice.is_closed
        return not self.choice.is_open and len(self.options) >= LEAST_OPTIONS and not (is_closed and self.is_shown)

    @property
    def is_shown(self) -> bool:
        return self.is_there and self.choice is not None and self.choice.is_shown

    @property
    def token(self) -> str:
        """An id that changes with what somebody may do here: by another step, opening, closing, another option."""
        return f"choosing-{self.choice.pk}-{self.choice.version}" if self.is_there and self.choice else "choosing-0"

    @property
    def lead_token(self) -> str:
        """The same, for who leads: a step for which nothing is written yet, and showing, change their buttons too."""
        step = self.step.pk if self.step and self.is_there else 0
        return f"lead-{step}-{self.token}-{self.state}-{'shown' if self.is_shown else 'hidden'}"

    @cached_property
    def options(self) -> list[Option]:
        return list(self.choice.options.all()) if self.choice else []

    @cached_property
    def people(self) -> int:
        """How many chose on a phone, or on a device of their table. One query."""
        picks = Pick.objects.filter(option__choice=self.choice) if self.choice else Pick.objects.none()
        return picks.exclude(participant=None).values("participant", "person").distinct().count()

    @cached_property
    def people_words(self) -> str:
        if self.people < FIGURES_FROM:
            return _("A few people have chosen.") if self.people else _("Nobody has chosen yet.")
        return ngettext("%(n)s person has chosen.", "%(n)s people have chosen.", self.people) % {"n": self.people}

    @cached_property
    def lines(self) -> list[Line]:
        """The result, in the order of the options. Two queries."""
        if self.choice is None:
            return []
        by_phone, by_hand = figures(self.choice)
        sums = []
        for option in self.options:
            (dots, people), (more, hands) = by_phone[option.pk], by_hand[option.pk]
            sums.append((option, dots + more, people + hands, hands if self.kind == StepKind.GRADE else more))
        highest = (
            HIGHEST_GRADE if self.kind == StepKind.GRADE else max([total for _o, total, _p, _h in sums], default=0)
        )
        return [self.line(number, highest, *row) for number, row in enumerate(sums)]

    def line(self, number: int, highest: int, option: Option, total: int, people: int, by_hand: int) -> Line:
        is_grade = self.kind == StepKind.GRADE
        value = total / people if is_grade and people else total
        is_large = (people if is_grade else total) >= FIGURES_FROM
        if is_large:
            figure = number_format(round(value, 1), 1) if is_grade else str(total)
        else:
            figure = _("a few") if total else _("none")
        width = round(100 * value / highest, 1) if is_large else 0.0
        return Line(option, total, people, by_hand, figure, width, COLOURS[number % len(COLOURS)])

    @cached_property
    def said(self) -> list[Pick]:
        """The tips, and what goes wrong: for who leads. One query."""
        picks = Pick.objects.filter(option__choice=self.choice) if self.choice else Pick.objects.none()
        return list(
            picks.exclude(words="").select_related("option__choice__step", "participant").order_by("option", "pk")
        )

    @cached_property
    def counted(self) -> list[Counted]:
        """What was counted in the room, the last first. One query."""
        rows = Counted.objects.filter(option__choice=self.choice) if self.choice else Counted.objects.none()
        return list(rows.select_related("option__choice__step", "by__user", "helper").order_by("-pk"))

    @cached_property
    def total(self) -> int:
        return sum(line.total for line in self.lines)

    @cached_property
    def by_hand(self) -> int:
        return sum(line.by_hand for line in self.lines)

    @property
    def too_many(self) -> int:
        """How much more there is than the people in the room can give; 0 if nobody counted them."""
        each = self.choice.dots if self.choice and self.kind == StepKind.DOTS else 1
        if not self.evening.heads or self.choice is None:
            return 0
        if self.kind == StepKind.GRADE:
            return max(0, max([line.people for line in self.lines], default=0) - self.evening.heads)
        return max(0, self.total - self.evening.heads * each)


def figures(choice: Choice) -> tuple[dict[int, Any], dict[int, Any]]:
    """Return by option what phones gave and what was counted: the sum, and how many people. Two queries."""
    by_phone: dict[int, Any] = defaultdict(lambda: (0, 0))
    by_hand: dict[int, Any] = defaultdict(lambda: (0, 0))
    picks = Pick.objects.filter(option__choice=choice).values("option")
    for row in picks.annotate(sum=Sum("dots"), people=Count("pk")):
        by_phone[row["option"]] = row["sum"], row["people"]
    counted = Counted.objects.filter(option__choice=choice).order_by().values("option", "grade")
    for one in counted.annotate(people=Sum("number")):
        dots, people = by_hand[one["option"]]
        by_hand[one["option"]] = dots + one["people"] * (one["grade"] or 1), people + one["people"]
    return by_phone, by_hand
