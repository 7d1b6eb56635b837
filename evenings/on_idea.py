"""What stands on the page of an idea of the evenings where it came up or was talked about, the same for every reader.

That it came up there is known at once. Its dots, and the notes that belong to it, only once the report is online.
They are what the room chose that evening: never support, and they count for no threshold.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from evenings.models import Choice, Option, Outcome, OutcomeState, ReportState, StepKind
from evenings.models.choice import ChoiceState
from evenings.models.picked import as_option
from evenings.models.states import GOES_ON
from evenings.results import figures
from events.models import Gathering
from ideas.models import Idea
from ideas.words import FIGURES_FROM


@dataclass(frozen=True)
class Dots:
    """What the room gave it in one step: `given` of all `dots`, in words below five."""

    given: int
    dots: int

    @property
    def is_figure(self) -> bool:
        return self.given >= FIGURES_FROM


@dataclass
class FromEvening:
    """One evening. `origin`: the outcome that the idea was made of; `notes`: those that belong to the idea."""

    gathering: Gathering
    is_told: bool  # the report is online
    origin: Outcome | None = None
    notes: list[Outcome] = field(default_factory=list)
    dots: list[Dots] = field(default_factory=list)

    @property
    def has_more(self) -> bool:
        return bool(self.notes or self.dots)


@dataclass(frozen=True)
class OnIdea:
    revision: int
    evenings: list[FromEvening]

    @property
    def origins(self) -> list[FromEvening]:
        return [one for one in self.evenings if one.origin]

    @property
    def results(self) -> list[FromEvening]:
        return [one for one in self.evenings if one.has_more]


def on_idea(idea: Idea) -> OnIdea:
    """Return what its page shows of evenings. One query, and three more for each evening whose report is online.

    Read once for this copy of the idea: two parts show it.
    """
    kept: dict[str, Any] = vars(idea)
    if "on_evenings" not in kept:
        kept["on_evenings"] = read(idea)
    found: OnIdea = kept["on_evenings"]
    return found


def read(idea: Idea) -> OnIdea:
    related = ("evening__session__gathering__lab", "evening__report", "comment", "waiting__comment")
    outcomes = list(Outcome.objects.filter(idea=idea).select_related(*related).order_by("evening", "pk"))
    for one in outcomes:
        one.idea = idea
    shown = [one for one in outcomes if not one.is_open and is_public(one.evening.gathering)]
    revision = max((one.revision for one in outcomes), default=0)
    by_evening: dict[int, list[Outcome]] = {}
    for one in shown:
        by_evening.setdefault(one.evening_id, []).append(one)
    return OnIdea(revision, [of_evening(those) for those in by_evening.values()])


def is_public(gathering: Gathering) -> bool:
    return gathering.state in GOES_ON and not gathering.is_hidden


def of_evening(outcomes: list[Outcome]) -> FromEvening:
    evening = outcomes[0].evening
    report = getattr(evening, "report", None)
    found = FromEvening(evening.gathering, report is not None and report.state == ReportState.PUBLISHED)
    found.origin = next((one for one in outcomes if one.state == OutcomeState.NEW), None)
    if found.is_told:
        found.notes = [one for one in outcomes if one.state == OutcomeState.IDEA]
        found.dots = dots_of(outcomes)
    return found


def dots_of(outcomes: Iterable[Outcome]) -> list[Dots]:
    """Return the dots for what these outcomes of one evening are of, step by step, as far as there are any."""
    there = [one for one in outcomes if not one.is_gone]
    piles = {one.pile_id for one in there if one.pile_id}
    notes = {as_option(one.text) for one in there if not one.is_of_pile}
    asked = (
        Option.objects.filter(choice__step__session__evening=there[0].evening_id) if there else Option.objects.none()
    )
    of_dots = asked.filter(choice__step__kind=StepKind.DOTS).exclude(choice__state=ChoiceState.READY)
    by_choice: dict[Choice, list[Option]] = {}
    for option in of_dots.select_related("choice").order_by("choice__step__position", "pk"):
        if option.pile_id in piles or (option.pile_id is None and option.text in notes):
            by_choice.setdefault(option.choice, []).append(option)
    return [dots for choice, ours in by_choice.items() if (dots := counted(choice, ours)).given]


def counted(choice: Choice, options: list[Option]) -> Dots:
    """Return what these options of a choice got, of all. Two queries."""
    got = figures([choice])
    return Dots(sum(got[one.pk].total for one in options), sum(one.total for one in got.values()))
