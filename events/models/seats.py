"""Who gets a seat: first come, first served, and never more than there are."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Max, Q
from django.utils.translation import gettext as _

from accounts.models import mailbox
from common import clock
from events import letters, live
from events.models.attendance import Attendance
from events.models.states import AttendanceState, Entry, SignUpClosed, State
from labs.models import Membership, Visitor
from realtime.models import Followed

MOVES_UP_UNTIL = timedelta(hours=2)  # before it starts; later than that nobody is called up by surprise


class SignedUp(NamedTuple):
    """What came of signing up: the party, whether it is new, and whether it got the seats it asked for.

    A new party that waits is as asked. One that comes, and wants more than there is, isn't: it stays as it was.
    """

    party: Attendance
    is_new: bool
    as_asked: bool


class Seats(Followed):
    """`taken` counts the seats of parties that come, `waiting` the parties in line; both move under the row's lock.

    The line is strict: a party that doesn't fit waits, and those behind it too, unless an organiser passes one on.
    """

    entry = models.CharField(max_length=7, choices=Entry.choices, default=Entry.SIGN_UP)
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)  # None: no limit
    sign_up_until = models.DateTimeField(null=True, blank=True)  # None: until it starts
    taken = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)
    seats_revision = models.PositiveBigIntegerField(default=0)

    class Meta:
        abstract = True

    if TYPE_CHECKING:
        attendances: Any
        state: str
        starts_at: datetime | None
        ends_at: datetime | None

        lacks_place: bool

        def hold(self) -> None: ...

    # What it is now

    @property
    def seats_left(self) -> int | None:
        """Free seats, or None when there is no limit."""
        return None if self.capacity is None else self.capacity - self.taken

    @property
    def sign_up_closes(self) -> datetime | None:
        """Until when people sign up themselves; pages word it, so nothing has to happen at that moment."""
        if self.starts_at is None:
            return None
        return min(self.sign_up_until or self.starts_at, self.starts_at)

    def takes_sign_up(self, now: datetime) -> bool:
        closes = self.sign_up_closes
        is_open = self.state == State.PUBLISHED and self.entry == Entry.SIGN_UP
        return is_open and closes is not None and now < closes and not self.lacks_place

    def must_take_sign_up(self, starts_at: datetime, now: datetime) -> None:
        """Raises ValidationError when sign-up would be closed from the first moment, though it starts later."""
        until = self.sign_up_until if self.entry == Entry.SIGN_UP else None
        if until and until <= now < starts_at:
            words = _("Sign-up would already be closed. Choose a later day until which people can sign up.")
            raise ValidationError({"sign_up_until": words})

    def takes_entries(self, now: datetime) -> bool:
        """Whether an organiser may still enter people: until it is over."""
        return self.state == State.PUBLISHED and self.ends_at is not None and now < self.ends_at

    def moves_up(self, now: datetime) -> bool:
        """Whether a free seat still goes to the first in line by itself: where all just walk in, until it is over."""
        if self.state != State.PUBLISHED or self.starts_at is None:
            return False
        if self.entry == Entry.WALK_IN:
            return self.takes_entries(now)
        return now < self.starts_at - MOVES_UP_UNTIL

    def line_comes_first(self, now: datetime) -> bool:
        """Whether a free seat is for those who wait; in the last two hours it is for whoever takes it."""
        return self.waiting > 0 and self.moves_up(now)

    def is_last_minute(self, now: datetime) -> bool:
        """It starts soon: who gives back a seat now frees it for anybody, and the organisers hear."""
        if self.state != State.PUBLISHED or self.starts_at is None:
            return False
        return self.starts_at - MOVES_UP_UNTIL <= now < self.starts_at

    def can_take(self, party: Attendance, seats: int, now: datetime) -> bool:
        """Whether someone who waits takes free seats by asking: when the line doesn't move up any more."""
        is_first_come = self.takes_sign_up(now) and not self.moves_up(now)
        return party.is_waiting and is_first_come and self.has_room_for(seats)

    def has_room_for(self, seats: int) -> bool:
        return self.capacity is None or self.taken + seats <= self.capacity

    def party_of(self, member: Membership | Visitor) -> Attendance | None:
        """Their party; also the one they made as a guest, with the same mailbox. A query."""
        mine = Q(person=member.pk) if member.pk else Q(pk=None)
        if member.user:
            mine |= Q(person=None, mailbox=member.user.mailbox)
        own_first = F("person").asc(nulls_last=True)
        return self.attendances.filter(mine).order_by(own_first).first()

    # Signing up

    @transaction.atomic
    def sign_up(self, member: Membership, seats: int = 1, needs: str | None = None) -> SignedUp:
        """Give `member` and guests their seats, or a place in the line. Raises SignUpClosed.

        Again: the same party. Other `seats` change it, more only where they fit and nobody waits; `needs` None leaves
        what was said.
        """
        self.hold()
        party = self.party_of(member)
        if party and party.person_id is None:
            party.person = member
            party.save(update_fields=["person"])
        return self._come(party, seats, needs, self.takes_sign_up(clock.now()), person=member)

    @transaction.atomic
    def sign_up_guest(self, name: str, mail: str, language: str, seats: int = 1, needs: str | None = None) -> SignedUp:
        """The same for someone without an account who proved this mailbox just now; `party.secret` lets them in."""
        self.hold()
        box = mailbox(mail)
        party = self.attendances.filter(Q(mailbox=box) | Q(person__user__mailbox=box)).first()
        who = {"name": name, "mail": mail, "mailbox": box, "language": language}
        if party and party.person_id:
            who = {}
        return self._come(party, seats, needs, self.takes_sign_up(clock.now()), **who)

    @transaction.atomic
    def enter(
        self,
        organiser: Membership,
        key: uuid.UUID,
        name: str,
        seats: int = 1,
        mail: str = "",
        phone: str = "",
        needs: str = "",
    ) -> SignedUp:
        """Write down who called or came by. The same key or mailbox again: the first. Raises SignUpClosed.

        Looks for no account behind the address: that would tell whose it is.
        """
        self.hold()
        box = mailbox(mail) if mail else None
        same = Q(key=key) | Q(mailbox=box) if box else Q(key=key)
        party = self.attendances.filter(same).first()
        if party and party.state != AttendanceState.WITHDRAWN:
            return SignedUp(party, False, party.seats == seats)
        who = {"name": name, "mail": mail, "mailbox": box, "phone": phone, "key": key, "entered_by": organiser}
        return self._come(party, seats, needs, self.takes_entries(clock.now()), **who)

    def _come(self, party: Attendance | None, seats: int, needs: str | None, is_open: bool, **who: Any) -> SignedUp:
        if party and party.state != AttendanceState.WITHDRAWN:
            return self._stay(party, seats, needs, is_open)
        if not is_open:
            raise SignUpClosed(self)
        party = party or Attendance(gathering=self)  # type: ignore[misc]
        for name, value in {
            "entered_by": None,
            **who,
            "seats": seats,
            "needs": needs or "",
            "came_at": clock.now(),
        }.items():
            setattr(party, name, value)
        party.line = (self.attendances.aggregate(last=Max("line"))["last"] or 0) + 1
        fits = self.has_room_for(seats) and not self.line_comes_first(party.came_at)
        party.stands_anew(AttendanceState.GOING if fits else AttendanceState.WAITING, party.came_at)
        party.save()
        self._count(seats if fits else 0, 0 if fits else 1)
        letters.signed_up(party)
        return SignedUp(party, True, True)

    def _stay(self, party: Attendance, seats: int, needs: str | None, is_open: bool) -> SignedUp:
        """They had signed up: perhaps with other seats now, or other needs."""
        needs = party.needs if needs is None else needs
        more, now = seats - party.seats, clock.now()
        takes = self.can_take(party, seats, now)
        if not more and needs == party.needs and not takes:
            return SignedUp(party, False, True)
        if not is_open:
            raise SignUpClosed(self)
        if party.is_going and more > 0 and (self.line_comes_first(now) or not self.has_room_for(more)):
            return SignedUp(party, False, False)
        party.seats, party.needs = seats, needs
        party.save(update_fields=["seats", "needs"])
        if takes:
            self.seat([party])
            letters.moved_up([party])
        elif more:
            self._count(more if party.is_going else 0, 0)
            letters.moved_up(self.call_up())  # smaller may fit now, and so may those behind it
            party.refresh_from_db(fields=["state"])
            if more < 0 and party.is_going:
                self._alert(party, now)
        return SignedUp(party, False, True)

    @transaction.atomic
    def change_party(self, party: Attendance, seats: int) -> SignedUp:
        """Other seats for a party that comes or waits, as `sign_up`. Raises SignUpClosed."""
        party.hold()
        if party.state == AttendanceState.WITHDRAWN:
            raise SignUpClosed(self)
        return self._stay(party, seats, None, self.takes_sign_up(clock.now()))

    # Under the lock

    def let_go(self, party: Attendance, by: Membership | None = None) -> bool:
        """They don't come: their seats, or their place in the line, go to the next. `by` an organiser: they know."""
        if party.state == AttendanceState.WITHDRAWN:
            return False
        was_going = party.is_going
        party.stands_anew(AttendanceState.WITHDRAWN, clock.now())
        party.needs = ""
        party.save(update_fields=["state", "needs", "sequence", "changed_at"])
        self._count(-party.seats if was_going else 0, 0 if was_going else -1)
        letters.moved_up(self.call_up())
        if was_going:
            self._alert(party, clock.now(), by)
        return True

    def _alert(self, party: Attendance, now: datetime, by: Membership | None = None) -> None:
        """Seats fell free in the last two hours: tell the organisers, once about each party."""
        if self.is_last_minute(now) and not party.is_alerted:
            party.is_alerted = True
            party.save(update_fields=["is_alerted"])
            letters.freed_late(party, by)

    def call_up(self) -> list[Attendance]:
        """Give free seats to the line, in strict order, as long as it moves up; returns who must be told."""
        seats = 0
        next_up: list[Attendance] = []
        if not self.waiting or not self.moves_up(clock.now()):
            return next_up
        for party in self.attendances.waiting().with_names():
            if not self.has_room_for(seats + party.seats):
                break
            seats += party.seats
            next_up.append(party)
        self.seat(next_up)
        return next_up

    def seat(self, parties: list[Attendance]) -> None:
        """Move these from the line to their seats."""
        if not parties:
            return
        self._move(parties, AttendanceState.GOING)
        self._count(sum(party.seats for party in parties), -len(parties))

    def lower_capacity(self, capacity: int) -> list[Attendance]:
        """Move those who came last to the front of the line, until the rest fits; returns who must be told."""
        taken = self.taken
        moved: list[Attendance] = []
        for party in self.attendances.going().with_names().order_by("-line"):
            if taken <= capacity:
                break
            taken -= party.seats
            moved.append(party)
        if moved:
            self._move(moved, AttendanceState.WAITING)
            self._count(taken - self.taken, len(moved))
        return moved

    def _move(self, parties: Iterable[Attendance], state: AttendanceState) -> None:
        now = clock.now()
        these = self.attendances.filter(pk__in=[party.pk for party in parties])
        these.update(state=state, sequence=F("sequence") + 1, changed_at=now)
        for party in parties:
            party.stands_anew(state, now)

    def _count(self, seats: int, parties: int) -> None:
        """The CHECK `never_over_capacity` has the last word."""
        self.advance(taken=F("taken") + seats, waiting=F("waiting") + parties, seats_revision=F("revision") + 1)
        live.gathering_changed(self)  # type: ignore[arg-type]
