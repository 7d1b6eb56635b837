"""What the notices about gatherings tell, and what their mails say. mails.py says who gets which."""

from functools import partial
from typing import Any, NamedTuple

from django.urls import reverse

from accounts.models import User
from common import clock
from common.http import origin
from events.ics import CANCEL, PUBLISH, CalendarEntry, calendar
from events.models import Attendance, Gathering, GatheringHiding, Move, TableIdea, moments
from events.models.effects import Effect, Stay
from events.models.place_words import place_words
from events.words import when_words
from labs.models import Membership
from notifications.mail import mail_to
from notifications.models import Notice, OutgoingMail


class Guest(NamedTuple):
    """A receiver of mails who has no account."""

    email: str
    language: str


class News(NamedTuple):
    """What a verb told: the gathering as it was then, and what else its mails need."""

    gathering: Gathering
    facts: moments.Facts
    template: str
    by: Membership | None = None
    move: Move | None = None
    effect: Effect | None = None
    freed: Attendance | None = None
    row: TableIdea | None = None
    hiding: GatheringHiding | None = None

    def moment_of(self, party: Attendance) -> moments.Facts | None:
        """Return how the party was, if the verb was about its seats."""
        return self.facts.get("parties", {}).get(str(party.pk))


# Reading a notice


def read(template: str, notice: Notice) -> News | None:
    """Return the gathering as it was then, and the rows of this notice; None if it is hidden or no longer exists."""
    facts = notice.facts
    gathering = Gathering.objects.select_related("lab").filter(pk=notice.about_id, is_hidden=False).first()
    return news_of(template, gathering, facts) if gathering else None


def news_of(template: str, gathering: Gathering, facts: moments.Facts) -> News:
    moments.put_back(gathering, facts["gathering"])
    news = News(gathering, facts, template)
    if facts.get("by"):
        news = news._replace(by=Membership.objects.select_related("user").filter(pk=facts["by"]).first())
    if "move" in facts:
        news = news._replace(move=Move.objects.filter(pk=facts["move"]).first())
    if "before" in facts:
        before, after = (_stay(facts[name]) for name in ("before", "after"))
        news = news._replace(effect=Effect(gathering, before, after, facts["seats"]))
    return news


def _stay(values: list[Any]) -> Stay:
    name, addresses, *more = values
    return Stay(name, tuple(addresses), *more)


# What a mail says


def reader_of(party: Attendance) -> User | Guest | None:
    """Return the receiver; None for a party without an address, or a person who left."""
    if party.person and party.person.user:
        return party.person.user
    return Guest(party.mail, party.language) if party.mail else None


def party_address(party: Attendance) -> str:
    """Return the URL where the party can change its sign-up: the gathering for a member, a secret URL for a guest."""
    gathering = party.gathering
    if party.person_id:
        return origin() + gathering.get_absolute_url()
    facts = {"lab_slug": gathering.lab.slug, "pk": gathering.pk, "party_pk": party.pk, "secret": party.secret}
    return origin() + reverse("party", kwargs=facts)


def general_facts(gathering: Gathering) -> dict[str, Any]:
    """Return the values that each mail about this gathering needs.

    `when`, `where` and `moves_up` are functions: the template calls them in the reader's language.
    """
    return {
        "gathering": gathering,
        "lab": gathering.lab,
        "when": lambda: when_words(gathering),
        "where": lambda: place_words(gathering),
        "address": origin() + gathering.get_absolute_url(),
        "moves_up": lambda: gathering.moves_up(clock.now()),
    }


def to_party(news: News, party: Attendance, template: str, **more: Any) -> OutgoingMail | None:
    """Return the mail to a party; None for a party without an address. `more`: other values for the template.

    It holds the link to join only if the party had seats at that moment and still has them.
    """
    gathering, moment = news.gathering, news.moment_of(party)
    is_going, party.gathering = party.is_going, gathering
    if moment:
        moments.put_party_back(party, moment)
    reader = reader_of(party)
    if reader is None:
        return None
    facts = {"reader": party.shown_name, "party": party, "party_address": party_address(party)}
    facts |= {"move": news.move, "effect": news.effect, "link": "", **more}
    if is_going and party.is_going and gathering.is_published:
        facts["link"] = gathering.join_link
    return mail_to(reader, template, general_facts(gathering) | facts, partial(calendar_of, party))


def calendar_of(party: Attendance) -> str:
    """Return the calendar entry, which replaces or removes that of an earlier mail."""
    gathering = party.gathering
    if gathering.starts_at is None:
        return ""
    method = PUBLISH if party.comes and not gathering.is_cancelled else CANCEL
    return calendar(gathering.title, [CalendarEntry(gathering, party)], method=method).decode()


def to_organiser(
    news: News, organiser: Membership, template: str, party: Attendance | None = None, **more: Any
) -> OutgoingMail | None:
    """Return the mail to an organiser; None for a person who left. `party`: their own party, if they attend too."""
    gathering = news.gathering
    if organiser.user is None:
        return None
    facts = {"link": gathering.join_link, "by": news.by, "organises": True, "move": news.move, "effect": news.effect}
    method = CANCEL if gathering.is_cancelled else PUBLISH
    entries = [CalendarEntry(gathering, party, organises=True)]
    made = partial(calendar, gathering.title, entries, method=method) if gathering.starts_at else bytes
    facts |= {"reader": organiser.name, **more}
    return mail_to(organiser.user, template, general_facts(gathering) | facts, lambda: made().decode())


def organisers_address(name: str, gathering: Gathering) -> str:
    return origin() + reverse(name, kwargs={"lab_slug": gathering.lab.slug, "pk": gathering.pk})
