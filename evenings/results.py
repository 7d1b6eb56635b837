"""What people chose in the step now, counted from the rows. The same for every reader."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from django.db.models import Count, Sum
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evenings.models import Choice, Counted, Evening, Option, Pick, Step, StepKind
from evenings.models.choice import HIGHEST_GRADE, LEAST_OPTIONS, MOST_OPTIONS, NO, READY_MADE, ChoiceState
from evenings.models.choosing import still_to_take
from evenings.models.picked import Picked
from ideas.words import FIGURES_FROM

COLOURS = (2, 1, 3, 4, 6, 5)


class Got(NamedTuple):
    """What one option got, by phone and counted in the room: dots, or the sum of grades, and from how many people."""

    phone: int = 0
    phone_people: int = 0
    hand: int = 0
    hand_people: int = 0

    @property
    def total(self) -> int:
        return self.phone + self.hand

    @property
    def people(self) -> int:
        return self.phone_people + self.hand_people


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


class ToTake(NamedTuple):
    """What the room picked on the wall, and people can't choose yet. `is_full`: no more options fit."""

    picked: list[Picked]
    is_full: bool


def to_take(step: Step, choice: Choice | None) -> ToTake | None:
    """Return what can still be taken over from the wall, if anything. A few queries."""
    if step.kind == StepKind.TRY or (choice and choice.is_closed):
        return None
    options = list(choice.options.all()) if choice else []
    texts = [option.text for option in options if option.text]
    picked = still_to_take(step, [option.pile_id for option in options], texts)
    return ToTake(picked, len(texts) >= MOST_OPTIONS) if picked else None


class Choosing:
    """What there is to choose in the step now, for its pages. Queries only what a page asks for."""

    def __init__(self, evening: Evening) -> None:
        self.evening = evening
        self.step = evening.step if evening.step and evening.step.has_choice else None
        self.choice: Choice | None = getattr(self.step, "choice", None)

    @property
    def is_there(self) -> bool:
        return self.step is not None and not self.evening.is_over

    @property
    def kind(self) -> str:
        return self.step.kind if self.step else ""

    @property
    def state(self) -> str:
        return self.choice.state if self.choice else "ready"

    @property
    def is_open(self) -> bool:
        return self.is_there and self.choice is not None and self.choice.is_open

    @cached_property
    def is_untouched(self) -> bool:
        """Is it open, and did nobody choose on a phone yet? One query, while it is open."""
        return self.is_open and not Pick.objects.filter(option__choice=self.choice).exists()

    @property
    def takes_words(self) -> bool:
        """Can a tip, or what goes wrong, come with what people choose?"""
        return self.is_open and self.kind == StepKind.TRY

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
        """An id that changes with what a phone may do here: by opening, closing, another option, another step.

        Before it is opened that is nothing, so no phone fetches its page for that.
        """
        return self.changes if self.choice and self.state != ChoiceState.READY else "choosing-0"

    @property
    def changes(self) -> str:
        """An id that changes with each change of what there is to choose, also before it is opened."""
        return f"choosing-{self.choice.pk}-{self.choice.version}" if self.is_there and self.choice else "choosing-0"

    @property
    def count_token(self) -> str:
        """The same, for who counts in the room: what others count changes their list."""
        counted = ",".join(str(row.pk) for row in self.counted) if self.is_open else ""
        return f"count-{self.token}-{counted}"

    @property
    def lead_token(self) -> str:
        """An id that changes with the buttons of who leads: by all that, showing, and a step without anything yet."""
        step = self.step.pk if self.step and self.is_there else 0
        return f"lead-{step}-{self.changes}-{self.state}-{'shown' if self.is_shown else 'hidden'}"

    @property
    def park_token(self) -> str:
        """The same, for what goes wrong: who leads gets a form for each objection as soon as it is said."""
        return "-".join(["park", *(one.piece for one in self.to_park)])

    @cached_property
    def options(self) -> list[Option]:
        return list(self.choice.options.all()) if self.choice else []

    @cached_property
    def to_take(self) -> ToTake | None:
        return to_take(self.step, self.choice) if self.step else None

    @cached_property
    def people(self) -> int:
        """How many chose on a phone, or on a device of their table. One query."""
        picks = Pick.objects.filter(option__choice=self.choice) if self.choice else Pick.objects.none()
        return picks.exclude(participant=None).values("participant", "person").distinct().count()

    @cached_property
    def people_words(self) -> str:
        """Say how many chose on a phone. Nothing, if nobody did and people in the room were counted."""
        if not self.people and self.by_hand:
            return ""
        if self.people < FIGURES_FROM:
            return _("A few people have chosen.") if self.people else _("Nobody has chosen yet.")
        return ngettext("%(n)s person has chosen.", "%(n)s people have chosen.", self.people) % {"n": self.people}

    @cached_property
    def lines(self) -> list[Line]:
        """The result, in the order of the options. Two queries."""
        if self.choice is None:
            return []
        got = figures([self.choice])
        most = max([got[option.pk].total for option in self.options], default=0)
        highest = HIGHEST_GRADE if self.kind == StepKind.GRADE else most
        return [self.line(number, highest, option, got[option.pk]) for number, option in enumerate(self.options)]

    def line(self, number: int, highest: int, option: Option, got: Got) -> Line:
        is_grade, total, people = self.kind == StepKind.GRADE, got.total, got.people
        value = total / people if is_grade and people else total
        is_large = (people if is_grade else total) >= FIGURES_FROM
        if is_large:
            figure = number_format(round(value, 1), 1) if is_grade else str(total)
        else:
            figure = _("a few") if total else _("none")
        width = round(100 * value / highest, 1) if is_large else 0.0
        by_hand = got.hand_people if is_grade else got.hand
        return Line(option, total, people, by_hand, figure, width, COLOURS[number % len(COLOURS)])

    @cached_property
    def said(self) -> list[Pick | Counted]:
        """The tips, and what goes wrong: for who leads. Two queries."""
        return said_in([self.choice]) if self.choice else []

    @property
    def to_park(self) -> list[Pick | Counted]:
        """What goes wrong, and nobody will look at again yet."""
        return [one for one in self.said if one.option.key == NO and not one.parked_on] if self.is_there else []

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


def said_in(choices: Iterable[Choice]) -> list[Pick | Counted]:
    """Return the tips and what goes wrong, by option: first what came by phone. Two queries, however many choices."""
    by_phone = Pick.objects.filter(option__choice__in=choices).exclude(words="").select_related("participant")
    heard = Counted.objects.filter(option__choice__in=choices).exclude(words="").select_related("by__user", "helper")
    rows: list[Pick | Counted] = [*by_phone.select_related("option__choice__step")]
    rows += heard.select_related("option__choice__step")
    return sorted(rows, key=lambda one: (one.option.position, isinstance(one, Counted), one.pk))


def figures(choices: Iterable[Choice]) -> dict[int, Got]:
    """Return by option what phones gave and what was counted in the room. Two queries, however many choices."""
    got: dict[int, Got] = defaultdict(Got)
    picks = Pick.objects.filter(option__choice__in=choices).values("option")
    for row in picks.annotate(sum=Sum("dots"), people=Count("pk")):
        got[row["option"]] = Got(row["sum"], row["people"])
    counted = Counted.objects.filter(option__choice__in=choices).order_by().values("option", "grade")
    for one in counted.annotate(people=Sum("number")):
        there = got[one["option"]]
        hand = there.hand + one["people"] * (one["grade"] or 1)
        got[one["option"]] = there._replace(hand=hand, hand_people=there.hand_people + one["people"])
    return got
