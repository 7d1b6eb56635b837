"""Mails to attendees, and to people whose idea is discussed. One mail each.

The verbs call these functions inside their transaction: a rollback sends nothing, and no page can forget a mail.
"""

from collections.abc import Collection, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from django.urls import reverse

from common import clock
from common.http import address_of, origin
from events.ics import CANCEL, PUBLISH, CalendarEntry, calendar
from events.words import place_words, when_words
from notifications.mail import tell

if TYPE_CHECKING:
    from accounts.models import User
    from events.models import Attendance, Gathering, Move, TableIdea
    from events.models.effects import Effect
    from labs.models import Membership

MOVED, MOVED_UP = "events/mail_moved.txt", "events/mail_moved_up.txt"


class Guest(NamedTuple):
    """The receiver of a mail without an account."""

    email: str
    language: str


def reader_of(party: "Attendance") -> "User | Guest | None":
    """None for a party without an address, or a person who left."""
    if party.person and party.person.user:
        return party.person.user
    return Guest(party.mail, party.language) if party.mail else None


def party_address(party: "Attendance") -> str:
    """The URL where this party changes its sign-up: the gathering for a member, a secret URL for a guest."""
    gathering = party.gathering
    if party.person_id:
        return origin() + gathering.get_absolute_url()
    facts = {"lab_slug": gathering.lab.slug, "pk": gathering.pk, "party_pk": party.pk, "secret": party.secret}
    return origin() + reverse("party", kwargs=facts)


def signed_up(party: "Attendance") -> None:
    """They attend, or wait; also when an organiser entered them."""
    _write(party, "events/mail_signed_up.txt")


def moved_up(parties: "Iterable[Attendance]") -> None:
    """These parties waited, and have seats now."""
    for party in parties:
        _write(party, MOVED_UP)


def withdrawn(party: "Attendance") -> None:
    """They withdrew: remove the entry that an earlier mail added to their calendar."""
    _write(party, "events/mail_withdrawn.txt")


def changed(
    gathering: "Gathering",
    called_up: "list[Attendance]",
    back_in_line: "list[Attendance]",
    move: "Move | None",
    by: "Membership | None" = None,
) -> None:
    """One mail per save: it says who got or lost seats, and what was moved.

    `move` None: nothing was moved, so nobody else is told; otherwise the organisers too, except `by`. `back_in_line`:
    these parties lost their seats because the capacity is smaller.
    """
    templates = dict.fromkeys((party.pk for party in called_up), MOVED_UP)
    templates |= dict.fromkeys((party.pk for party in back_in_line), "events/mail_back_in_line.txt")
    for party in _parties(gathering) if move else [*called_up, *back_in_line]:
        _write(party, templates.get(party.pk, MOVED), move)
    if move:
        _write_others(gathering, MOVED, by, move)


def place_changed(effect: "Effect", by: "Membership | None") -> None:
    """Its place changed, closed or came back: tell the organisers except `by`, and the attendees."""
    gathering = effect.gathering
    makers = {maker.pk: maker for maker in gathering.organisers.select_related("user") if maker != by and maker.user}
    parties = {party.person_id or -party.pk: party for party in _parties(gathering)}
    for person, party in parties.items():
        if person not in makers:
            _write(party, "events/mail_place.txt", effect=effect)
    for pk, maker in makers.items():
        facts = {"effect": effect, "by": by, "edit_address": _address("gathering_edit", gathering)}
        _write_maker(maker, gathering, "events/mail_place_maker.txt", parties.get(pk), **facts)


def freed_late(party: "Attendance", by: "Membership | None") -> None:
    """Seats became free and nobody moves up automatically: tell the organisers, except `by`."""
    gathering = party.gathering
    facts = {"party": party, "names_address": _address("parties", gathering)}
    for maker in gathering.organisers.select_related("user"):
        if maker != by and maker != party.person and maker.user:
            tell(maker.user, "events/mail_freed_late.txt", {**_facts(gathering), "reader": maker.name, **facts})


def cancelled(gathering: "Gathering", by: "Membership | None" = None) -> None:
    for party in _parties(gathering):
        _write(party, "events/mail_cancelled.txt")
    _write_others(gathering, "events/mail_cancelled.txt", by)


def date_chosen(gathering: "Gathering", by: "Membership | None" = None) -> None:
    """Tell the people who said which dates suit them: they must still sign up themselves."""
    _write_others(gathering, "events/mail_date_chosen.txt", by)


def outcome(row: "TableIdea") -> None:
    """Tell the author of an idea, and those who bring something, the outcome at a gathering."""
    idea, gathering = row.idea, row.gathering
    pledges = idea.pledges.standing().select_related("person__user")
    readers = {user.pk: user for user in [idea.writer(), *(pledge.person.user for pledge in pledges)] if user}
    for user in readers.values():
        facts = {"idea": idea, "outcome": row.outcome, "address": address_of(idea)}
        tell(user, "events/mail_outcome.txt", {**_facts(gathering), "reader": user.name, **facts})


def _parties(gathering: "Gathering") -> "Iterable[Attendance]":
    """The parties that must be told; each has this gathering object."""
    return gathering.attendances.counted().with_names()


def _write(party: "Attendance", template: str, move: "Move | None" = None, **more: Any) -> None:
    reader = reader_of(party)
    if reader:
        facts = {"reader": party.shown_name, "party": party, "party_address": party_address(party), "move": move}
        facts["link"] = party.gathering.join_link if party.is_going and party.gathering.is_published else ""
        tell(reader, template, {**_facts(party.gathering), **facts, **more}, partial(_calendar, party))


def _calendar(party: "Attendance") -> str:
    """Return the calendar entry, which replaces or removes that of an earlier mail."""
    gathering = party.gathering
    if gathering.starts_at is None:
        return ""
    method = PUBLISH if party.comes and not gathering.is_cancelled else CANCEL
    return calendar(gathering.title, [CalendarEntry(gathering, party)], method=method).decode()


def _write_maker(
    maker: "Membership", gathering: "Gathering", template: str, party: "Attendance | None", **more: Any
) -> None:
    """Mail an organiser, who may attend too: as `party`."""
    facts = {**_facts(gathering), "reader": maker.name, "link": gathering.join_link, **more}
    entry = CalendarEntry(gathering, party, organises=True)
    method = CANCEL if gathering.is_cancelled else PUBLISH
    made = partial(calendar, gathering.title, [entry], method=method) if gathering.starts_at else bytes
    tell(maker.user, template, facts, lambda: made().decode())


def _address(name: str, gathering: "Gathering") -> str:
    return origin() + reverse(name, kwargs={"lab_slug": gathering.lab.slug, "pk": gathering.pk})


def _write_others(gathering: "Gathering", template: str, by: "Membership | None", move: "Move | None" = None) -> None:
    """For a date, a move or the end: mail people who answered dates, and organisers except `by`, once each.

    Attendees get their own mail. `by` None: nobody did it on a page, so organisers aren't told.
    """
    organisers = gathering.organisers.select_related("user") if by else []
    makers = {maker.user: maker for maker in organisers if maker.user}
    _write_answerers(gathering, template, move, but_not=makers)
    parties = {party.person_id for party in _parties(gathering)}
    for maker in makers.values():
        if maker != by and maker.pk not in parties:
            _write_maker(maker, gathering, template, None, move=move, by=by, organises=True)


def _write_answerers(
    gathering: "Gathering", template: str, move: "Move | None" = None, but_not: "Collection[User]" = ()
) -> None:
    """Mail people who answered dates, and neither attend nor withdrew: parties get their own mail."""
    parties = gathering.attendances.values_list("person__user", "mailbox")
    members, mailboxes = {user for user, _box in parties}, {box for _user, box in parties}
    people = {
        answer.person.user
        for option in gathering.date_options.prefetch_related("answers__person__user")
        for answer in option.answers.all()
        if answer.person.user
    }
    for user in sorted(people, key=lambda user: user.pk):
        if user not in but_not and user.pk not in members and user.mailbox not in mailboxes:
            tell(user, template, {**_facts(gathering), "reader": user.name, "move": move})


def _facts(gathering: "Gathering") -> dict[str, Any]:
    """`when`, `where` and `moves_up` are functions: the template calls them in the reader's language."""
    return {
        "gathering": gathering,
        "lab": gathering.lab,
        "when": lambda: when_words(gathering),
        "where": lambda: place_words(gathering),
        "address": origin() + gathering.get_absolute_url(),
        "moves_up": lambda: gathering.moves_up(clock.now()),
    }
