"""The words of gatherings, for everybody: no "you", and nothing that depends on the reader; and those of a party."""

import re
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import clock
from common.time_words import clock_words, date_words, time_words
from common.times import day_of
from events.models import Admission, Attendance, Gathering, Move, State

DRAWN_SEATS = 80  # above this only a number
STEP = re.compile(r"\s*(\d{1,2})[.:](\d{2})(?:\s*(?:uur|u))?\s*[-–—:]?\s+(.*)")


def when_words(gathering: Gathering) -> str:
    """Return the day and times, such as `donderdag 3 december, 19.30 tot 21.30 uur`."""
    if gathering.starts_at is None or gathering.ends_at is None:
        return _("The date is not set yet")
    return f"{date_words(day_of(gathering.starts_at))}, {time_words(gathering.starts_at, gathering.ends_at)}"


def seats_words(gathering: Gathering) -> str:
    """The number of free seats, or why there is none."""
    if gathering.state == State.CANCELLED:
        return _("Cancelled: %(reason)s") % {"reason": gathering.reason} if gathering.reason else _("Cancelled")
    if gathering.state == State.DATES:
        return _("Looking for a date")
    if gathering.state == State.CLOSED:
        return str(State.CLOSED.label)
    if gathering.is_published and gathering.lacks_place:
        return _("You can't sign up now") if gathering.entry == Admission.SIGN_UP else _("There is no place yet")
    if gathering.entry == Admission.WALK_IN:
        return _("Just walk in")
    left = gathering.seats_left
    if left is None:
        return _("Plenty of room")
    if left and not (gathering.waiting and gathering.moves_up(clock.now())):
        return ngettext("%(n)s seat left", "%(n)s seats left", left) % {"n": left}
    if gathering.waiting:
        return ngettext("Full, %(n)s on the waiting list", "Full, %(n)s on the waiting list", gathering.waiting) % {
            "n": gathering.waiting
        }
    return _("Full")


def no_sign_up_words(gathering: Gathering, now: datetime) -> str:
    """Return why nobody can sign up any more, for somebody with an open form. Empty while they can."""
    if gathering.takes_sign_up(now):
        return ""
    if gathering.is_hidden:
        return _("This gathering is hidden. Nobody can sign up now.")
    if gathering.is_cancelled:
        return f"{_('This gathering is cancelled.')} {gathering.reason}".strip()
    if gathering.state == State.CLOSED or gathering.is_over(now):
        return _("This gathering is over.")
    if gathering.state == State.DATES:
        return _("You can't sign up yet: a date is being looked for.")
    if gathering.lacks_place:
        return _("You can't sign up now: another place is being looked for.")
    if gathering.entry == Admission.WALK_IN:
        return _("You don't have to sign up any more: just walk in.")
    return _("You can no longer sign up. Call, or come and ask if there is a seat.")


def no_more_words(gathering: Gathering, seats: int) -> str:
    """Return why a party with `seats` seats gets no more seats, or not as many as it asked for."""
    left = gathering.seats_left or 0
    if not left:
        return _("There are no extra seats. You keep the seats you have.")
    if gathering.line_comes_first(clock.now()):
        return _("The free seats are for people on the waiting list. You keep the seats you have.")
    words = ngettext(
        "There is %(n)s more seat: you can take %(most)s at most.",
        "There are %(n)s more seats: you can take %(most)s at most.",
        left,
    )
    return words % {"n": left, "most": seats + left}


def together_words(seats: int) -> str:
    """Return the size of a party, such as `met z'n tweeën`; empty for one person."""
    words = {2: _("two in all"), 3: _("three in all"), 4: _("four in all"), 5: _("five in all")}
    return words.get(seats, "")


def party_words(party: Attendance) -> str:
    """Return what a party reads on a card of its gathering: `Je komt met z'n tweeën`. Needs `ahead` if it waits."""
    if party.is_waiting:
        return _("You are on the waiting list, number %(n)s") % {"n": party.ahead + 1}
    together = together_words(party.seats).replace(" ", "\N{NO-BREAK SPACE}")
    return _("You're coming, %(together)s") % {"together": together} if together else _("You're coming")


def moved_words(gathering: Gathering) -> str:
    """Return the start that was announced first, such as `Was dinsdag 8 december, 19.30`; empty if it is the same."""
    if gathering.moved_from is None or gathering.moved_from == gathering.starts_at:
        return ""
    before = {"day": date_words(day_of(gathering.moved_from)), "clock": clock_words(gathering.moved_from)}
    return _("Was %(day)s, %(clock)s") % before


def move_words(move: Move) -> str:
    """Return what changed: the time, the place or both; for attendees. Other words if only the link changed, or if the
    gathering had no location before.
    """
    if move.from_starts_at and move.from_where:
        return _("This gathering is at another time and another place.")
    if move.from_starts_at:
        return _("This gathering has moved to another time.")
    if move.from_where:
        return _("This gathering is at another place.")
    return _("Something changed about where this gathering is, or how to join.")


def was_words(move: Move) -> str:
    """Return the former time and place, without a typed location, for the page.

    For example `Was dinsdag 8 december, 19.30 tot 21.30 uur, Kleine zaal`.
    """
    return _was(move, move.from_place or (_("somewhere else") if move.from_where else ""))


def was_exactly_words(move: Move) -> str:
    """The same as `was_words` for attendees, with the typed location."""
    return _was(move, move.from_where)


def _was(move: Move, where: str) -> str:
    """Return the former time and place; empty if only the link changed."""
    was = [where]
    if move.from_starts_at and move.from_ends_at:
        day = date_words(day_of(move.from_starts_at))
        was = [f"{day}, {time_words(move.from_starts_at, move.from_ends_at)}", where]
    told = ", ".join(filter(None, was))
    return _("Was %(when_or_where)s") % {"when_or_where": told} if told else ""


class ProgrammeStep(NamedTuple):
    """A line of the programme. `hour` and `minute` are empty if it doesn't begin with a time."""

    hour: str
    minute: str
    words: str

    @property
    def title(self) -> str:
        return self.words.partition(": ")[0]

    @property
    def explained(self) -> str:
        """The text after the colon."""
        return self.words.partition(": ")[2]


def programme_steps(programme: str) -> list[ProgrammeStep]:
    """Parse one step per line: `19.30 Welkom`, `19:30 – Welkom` or just `Welkom`."""
    found = []
    for line in filter(None, (line.strip() for line in programme.splitlines())):
        timed = STEP.fullmatch(line)
        is_time = timed is not None and int(timed[1]) < 24 and int(timed[2]) < 60
        found.append(
            ProgrammeStep(timed[1].zfill(2), timed[2], timed[3]) if timed and is_time else ProgrammeStep("", "", line)
        )
    return found
