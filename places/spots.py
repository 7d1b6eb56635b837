"""The place of a lab on home pages: open now or until when, and where."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from common.times import day_of
from places.models import Place, PlaceKind
from places.words import open_words, stands_words

MOST_SPELLS = 3


class Spell(NamedTuple):
    """Words that are true from `starts` until `ends`; None: no bound. The page changes to the next spell itself."""

    words: str
    is_open: bool
    starts: datetime | None = None
    ends: datetime | None = None


class Spot(NamedTuple):
    """A place with the words for now and, if it has opening hours, for the next two changes. `where`: today."""

    place: Place
    spells: list[Spell]
    where: str

    def below(self, lead: "Spot") -> "Spot":
        """Return this spot to show below `lead`, with shorter words while both would say the same days and hours."""
        return self._replace(spells=[_again(spell) if spell in lead.spells else spell for spell in self.spells])


def spots(places: Iterable[Place], now: datetime) -> list[Spot]:
    """Return the places that are in use (`with_hours`), best first: open now, then the one that opens first."""
    found = [place for place in places if not place.is_closed]
    return [spot(place, now) for place in sorted(found, key=lambda place: _order(place, now))]


def spot(place: Place, now: datetime) -> Spot:
    today = day_of(now)
    where = place.address_on(today) if place.stands_on(today) else ""
    return Spot(place, list(_spells(place, now)), where)


def _again(spell: Spell) -> Spell:
    if spell.ends is None:  # words without hours
        return spell
    return spell._replace(words=_("Open too") if spell.is_open else _("Open then too"))


def _order(place: Place, now: datetime) -> tuple[bool, float, bool, str]:
    """Return the sort key: open now, then by next opening; last places without hours, of these online ones last."""
    following = None if place.opening_now(now) else place.next_opening(now)
    opens = following.starts.timestamp() if following else float("inf")
    return (
        place.opening_now(now) is None,
        opens,
        place.kind == PlaceKind.ONLINE,
        place.name,
    )


def _spells(place: Place, at: datetime, starts: datetime | None = None, most: int = MOST_SPELLS) -> Iterator[Spell]:
    """Yield the words for `at`, and those after each change: until words without an end, or `most` of them."""
    opening = place.opening_now(at)
    ends = opening.ends if opening else getattr(place.next_opening(at), "starts", None)
    words = open_words(place, at) or (
        _("By appointment.") if place.by_appointment else stands_words(place, day_of(at))
    )
    yield Spell(words, opening is not None, starts, ends)
    if ends and most > 1:
        yield from _spells(place, ends, ends, most - 1)
