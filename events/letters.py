"""What we write to those who come, and to those whose idea is talked about. One mail each.

Called by the verbs, inside their transaction: what is rolled back is never told, and no page can forget it.
"""

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from django.urls import reverse

from events.ics import Entry, calendar
from events.words import place_words, when_words
from ideas.letters import address_of, origin
from ideas.models import writer_of
from notifications.mail import tell

if TYPE_CHECKING:
    from events.models import Attendance, Gathering, TableIdea


class Reader(NamedTuple):
    """Who gets a mail, with an account or without one."""

    name: str
    email: str
    language: str


def reader_of(party: "Attendance") -> Reader | None:
    """None for who left no address, or left for good."""
    user = party.person.user if party.person else None
    if user:
        return Reader(party.shown_name, user.email, user.language)
    return Reader(party.name, party.mail, party.language) if party.mail else None


def party_address(party: "Attendance") -> str:
    """Where this party changes its mind: the gathering for a member, an address with a secret for a guest."""
    gathering = party.gathering
    if party.person_id:
        return origin() + gathering.get_absolute_url()
    facts = {"lab_slug": gathering.lab.slug, "pk": gathering.pk, "party_pk": party.pk, "secret": party.secret}
    return origin() + reverse("party", kwargs=facts)


def signed_up(party: "Attendance") -> None:
    """They come, or wait; also when an organiser wrote them down."""
    _write(party, "events/mail_signed_up.txt")


def moved_up(party: "Attendance") -> None:
    _write(party, "events/mail_moved_up.txt")


def back_in_line(party: "Attendance") -> None:
    """There are fewer seats than there were, and this party came among the last."""
    _write(party, "events/mail_back_in_line.txt")


def moved(gathering: "Gathering") -> None:
    """Another time or another place."""
    for party in _parties(gathering):
        _write(party, "events/mail_moved.txt")


def cancelled(gathering: "Gathering") -> None:
    for party in _parties(gathering):
        _write(party, "events/mail_cancelled.txt")
    _write_answerers(gathering, "events/mail_cancelled.txt")


def date_chosen(gathering: "Gathering") -> None:
    """To who said which dates suit them: they still sign up themselves."""
    _write_answerers(gathering, "events/mail_date_chosen.txt")


def outcome(row: "TableIdea") -> None:
    """To the writer of an idea, and those who help with it: what came of it at a gathering."""
    idea, gathering = row.idea, row.gathering
    helpers = [help.person.user for help in idea.helpers.select_related("person__user") if help.person]
    readers = {user.pk: user for user in [writer_of(idea), *helpers] if user}
    for user in readers.values():
        facts = {"idea": idea, "outcome": row.outcome, "address": address_of(idea)}
        tell(user, "events/mail_outcome.txt", {**_facts(gathering), "reader": user.name, **facts})


def _parties(gathering: "Gathering") -> "Iterable[Attendance]":
    """Who must hear of a change; their gathering is this very one."""
    return gathering.attendances.counted().with_names()


def _write(party: "Attendance", template: str) -> None:
    reader = reader_of(party)
    if reader:
        facts = {"reader": reader.name, "party": party, "party_address": party_address(party)}
        tell(reader, template, {**_facts(party.gathering), **facts}, partial(_calendar, party))


def _calendar(party: "Attendance") -> str:
    """What a phone can put in its agenda, in place of what it had from an earlier mail."""
    gathering = party.gathering
    return calendar(gathering.title, [Entry.of(gathering, party)]).decode() if gathering.starts_at else ""


def _write_answerers(gathering: "Gathering", template: str) -> None:
    people = {
        answer.person.user
        for option in gathering.date_options.prefetch_related("answers__person__user")
        for answer in option.answers.all()
        if answer.person.user
    }
    for user in sorted(people, key=lambda user: user.pk):
        tell(user, template, {**_facts(gathering), "reader": user.name})


def _facts(gathering: "Gathering") -> dict[str, Any]:
    """`when` and `where` are functions: the template calls them with the reader's language active."""
    return {
        "gathering": gathering,
        "lab": gathering.lab,
        "when": lambda: when_words(gathering),
        "where": lambda: place_words(gathering),
        "address": origin() + gathering.get_absolute_url(),
    }
