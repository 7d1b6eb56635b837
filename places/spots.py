"""The place of a lab on home pages: open now or until when, and where."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from common.times import day_of
from places.models import Place, PlaceKind
from places.words import open_words, stands_words


class Spell(NamedTuple):
    """Words that are true from `starts` until `ends`; None: no bound. The page changes to the next spell itself."""

    words: str
    is_open: bool
    starts: datetime | None = None
    ends: datetime | None = None


class Spot(NamedTuple):
    """A place with the words for now and, if it has opening hours, for the time after that. `where`: today."""

    place: Place
    spells: list[Spell]
    where: str

    @property
    def now(self) -> Spell:
        return self.spells[0]


def spots(places: Iterable[Place], now: datetime) -> list[Spot]:
    """Return the places that are in use (`with_page`), best first: open now, then the one that opens first."""
    found = [place for place in places if not place.is_closed]
    return [spot(place, now) for place in sorted(found, key=lambda place: _order(place, now))]


def spot(place: Place, now: datetime) -> Spot:
    today = day_of(now)
    where = place.address_on(today) if place.stands_on(today) else ""
    return Spot(place, list(_spells(place, now)), where)


def _order(place: Place, now: datetime) -> tuple[bool, float, bool, str]:
    """Open now is before all; without hours is last, and online after that."""
    following = None if place.opening_now(now) else place.next_opening(now)
    opens = following.starts.timestamp() if following else float("inf")
    return (
        place.opening_now(now) is None,
        opens,
        place.kind == PlaceKind.ONLINE,
        place.name,
    )


def _spells(place: Place, now: datetime) -> Iterable[Spell]:
    opening = place.opening_now(now)
    change = opening.ends if opening else getattr(place.next_opening(now), "starts", None)
    if change is None:
        words = _("By appointment.") if place.by_appointment else stands_words(place, day_of(now))
        yield Spell(words, False)
        return
    yield Spell(open_words(place, now), opening is not None, None, change)
    after = open_words(place, change)
    if after:
        following = place.opening_now(change)
        yield Spell(after, following is not None, change, following.ends if following else None)
