"""The words of ideas, for everybody: no "you", and nothing that depends on the reader."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import accumulate
from textwrap import shorten
from typing import Any, NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from common.markdown import plain
from common.times import day_words
from ideas.models import Idea
from ideas.models.due import is_late
from ideas.models.status import Status
from labs.models import Stance

OPENING_LENGTH = 160
FIRST_SENTENCE = re.compile(rf".{{10,{OPENING_LENGTH}}}?[.!?](?=\s|$)")
FIGURES_FROM = 5  # words instead of numbers below this, so that small numbers don't embarrass
COLOURS: dict[str, str] = {
    Status.TALKING: "talk",
    Status.MEETING: "meet",
    Status.DOING: "doing",
    Status.DONE: "done",
    Status.NOT_NOW: "rest",
    Status.REJECTED: "rest",
    Status.STOPPED: "rest",
    Status.FORWARDED: "rest",
    Status.WITHDRAWN: "rest",
}


def status_words(status: str, on: date | None = None, to: str = "") -> str:
    """Return the status in words, with its date or receiver."""
    words = {"day": day_words(on) if on else "", "to": to}
    if on and status == Status.MEETING:
        return _("At a gathering, %(day)s") % words
    if on and status == Status.WAITING:
        return _("Waiting for an answer, by %(day)s") % words
    if on and status == Status.NOT_NOW:
        return _("Not now, we will look again on %(day)s") % words
    if to and status == Status.FORWARDED:
        return _("Passed on to %(to)s") % words
    return str(Status(status).label)


def due_words(due: date, first: date | None) -> str:
    """Return by when the municipality owes an answer; `first`: the earlier day that was promised first."""
    words = {"day": day_words(due), "first": day_words(first) if first else ""}
    if first is None:
        late, owed = _("The answer is late: it was due by %(day)s"), _("The municipality answers by %(day)s")
        return (late if is_late(due) else owed) % words
    if is_late(due):
        return _("The answer is late: it was due by %(day)s. First promised by %(first)s") % words
    if is_late(first):
        return _("The answer is late, new date %(day)s. First promised by %(first)s") % words
    return _("The municipality answers by %(day)s. First promised by %(first)s") % words


def stance_words(stance: str) -> str:
    """Return what the municipality does in words; of an empty stance, that it took back what it said."""
    if not stance:
        return _("The municipality says nothing about this any more")
    return _("The municipality %(does)s") % {"does": Stance(stance).label}


def lines(text: str) -> list[str]:
    """Split into lines; remove a typed dash or bullet before each."""
    return [line for line in (raw.strip().lstrip("-*•·").strip() for raw in text.splitlines()) if line]


def opening(text: str) -> str:
    """Return the first sentence, without Markdown; of a long one, its beginning."""
    text = plain(text).strip()
    first = FIRST_SENTENCE.match(text)
    return first[0] if first else shorten(text, OPENING_LENGTH, placeholder="…")


class Slice(NamedTuple):
    """A segment of the bar. `x`, where it starts, and `width` are percentages of the bar."""

    x: float
    width: float


def slices(counts: Mapping[str, int]) -> dict[str, Slice]:
    """The bar of answers; empty below five answers."""
    total = sum(counts.values())
    if total < FIGURES_FROM:
        return {}
    widths = [round(100 * count / total, 1) for count in counts.values()]
    starts = accumulate(widths, initial=0.0)
    return {key: Slice(round(x, 1), width) for key, x, width in zip(counts, starts, widths, strict=False)}


def support_words(idea: Idea, is_card: bool = False) -> str:
    """Return the sentence beside the button and its count; on a card only what the count doesn't say."""
    if idea.is_hidden:
        return ""
    if idea.source:
        return _("In a past round: %(n)s × support.") % {"n": idea.ballot_count}
    if idea.takes_support:
        if idea.support_count < FIGURES_FROM:
            return _("Still new. Your support helps it on its way.")
        return "" if is_card else _("Support helps, but doesn't decide everything.")
    if idea.support_count < FIGURES_FROM:
        return "" if is_card else _("You can no longer support this.")
    return _("%(n)s people supported this.") % {"n": idea.support_count}


class Fact(NamedTuple):
    """A fact from the file of a past round. `is_theirs`: in the wording of that file."""

    label: str
    words: str
    is_theirs: bool = True


def past_facts(idea: Idea) -> list[Fact]:
    """Return the facts of an imported idea besides its text: the round, its purpose, its audience, its cost."""
    told = idea.data if idea.source else {}
    chosen = {"0": _("No"), "1": _("Yes")}.get(str(told.get("selected", "")), "")
    facts = [
        Fact(_("Round"), str(told.get("round", ""))),
        Fact(_("Full title"), str(told.get("name", ""))),
        Fact(_("Category"), str(told.get("category", ""))),
        Fact(_("For whom"), str(told.get("target", ""))),
        Fact(_("Estimated cost"), cost_words(told), False),
        Fact(_("Chosen in that round"), chosen, False),
    ]
    return [fact for fact in facts if fact.words]


def cost_words(told: dict[str, Any]) -> str:
    """Return the cost of an imported project, such as `€ 12.500` or `300 PLN`; empty if the file gives no amount.

    `told`: the columns of the project in its file.
    """
    try:
        cost = Decimal(str(told.get("cost", "")))
    except InvalidOperation:
        return ""
    if not cost.is_finite():
        return ""
    amount = number_format(cost, 0 if cost == cost.to_integral_value() else 2, use_l10n=True, force_grouping=True)
    currency = str(told.get("currency", "EUR"))
    return f"€ {amount}" if currency == "EUR" else f"{amount} {currency}"
