"""The words of a place on a certain day."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from common.time_words import clock_words, date_words
from common.times import day_of, day_words
from places.models.place import PlaceKind

if TYPE_CHECKING:
    from places.models import Place, Stop


def stands_words(place: "Place", today: date) -> str:
    """Say where the place is today, until when, and where it goes after that."""
    if place.is_closed:
        return _("No longer in use")
    if place.kind == PlaceKind.ONLINE:
        return _("From your own kitchen table.")
    if place.kind != PlaceKind.TEMPORARY:
        return ", ".join(filter(None, [str(place.get_kind_display()), place.address]))
    now = place.stop_on(today)
    later = next((stop for stop in place.stops.all() if stop.first_day > today), None)
    words = {"place": spot(now) if now else "", "last": day_words(now.last_day) if now else ""}
    words |= {"next": spot(later) if later else "", "first": day_words(later.first_day) if later else ""}
    if now and later:
        return _("Now %(place)s, up to and including %(last)s. After that %(next)s.") % words
    if now:
        return _("Now %(place)s, up to and including %(last)s.") % words
    if later:
        return _("From %(first)s %(next)s.") % words
    return _("Nowhere at the moment.")


def spot(stop: "Stop") -> str:
    """Return where the stop is: its village, such as `in America`, or else the address."""
    if stop.neighbourhood:
        return _("in %(village)s") % {"village": stop.neighbourhood.name}
    return _("at this address: %(address)s") % {"address": stop.address}


def open_words(place: "Place", now: datetime) -> str:
    """Return when it is open; empty without hours.

    For example `Nu open, tot 17.00 uur`, or `Open op dinsdag 1 december, 13.00 uur`.
    """
    opening = place.opening_now(now)
    if opening:
        return _("Open now, until %(clock)s") % {"clock": clock_words(opening.ends)}
    following = place.next_opening(now)
    if following is None:
        return ""
    day, clock = day_of(following.starts), clock_words(following.starts)
    if day == day_of(now):
        return _("Opens today at %(clock)s") % {"clock": clock}
    return _("Opens on %(day)s at %(clock)s") % {"day": date_words(day), "clock": clock}


def room_words(place: "Place") -> str:
    """Return the rooms with their capacity, such as `zaal voor 60, keuken voor 12.`."""
    rooms = [_("%(room)s for %(n)s") % {"room": room.name, "n": room.capacity} for room in place.rooms.all()]
    words = ", ".join(rooms)
    return f"{words[:1].upper()}{words[1:]}." if words else ""
