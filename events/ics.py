"""Gatherings as iCalendar (RFC 5545): plain text, with the same words as the page."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vDuration

from common.http import address_of
from common.times import AMSTERDAM, comes_twice
from events.models.place_words import place_words, public_place_words

if TYPE_CHECKING:
    from events.models import Attendance, Gathering

PUBLISH, CANCEL = "PUBLISH", "CANCEL"
PRODID = "-//Stadslab//Agenda//NL"
ASK_AGAIN = timedelta(hours=1)
A_CHANGE = 100  # per change of a gathering, in SEQUENCE; in between there is room for changes of one party
LINES = re.compile("\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")  # all that a reader may take for a line's end
INVISIBLE = re.compile("[\x00-\x09\x0e-\x1b\x1f\x7f-\x84\x86-\x9f]")


class CalendarEntry(NamedTuple):
    """A gathering in a calendar: in a public one, or, with `party` or `organises`, in that of one person.

    `is_folded`: it is hidden only until a moderator looked.
    """

    gathering: "Gathering"
    party: "Attendance | None" = None
    organises: bool = False
    is_folded: bool = False

    @property
    def waits(self) -> bool:
        return self.party is not None and self.party.is_waiting

    @property
    def is_unread(self) -> bool:
        """Is it hidden from this person? Then the calendar keeps when and where, and no words."""
        return self.gathering.is_hidden and not self.organises

    @property
    def link(self) -> str:
        """The link to join online: for parties with seats, and for organisers."""
        may_see = self.organises or (self.party is not None and self.party.is_going and not self.is_unread)
        return self.gathering.join_link if may_see and not self.gathering.is_cancelled else ""

    @property
    def sequence(self) -> int:
        """A number that rises with each change. A change of one party counts less than any change of the gathering.

        So the public file after a change is newer than any earlier personal one.
        """
        theirs = self.party.sequence if self.party else 0
        return self.gathering.sequence * A_CHANGE + min(theirs, A_CHANGE - 1)

    @property
    def changed_at(self) -> datetime:
        theirs = (self.party.changed_at or self.party.came_at) if self.party else self.gathering.changed_at
        return max(self.gathering.changed_at, theirs)


def calendar(name: str, entries: Iterable[CalendarEntry], url: str = "", method: str = PUBLISH) -> bytes:
    """Return the calendar; the same bytes while nothing changes, so that they can have an ETag.

    With CANCEL it removes these gatherings from a person's calendar, because the person doesn't attend or they are
    cancelled.
    """
    made = Calendar()
    for key, value in (("prodid", PRODID), ("version", "2.0"), ("calscale", "GREGORIAN"), ("method", method)):
        made.add(key, value)
    for key in ("name", "x-wr-calname"):
        made.add(key, one_line(name))
    made.add("x-wr-timezone", AMSTERDAM.key)
    if url:
        made.add("source", url, parameters={"VALUE": "URI"})
        made.add("refresh-interval", vDuration(ASK_AGAIN), parameters={"VALUE": "DURATION"})
        made.add("x-published-ttl", vDuration(ASK_AGAIN))
    made.add_component(zone())
    for entry in entries:
        made.add_component(event(entry, method))
    return made.to_ical()


def webcal(address: str) -> str:
    """Return `address` with the scheme webcal: calendar programs subscribe to that, and browsers don't download it."""
    return f"webcal:{address.partition(':')[2]}"


def event(entry: CalendarEntry, method: str) -> Event:
    gathering, made = entry.gathering, Event()
    address = address_of(gathering)
    made.add("uid", gathering.calendar_uid)
    made.add("organizer", organizer(gathering))
    made.add("sequence", entry.sequence)
    made.add("dtstamp", entry.changed_at)
    made.add("last-modified", entry.changed_at)
    made.add("created", gathering.created_at)
    starts_at, ends_at = written(gathering)
    made.add("dtstart", starts_at)
    made.add("dtend", ends_at)
    made.add("summary", text(title(entry, method)))
    made.add("status", status(entry, method))
    made.add("description", text(description(entry, address)))
    if where := public_place_words(gathering) if entry.is_unread else place_words(gathering):
        made.add("location", text(where))
    made.add("url", address)
    return made


def organizer(gathering: "Gathering") -> vCalAddress:
    """The lab, with our sender address: a calendar needs an organizer, and no person's address is public."""
    lab = gathering.lab
    address = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    address.params["cn"] = one_line(f"{lab.lab_word.capitalize()} {lab.name}").replace('"', "'")
    return address


def title(entry: CalendarEntry, method: str) -> str:
    """Return the title; it says if it is cancelled, because not every calendar shows STATUS:CANCELLED."""
    unread = _("Closed until a moderator has looked") if entry.is_folded else _("A hidden gathering")
    title = unread if entry.is_unread else entry.gathering.title
    if entry.gathering.is_cancelled:
        return _("Cancelled: %(title)s") % {"title": title}
    return _("You are not coming: %(title)s") % {"title": title} if method == CANCEL else title


def status(entry: CalendarEntry, method: str) -> str:
    if entry.gathering.is_cancelled or method == CANCEL:
        return "CANCELLED"
    return "TENTATIVE" if entry.waits else "CONFIRMED"


def description(entry: CalendarEntry, address: str) -> str:
    gathering = entry.gathering
    reason = gathering.reason if gathering.is_cancelled else ""
    link = _("Join in here: %(link)s") % {"link": entry.link} if entry.link else ""
    note = _("You are on the waiting list.") if entry.waits else ""
    if entry.is_unread:
        ask = "" if gathering.is_cancelled else _("Ask before you go whether it goes ahead.")
        return "\n\n".join(part for part in (note, ask, address) if part)
    parts = [note, reason, link, gathering.about, gathering.programme, address]
    return "\n\n".join(part.strip() for part in parts if part.strip())


def text(words: str) -> str:
    """Return the text with plain line breaks, without ambiguous line separators; the library escapes the rest."""
    return INVISIBLE.sub(" ", LINES.sub("\n", words))


def one_line(words: str) -> str:
    """Return the text as one line, for properties where the format or the library allows no line breaks."""
    return " ".join(text(words).split())


def written(gathering: "Gathering") -> tuple[datetime, datetime]:
    """Return start and end in local time; in UTC if one is in the hour that is repeated.

    In RFC 5545 such a local time is the first of the two; ical.js (Thunderbird, Nextcloud) reads it as the second.
    """
    if gathering.starts_at is None or gathering.ends_at is None:
        raise ValueError("without a time it is in no calendar")
    begin, end = (moment.astimezone(AMSTERDAM) for moment in (gathering.starts_at, gathering.ends_at))
    if any(comes_twice(local.date(), local.time().replace(fold=0)) for local in (begin, end)):
        return begin.astimezone(UTC), end.astimezone(UTC)
    return begin, end


def zone() -> Timezone:
    """Return the time zone Europe/Amsterdam since 1996 as rules, correct around each clock change."""
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
