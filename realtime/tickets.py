"""Tickets: readers of live updates without an account, such as the participants of an evening.

A higher app joins KINDS, and gives each of these readers a ticket in a signed cookie. The holder of a valid ticket
counts as a person for the limits of sockets and for budgets, and topics can grant a ticket what they grant a user. The
app that gives tickets must limit how many one network address gets.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple, Protocol

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http.response import HttpResponseBase

from common.joins import ExtensionPoint

SALT = "realtime.tickets"
MOST_CHARACTERS = 200


class Ticket(NamedTuple):
    """The kind, and the id of a row of the app that joined it. The row says whether the ticket is still valid."""

    kind: str
    id: int

    def __str__(self) -> str:
        return f"{self.kind}-{self.id}"


class Proved(NamedTuple):
    """The id of a user whose session counts as proved (`realtime.sessions.PROVES`). They ask as their user too."""

    id: int


Who = int | Proved | Ticket | None
"""A reader: a user's id, or a ticket; None is a visitor who is signed out."""


class Kind(Protocol):
    """A kind of ticket. The hub calls it on its own thread, never in a request."""

    name: str

    def valid(self, ids: set[int]) -> set[int]:
        """Return those that are valid now, with one indexed query. Called when sockets open, and every 5 s."""


KINDS: ExtensionPoint[Kind] = ExtensionPoint(
    "realtime.tickets.KINDS", "Kinds of tickets, for people without an account.", key=lambda kind: kind.name
)


def give(response: HttpResponseBase, ticket: Ticket, seconds: int) -> None:
    """Store the ticket in this browser for that many seconds. It replaces a ticket that is there."""
    response.set_cookie(
        settings.TICKET_COOKIE_NAME,
        Signer(salt=SALT).sign(str(ticket)),
        max_age=seconds,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def take(response: HttpResponseBase) -> None:
    """Let this browser forget its ticket."""
    response.delete_cookie(settings.TICKET_COOKIE_NAME, samesite="Lax")


def read(cookies: Mapping[str, str]) -> Ticket | None:
    """Return the ticket in these cookies, if we signed it. Sends no query, so the ticket may have ended."""
    text = cookies.get(settings.TICKET_COOKIE_NAME, "")
    if not text or len(text) > MOST_CHARACTERS:
        return None
    try:
        kind, _dash, id = Signer(salt=SALT).unsign(text).rpartition("-")
    except BadSignature:
        return None
    return Ticket(kind, int(id)) if kind in KINDS else None


def valid(tickets: Iterable[Ticket]) -> set[Ticket]:
    """Return the tickets that are valid now. Sends one query per kind."""
    ids: dict[str, set[int]] = {}
    for ticket in tickets:
        ids.setdefault(ticket.kind, set()).add(ticket.id)
    return {Ticket(kind.name, id) for kind in KINDS if kind.name in ids for id in kind.valid(ids[kind.name])}
