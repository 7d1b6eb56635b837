"""Verbs of a gathering that assign seats: first come, first served, and never more than the capacity.

`taken` counts the seats of attending parties, `waiting` counts waiting parties; both change under the row's lock. The
waiting list is strict: a party that doesn't fit blocks those behind it, unless an organiser gives it seats.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max, Q
from django.utils.translation import gettext as _

from accounts.models import mailbox
from common import clock
from events import live
from events.models import letters
from events.models.attendance import Attendance
from events.models.states import Admission, AttendanceState, SignUpClosed, State
from labs.models import Membership, Visitor

if TYPE_CHECKING:
    from events.models.gathering import Gathering

MOVES_UP_UNTIL = timedelta(hours=2)  # before the start; after that nobody gets a seat without asking


class SignedUp(NamedTuple):
    """The result of a sign-up: the party, whether it is new, and whether it got what it asked for.

    A new party that waits counts as that. An attending party that wants more seats than are free doesn't: it stays the
    same.
    """

    party: Attendance
    is_new: bool
    as_asked: bool


# The current state


def takes_sign_up(gathering: "Gathering", now: datetime) -> bool:
    closes = gathering.sign_up_closes
    is_open = gathering.state == State.PUBLISHED and gathering.entry == Admission.SIGN_UP
    return is_open and closes is not None and now < closes and not gathering.lacks_place and not gathering.is_hidden


def must_take_sign_up(gathering: "Gathering", starts_at: datetime, now: datetime) -> None:
    """Raise ValidationError when sign-up would already be closed, although the gathering starts later."""
    until = gathering.sign_up_until if gathering.entry == Admission.SIGN_UP else None
    if until and until <= now < starts_at:
        words = _("Sign-up would already be closed. Choose a later day until which people can sign up.")
        raise ValidationError({"sign_up_until": words})


def takes_entries(gathering: "Gathering", now: datetime) -> bool:
    """May an organiser still enter people? Yes, until the gathering is over, unless it is hidden."""
    goes_on = gathering.state == State.PUBLISHED and not gathering.is_hidden
    return goes_on and gathering.ends_at is not None and now < gathering.ends_at


def moves_up(gathering: "Gathering", now: datetime) -> bool:
    """Does a free seat go to the first waiting party automatically? For walk-in gatherings until the end."""
    if gathering.state != State.PUBLISHED or gathering.starts_at is None or gathering.is_hidden:
        return False
    if gathering.entry == Admission.WALK_IN:
        return gathering.takes_entries(now)
    return now < gathering.starts_at - MOVES_UP_UNTIL


def line_comes_first(gathering: "Gathering", now: datetime) -> bool:
    """Is a free seat reserved for waiting parties? In the last two hours it is for anybody."""
    return gathering.waiting > 0 and gathering.moves_up(now)


def is_last_minute(gathering: "Gathering", now: datetime) -> bool:
    """Does it start within two hours? Then a returned seat is for anybody, and the organisers are told."""
    if gathering.state != State.PUBLISHED or gathering.starts_at is None or gathering.is_hidden:
        return False
    return gathering.starts_at - MOVES_UP_UNTIL <= now < gathering.starts_at


def can_take(gathering: "Gathering", party: Attendance, seats: int, now: datetime) -> bool:
    """May this waiting party take free seats by asking, because the waiting list no longer moves?"""
    is_first_come = gathering.takes_sign_up(now) and not gathering.moves_up(now)
    return party.is_waiting and is_first_come and gathering.has_room_for(seats)


def has_room_for(gathering: "Gathering", seats: int) -> bool:
    return gathering.capacity is None or gathering.taken + seats <= gathering.capacity


def party_of(gathering: "Gathering", member: Membership | Visitor) -> Attendance | None:
    """Return the member's party; also one that they made as a guest with the same mailbox. A query."""
    mine = Q(person=member.pk) if member.pk else Q(pk=None)
    if member.user:
        mine |= Q(person=None, mailbox=member.user.mailbox)
    own_first = F("person").asc(nulls_last=True)
    return gathering.attendances.filter(mine).order_by(own_first).first()


# Signing up


@transaction.atomic
def sign_up(gathering: "Gathering", member: Membership, seats: int = 1, needs: str | None = None) -> SignedUp:
    """Give `member` and guests their seats, or a place on the waiting list. Raises SignUpClosed.

    A second call returns the same party. Other `seats` change it; more seats only if they fit and nobody waits.
    `needs` None keeps the old text.
    """
    gathering.hold()
    party = gathering.party_of(member)
    if party and party.person_id is None:
        party.person = member
        party.save(update_fields=["person"])
    return _come(gathering, party, seats, needs, gathering.takes_sign_up(clock.now()), person=member)


@transaction.atomic
def sign_up_guest(
    gathering: "Gathering", name: str, mail: str, language: str, seats: int = 1, needs: str | None = None
) -> SignedUp:
    """Sign up a guest who has just proved this mailbox, like `sign_up`; their URL contains `party.secret`."""
    gathering.hold()
    box = mailbox(mail)
    party = gathering.attendances.filter(Q(mailbox=box) | Q(person__user__mailbox=box)).first()
    who = {"name": name, "mail": mail, "mailbox": box, "language": language}
    if party and party.person_id:
        who = {}
    return _come(gathering, party, seats, needs, gathering.takes_sign_up(clock.now()), **who)


@transaction.atomic
def enter(
    gathering: "Gathering",
    organiser: Membership,
    key: uuid.UUID,
    name: str,
    seats: int = 1,
    mail: str = "",
    phone: str = "",
    needs: str = "",
) -> SignedUp:
    """Enter somebody who called or came by. The same key or mailbox returns the first party. Raises SignUpClosed.

    It doesn't look for an account with that address, because the result would reveal whose it is.
    """
    gathering.hold()
    box = mailbox(mail) if mail else None
    same = Q(key=key) | Q(mailbox=box) if box else Q(key=key)
    party = gathering.attendances.filter(same).first()
    if party and party.state != AttendanceState.WITHDRAWN:
        return SignedUp(party, False, party.seats == seats)
    who = {"name": name, "mail": mail, "mailbox": box, "phone": phone, "key": key, "entered_by": organiser}
    return _come(gathering, party, seats, needs, gathering.takes_entries(clock.now()), **who)


def _come(
    gathering: "Gathering", party: Attendance | None, seats: int, needs: str | None, is_open: bool, **who: Any
) -> SignedUp:
    if party and party.state != AttendanceState.WITHDRAWN:
        return _stay(gathering, party, seats, needs, is_open)
    if not is_open:
        raise SignUpClosed(gathering)
    party = party or Attendance(gathering=gathering)
    for name, value in {
        "entered_by": None,
        **who,
        "seats": seats,
        "needs": needs or "",
        "came_at": clock.now(),
    }.items():
        setattr(party, name, value)
    party.line = (gathering.attendances.aggregate(last=Max("line"))["last"] or 0) + 1
    fits = gathering.has_room_for(seats) and not gathering.line_comes_first(party.came_at)
    party.stands_anew(AttendanceState.GOING if fits else AttendanceState.WAITING, party.came_at)
    party.save()
    _count(gathering, seats if fits else 0, 0 if fits else 1)
    letters.signed_up(party)
    return SignedUp(party, True, True)


def _stay(gathering: "Gathering", party: Attendance, seats: int, needs: str | None, is_open: bool) -> SignedUp:
    """Update an existing party, with other seats or other needs."""
    needs = party.needs if needs is None else needs
    more, now = seats - party.seats, clock.now()
    takes = gathering.can_take(party, seats, now)
    if not more and needs == party.needs and not takes:
        return SignedUp(party, False, True)
    if not is_open:
        raise SignUpClosed(gathering)
    if party.is_going and more > 0 and (gathering.line_comes_first(now) or not gathering.has_room_for(more)):
        return SignedUp(party, False, False)
    party.seats, party.needs = seats, needs
    party.save(update_fields=["seats", "needs"])
    if takes:
        gathering.seat([party])
        letters.moved_up([party], asked=True)
    elif more:
        _count(gathering, more if party.is_going else 0, 0)
        letters.moved_up(gathering.call_up())  # a smaller party may fit now, and those behind it
        party.refresh_from_db(fields=["state"])
        if more < 0 and party.is_going:
            _alert(gathering, party, now)
    return SignedUp(party, False, True)


@transaction.atomic
def change_party(gathering: "Gathering", party: Attendance, seats: int) -> SignedUp:
    """Change the seats of an attending or waiting party, like `sign_up`. Raises SignUpClosed."""
    party.hold()
    if party.state == AttendanceState.WITHDRAWN:
        raise SignUpClosed(gathering)
    return _stay(gathering, party, seats, None, gathering.takes_sign_up(clock.now()))


# Under the lock


def let_go(gathering: "Gathering", party: Attendance, by: Membership | None = None) -> bool:
    """Withdraw a party: the next party gets its seats, or its place on the waiting list.

    `by`: the organiser who did it.
    """
    if party.state == AttendanceState.WITHDRAWN:
        return False
    was_going = party.is_going
    party.stands_anew(AttendanceState.WITHDRAWN, clock.now())
    party.needs = ""
    party.save(update_fields=["state", "needs", "sequence", "changed_at"])
    _count(gathering, -party.seats if was_going else 0, 0 if was_going else -1)
    letters.moved_up(gathering.call_up())
    if was_going:
        _alert(gathering, party, clock.now(), by)
    return True


def _alert(gathering: "Gathering", party: Attendance, now: datetime, by: Membership | None = None) -> None:
    """Seats became free in the last two hours: tell the organisers, once per party."""
    if gathering.is_last_minute(now) and not party.is_alerted:
        party.is_alerted = True
        party.save(update_fields=["is_alerted"])
        letters.freed_late(party, by)


def call_up(gathering: "Gathering") -> list[Attendance]:
    """Give free seats to the waiting list, in its order; return the parties to tell.

    Nothing happens when the waiting list no longer moves automatically.
    """
    seats = 0
    next_up: list[Attendance] = []
    if not gathering.waiting or not gathering.moves_up(clock.now()):
        return next_up
    for party in gathering.attendances.waiting().with_names():
        if not gathering.has_room_for(seats + party.seats):
            break
        seats += party.seats
        next_up.append(party)
    gathering.seat(next_up)
    return next_up


def seat(gathering: "Gathering", parties: list[Attendance]) -> None:
    """Move these parties from the waiting list to seats."""
    if not parties:
        return
    _move(gathering, parties, AttendanceState.GOING)
    _count(gathering, sum(party.seats for party in parties), -len(parties))


def lower_capacity(gathering: "Gathering", capacity: int) -> list[Attendance]:
    """Move the last parties to the front of the waiting list, until the rest fits; return the parties to tell."""
    taken = gathering.taken
    moved: list[Attendance] = []
    for party in gathering.attendances.going().with_names().order_by("-line"):
        if taken <= capacity:
            break
        taken -= party.seats
        moved.append(party)
    if moved:
        _move(gathering, moved, AttendanceState.WAITING)
        _count(gathering, taken - gathering.taken, len(moved))
    return moved


def _move(gathering: "Gathering", parties: Iterable[Attendance], state: AttendanceState) -> None:
    now = clock.now()
    these = gathering.attendances.filter(pk__in=[party.pk for party in parties])
    these.update(state=state, sequence=F("sequence") + 1, changed_at=now)
    for party in parties:
        party.stands_anew(state, now)


def _count(gathering: "Gathering", seats: int, parties: int) -> None:
    """Update the counters; the CHECK `never_over_capacity` is the final guard."""
    gathering.advance(taken=F("taken") + seats, waiting=F("waiting") + parties, seats_revision=F("revision") + 1)
    live.gathering_changed(gathering)
