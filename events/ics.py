"""Gatherings for other people's calendars (iCalendar, RFC 5545): plain text, the same words as on the page."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vDuration

from events.models.states import State
from events.times import AMSTERDAM
from events.words import place_words
from ideas.letters import address_of, origin

if TYPE_CHECKING:
    from events.models import Attendance, Gathering

PRODID = "-//Stadslab//Agenda//NL"
ASK_AGAIN = timedelta(hours=1)
LINES = re.compile("\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")  # what some reader takes for a line's end
INVISIBLE = re.compile("[\x00-\x09\x0e-\x1b\x1f\x7f-\x84\x86-\x9f]")


class Entry(NamedTuple):
    """A gathering in a calendar. `link`: where to join on a screen, only for who comes; `note`: for its owner."""

    gathering: "Gathering"
    link: str = ""
    note: str = ""
    is_sure: bool = True

    @classmethod
    def of(cls, gathering: "Gathering", party: "Attendance | None") -> "Entry":
        """For who organises it, or comes as `party`. The link is only for who has a seat."""
        waits = party is not None and party.is_waiting
        note = _("You are on the waiting list.") if waits else ""
        return cls(gathering, "" if waits or gathering.is_cancelled else gathering.join_link, note, is_sure=not waits)


def calendar(name: str, entries: Iterable[Entry], url: str = "") -> bytes:
    """The same bytes as long as nothing changed, so that an ETag can be made of them."""
    made = Calendar()
    for key, value in (("prodid", PRODID), ("version", "2.0"), ("calscale", "GREGORIAN"), ("method", "PUBLISH")):
        made.add(key, value)
    for key in ("name", "x-wr-calname"):
        made.add(key, text(name))
    made.add("x-wr-timezone", AMSTERDAM.key)
    if url:
        made.add("source", url, parameters={"VALUE": "URI"})
        made.add("refresh-interval", vDuration(ASK_AGAIN), parameters={"VALUE": "DURATION"})
        made.add("x-published-ttl", vDuration(ASK_AGAIN))
    made.add_component(zone())
    for entry in entries:
        made.add_component(event(entry))
    return made.to_ical()


def event(entry: Entry) -> Event:
    gathering, made = entry.gathering, Event()
    address = address_of(gathering)
    made.add("uid", f"{gathering.uid}@{urlsplit(origin()).hostname}")
    made.add("sequence", gathering.sequence)
    made.add("dtstamp", gathering.changed_at)
    made.add("last-modified", gathering.changed_at)
    made.add("created", gathering.created_at)
    made.add("dtstart", wall(gathering.starts_at))
    made.add("dtend", wall(gathering.ends_at))
    made.add("summary", text(title(gathering)))
    made.add("status", status(entry))
    made.add("description", text(description(entry, address)))
    if where := place_words(gathering):
        made.add("location", text(where))
    made.add("url", address)
    return made


def title(gathering: "Gathering") -> str:
    """Not every calendar shows STATUS:CANCELLED."""
    return _("Cancelled: %(title)s") % {"title": gathering.title} if gathering.is_cancelled else gathering.title


def status(entry: Entry) -> str:
    if entry.gathering.state == State.CANCELLED:
        return "CANCELLED"
    return "CONFIRMED" if entry.is_sure else "TENTATIVE"


def description(entry: Entry, address: str) -> str:
    gathering = entry.gathering
    reason = gathering.reason if gathering.is_cancelled else ""
    link = _("Join in here: %(link)s") % {"link": entry.link} if entry.link else ""
    parts = [entry.note, reason, link, gathering.about, gathering.programme, address]
    return "\n\n".join(part.strip() for part in parts if part.strip())


def text(words: str) -> str:
    """Its own lines, and no sign that a reader could take for another; the library escapes the rest."""
    return INVISIBLE.sub(" ", LINES.sub("\n", words))


def wall(moment: datetime | None) -> datetime:
    """By the clock on the wall; of an hour that comes twice a clock can say only the first, so the second is UTC."""
    if moment is None:
        raise ValueError("without a time it is in no calendar")
    local = moment.astimezone(AMSTERDAM)
    return moment if local.fold else local


def zone() -> Timezone:
    """Europe/Amsterdam since 1996, as rules: right before and after each change of the clock."""
    made = Timezone()
    made.add("tzid", AMSTERDAM.key)
    made.add("x-lic-location", AMSTERDAM.key)
    summer, winter = timedelta(hours=2), timedelta(hours=1)
    for rules, name, month, hour, before, after in (
        (TimezoneDaylight(), "CEST", 3, 2, winter, summer),
        (TimezoneStandard(), "CET", 10, 3, summer, winter),
    ):
        day = {3: 31, 10: 27}[month]  # the last Sunday of that month in 1996
        rules.add("tzname", name)
        rules.add("dtstart", datetime(1996, month, day, hour))
        rules.add("tzoffsetfrom", before)
        rules.add("tzoffsetto", after)
        rules.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        made.add_component(rules)
    return made
