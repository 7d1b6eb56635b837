"""How a gathering and a party were at one moment: what a notice stores, for mails that are written a moment later.

A mail about a move tells that move, also when the gathering moved again before the mail was written. Titles, reasons
and names are not stored: those are read when the mail is written.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from common.times import day_of
from places.models import Place

if TYPE_CHECKING:
    from events.models import Attendance, Gathering

OF_GATHERING = ("state", "lacks_place", "where", "link", "entry", "capacity", "taken", "waiting", "sequence")
TIMES_OF_GATHERING = ("starts_at", "ends_at", "changed_at")
OF_PARTY = ("state", "seats", "line", "sequence")

type Facts = dict[str, Any]


def of_gathering(gathering: "Gathering") -> Facts:
    facts = {name: getattr(gathering, name) for name in OF_GATHERING}
    return facts | _times(gathering, TIMES_OF_GATHERING) | {"place": _of_place(gathering)}


def _of_place(gathering: "Gathering") -> Facts | None:
    """Return its place with the address of that day: a place may move later."""
    place = gathering.place
    if place is None:
        return None
    address = place.address_on(day_of(gathering.starts_at)) if gathering.starts_at else place.address
    return {"name": place.name, "address": address, "link": place.link}


def put_back(gathering: "Gathering", facts: Facts) -> None:
    """Set this copy to how it was at that moment. Never save it."""
    for name in OF_GATHERING:
        setattr(gathering, name, facts[name])
    _set_times(gathering, facts, TIMES_OF_GATHERING)
    gathering.place = Place(**facts["place"]) if facts["place"] else None


def of_party(party: "Attendance") -> Facts:
    facts = {name: getattr(party, name) for name in OF_PARTY}
    return facts | _times(party, ("changed_at",))


def put_party_back(party: "Attendance", facts: Facts) -> None:
    """Set this copy to how it was at that moment. Never save it."""
    for name in OF_PARTY:
        setattr(party, name, facts[name])
    _set_times(party, facts, ("changed_at",))


def _times(thing: Any, names: tuple[str, ...]) -> Facts:
    times = {name: getattr(thing, name) for name in names}
    return {name: time and time.isoformat() for name, time in times.items()}


def _set_times(thing: Any, facts: Facts, names: tuple[str, ...]) -> None:
    for name in names:
        setattr(thing, name, facts[name] and datetime.fromisoformat(facts[name]))
