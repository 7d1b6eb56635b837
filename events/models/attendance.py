"""A party at a gathering: one to five people, with seats or on the waiting list."""

from datetime import datetime

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext

from accounts.models.user import MAILBOX_LENGTH, NAME_LENGTH, User
from common import clock
from events.models import letters
from events.models.hidden import only_folded
from events.models.states import AttendanceState, State
from labs.models import Membership

MOST_GUESTS = 4


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def going(self) -> "AttendanceQuerySet":
        return self.filter(state=AttendanceState.GOING)

    def waiting(self) -> "AttendanceQuerySet":
        """The waiting list, first party first."""
        return self.filter(state=AttendanceState.WAITING).order_by("line")

    def counted(self) -> "AttendanceQuerySet":
        """Parties that attend or wait: they are told of changes."""
        return self.exclude(state=AttendanceState.WITHDRAWN)

    def still_to_come(self) -> "AttendanceQuerySet":
        """Parties of gatherings that aren't over."""
        return self.filter(gathering__ends_at__gt=clock.now())

    def with_place_in_line(self) -> "AttendanceQuerySet":
        """Add `ahead`: how many parties wait before this one, in the same query."""
        earlier = Attendance.objects.filter(
            gathering=OuterRef("gathering"), state=AttendanceState.WAITING, line__lt=OuterRef("line")
        )
        count = earlier.order_by().values("gathering").annotate(count=Count("pk")).values("count")
        return self.annotate(ahead=Coalesce(Subquery(count), 0))

    def coming_of(self, user: User, now: datetime) -> list["Attendance"]:
        """Return a user's parties with seats or in line, in all labs, of gatherings that aren't over, soonest first.

        Also of cancelled gatherings, and those of a guest with the same mailbox, as `party_of`. `is_folded`:
        whether the gathering is hidden only until a moderator looked. Three queries, and one for travelling places.
        """
        to_come = self.filter(gathering__state__in=(State.PUBLISHED, State.CANCELLED), gathering__ends_at__gt=now)
        as_guest = {party.gathering_id: party for party in to_come.filter(person=None, mailbox=user.mailbox)}
        as_member = {party.gathering_id: party for party in to_come.filter(person__user=user)}
        pks = [party.pk for party in (as_guest | as_member).values() if party.comes]
        parties = (
            self.filter(pk__in=pks)
            .annotate(is_folded=only_folded("gathering"))
            .with_place_in_line()
            .order_by("gathering__starts_at", "gathering")
        )
        parties = parties.select_related("gathering__lab__municipality", "gathering__place__neighbourhood")
        return list(parties.prefetch_related("gathering__place__stops"))

    def with_names(self) -> "AttendanceQuerySet":
        return self.select_related("person__user", "entered_by__user")

    def with_old_details(self) -> "AttendanceQuerySet":
        """Parties whose data we must no longer keep: needs, and the names and contact data of guests."""
        before = clock.now() - settings.GATHERING_DETAILS_KEPT
        details = ~Q(needs="") | ~Q(name="") | ~Q(mail="") | ~Q(phone="") | Q(mailbox__isnull=False)
        return self.filter(details, gathering__ends_at__lt=before)

    def erase_details(self) -> int:
        """Erase names, contact data and needs; the seats stay counted. Return how many parties."""
        return self.update(needs="", name="", mail="", mailbox=None, phone="")


class Attendance(models.Model):
    """A party at a gathering: a member, a guest who proved a mailbox, or somebody an organiser entered.

    `line` is the order of sign-up, with or without seats; a party that withdraws and returns gets the last number.
    `needs` is for organisers only. `name` is empty for a member, who is shown by their own name.
    """

    gathering = models.ForeignKey("events.Gathering", on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="attendances")
    name = models.CharField(max_length=NAME_LENGTH, blank=True)
    mail = models.EmailField(blank=True)
    mailbox = models.CharField(  # noqa: DJ001  null without one, because only one party could have ""
        max_length=MAILBOX_LENGTH, null=True, editable=False
    )
    phone = models.CharField(max_length=30, blank=True)
    language = models.CharField(max_length=5, default="nl")  # of mails to a guest
    seats = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=9, choices=AttendanceState.choices)
    line = models.PositiveIntegerField()
    needs = models.TextField(blank=True)
    entered_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    key = models.UUIDField(null=True, editable=False)
    came_at = models.DateTimeField(default=clock.now)
    is_alerted = models.BooleanField(default=False, db_default=False)  # organisers know that it gave up seats late
    sequence = models.PositiveIntegerField(default=0, db_default=0)  # for its calendar: rises when `state` changes
    changed_at = models.DateTimeField(null=True, blank=True)  # when `state` last changed

    objects = AttendanceQuerySet.as_manager()

    ahead: int  # with_place_in_line
    fits: bool  # on the organisers' list: are there enough seats for this waiting party now?

    class Meta:
        ordering = ["line"]
        constraints = [
            models.UniqueConstraint(fields=["gathering", "person"], name="one_party_per_person"),
            models.UniqueConstraint(fields=["gathering", "mailbox"], name="one_party_per_mailbox"),
            models.UniqueConstraint(fields=["gathering", "key"], name="one_party_per_key"),
            models.UniqueConstraint(fields=["gathering", "line"], name="one_party_per_place_in_line"),
            models.CheckConstraint(condition=Q(seats__gte=1, seats__lte=1 + MOST_GUESTS), name="one_to_five_seats"),
        ]
        indexes = [models.Index(fields=["gathering", "state", "line"], name="attendances_in_line")]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """The name that organisers see; "guest" for somebody whose name was erased."""
        return self.name or (self.person.name if self.person else gettext("guest"))

    @property
    def is_going(self) -> bool:
        return self.state == AttendanceState.GOING

    @property
    def is_waiting(self) -> bool:
        return self.state == AttendanceState.WAITING

    @property
    def comes(self) -> bool:
        """Does it have seats, or wait for seats?"""
        return self.state != AttendanceState.WITHDRAWN

    @property
    def place_in_line(self) -> int:
        """The place on the waiting list: 1 for the first party; a query."""
        return self.gathering.attendances.waiting().filter(line__lt=self.line).count() + 1

    @property
    def secret(self) -> str:
        """The secret in the URL of a guest's party; not stored."""
        return salted_hmac("events.Attendance", f"{self.gathering_id}.{self.pk}", algorithm="sha256").hexdigest()[:32]

    def is_secret(self, secret: str) -> bool:
        return constant_time_compare(self.secret, secret)

    @transaction.atomic
    def withdraw(self, tells: bool = True, by: Membership | None = None) -> bool:
        """Withdraw the party, and give its seats to the waiting list. A second call does nothing: False.

        The party gets one mail, which removes the gathering from its calendar; not if `tells` is False. `by`: the
        organiser who removes the party.
        """
        self.hold()
        if not self.gathering.let_go(self, by):
            return False
        if tells and self.gathering.is_published:
            letters.withdrawn(self)
        return True

    @transaction.atomic
    def pass_on(self) -> bool:
        """Give this party seats before the parties that wait longer. False: it isn't waiting, or doesn't fit."""
        self.hold()
        if self.gathering.is_hidden or not self.is_waiting or not self.gathering.has_room_for(self.seats):
            return False
        self.gathering.seat([self])
        letters.moved_up([self])
        return True

    def stands_anew(self, state: AttendanceState, now: datetime) -> None:
        """Set the state and raise the sequence number for calendars. Saves nothing."""
        if self.pk:
            self.sequence += 1
            self.changed_at = now
        self.state = state

    def hold(self) -> None:
        self.gathering.hold()
        self.refresh_from_db(fields=["state", "seats", "needs", "line", "sequence"])
