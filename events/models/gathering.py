"""A gathering: people meet at a place or online; with attendees and an outcome."""

import uuid
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from answers.models.work import desk_changed
from audit.models import Thing
from common import clock
from events import live
from events.models import changing, dates, hidden, letters, reminding, seats, table
from events.models.booking import Booking
from events.models.finding import GatheringQuerySet
from events.models.fitting import must_fit
from events.models.states import NO_DATE_YET, Admission, GatheringGone, State
from events.models.table import TableIdea
from events.parts import CARD_CHANGES, NAMED, PARTS
from ideas.models import Idea
from labs.models import Lab, Membership, moderation, subscriptions
from labs.written import written
from places.models import Place, Room
from realtime.models import Followed
from realtime.parts import anew, newest

READ = ("title", "about", "programme", "where")  # the words that readers see when it appears
COPIED = ("title", "about", "programme", "place", "where", "link", "entry", "capacity")


class Gathering(Followed):
    """A meeting of people. Its revision rises with each change on its page; each part stores its own."""

    lab = models.ForeignKey(Lab, on_delete=models.CASCADE, related_name="gatherings")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    uid_host = models.CharField(max_length=255, blank=True, default="", db_default="", editable=False)  # see 0039
    sequence = models.PositiveIntegerField(default=0)  # for calendars: rises with every change that they need
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    title = models.CharField(max_length=120)
    about = models.TextField(blank=True)
    programme = models.TextField(blank=True)  # one step per line: "19.30 Welkom"
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="gatherings")
    lacks_place = models.BooleanField(default=False, db_default=False)  # it closed, or is elsewhere that day
    where = models.CharField(max_length=160, blank=True)  # the exact location, or one that is not a place of the lab
    link = models.URLField(blank=True)  # to join online; for attendees
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    entry = models.CharField(max_length=7, choices=Admission.choices, default=Admission.SIGN_UP)
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)  # None: no limit
    sign_up_until = models.DateTimeField(null=True, blank=True)  # None: until it starts
    taken = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)
    organisers = models.ManyToManyField(Membership, related_name="organises", blank=True)
    made_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    key = models.UUIDField(null=True, editable=False)
    reason = models.TextField(blank=True)  # why it was cancelled or last moved
    moved_from = models.DateTimeField(null=True, blank=True)  # the former start
    reminded_for = models.DateTimeField(null=True, blank=True)  # the start of which people were reminded
    outcome = models.TextField(blank=True)
    is_hidden = models.BooleanField(default=False, db_default=False)  # see models/hidden.py
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    words_revision = models.PositiveBigIntegerField(default=0)
    seats_revision = models.PositiveBigIntegerField(default=0)
    dates_revision = models.PositiveBigIntegerField(default=0)
    table_revision = models.PositiveBigIntegerField(default=0)
    aloud_revision = models.PositiveBigIntegerField(default=0, db_default=0)
    restored_revision = models.PositiveBigIntegerField(default=0, db_default=0)  # when it last came back
    lab_revision = models.PositiveBigIntegerField(default=0)  # the lab's, when this appeared, was moved or cancelled

    objects = GatheringQuerySet.as_manager()

    ideas_on_table: list[TableIdea]  # loaded with the row: `with_page`
    report_url: str  # where everybody reads what happened; in the list of past ones (events/page.py)

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at=None, ends_at=None, state__in=NO_DATE_YET)
                | Q(starts_at__isnull=False, ends_at__isnull=False, ends_at__gt=F("starts_at")),
                name="gathering_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(taken__lte=F("capacity")), name="never_over_capacity"
            ),
            models.UniqueConstraint(fields=["made_by", "key"], name="one_gathering_per_key"),
        ]
        indexes = [
            models.Index(fields=["lab", "starts_at"], name="gatherings_of_a_lab"),
            models.Index(fields=["ends_at"], name="gatherings_by_end"),
            models.Index(fields=["lab", "lab_revision"], name="gatherings_appeared"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("gathering_detail", kwargs={"lab_slug": self.lab.slug, "pk": self.pk})

    # Its current state

    @property
    def is_draft(self) -> bool:
        return self.state == State.DRAFT

    @property
    def is_published(self) -> bool:
        return self.state == State.PUBLISHED

    @property
    def is_cancelled(self) -> bool:
        return self.state == State.CANCELLED

    @property
    def join_link(self) -> str:
        """The link to join online: its own, or its online place's. For attendees only."""
        return self.link or (self.place.link if self.place and not self.lacks_place else "")

    def has_begun(self, now: datetime) -> bool:
        return self.starts_at is not None and self.starts_at <= now

    def is_over(self, now: datetime) -> bool:
        return self.ends_at is not None and self.ends_at <= now

    @property
    def seats_left(self) -> int | None:
        """Free seats, or None without a limit."""
        return None if self.capacity is None else self.capacity - self.taken

    @property
    def sign_up_closes(self) -> datetime | None:
        """The end of sign-up; pages show it, so no task runs at that moment."""
        if self.starts_at is None:
            return None
        return min(self.sign_up_until or self.starts_at, self.starts_at)

    @property
    def card_key(self) -> str:
        """The sort key of its card in a list of new ones."""
        return f"{self.lab_revision:012}"

    @property
    def card_revision(self) -> int:
        return newest(self, CARD_CHANGES)

    @property
    def named_revision(self) -> int:
        """The revision of its text, or of a name shown with it: an organiser's, or the lab's."""
        return newest(self, NAMED)

    @property
    def room(self) -> Room | None:
        """Its booked room; a query."""
        booking = Booking.objects.select_related("room").filter(gathering=self).first()
        return booking.room if booking else None

    @property
    def calendar_uid(self) -> str:
        """Its permanent UID in calendars, independent of this site's address."""
        return f"{self.uid}@{self.uid_host}" if self.uid_host else str(self.uid)

    # Creating

    @classmethod
    def make(
        cls,
        member: Membership,
        key: uuid.UUID,
        room: Room | None = None,
        ideas: Collection[Idea] = (),
        **words: Any,
    ) -> "Gathering":
        """Create a draft organised by `member`, with `ideas` on the table.

        The same key and title again return the first draft.

        Raises RoomTaken, and ValidationError when it doesn't fit its place.
        """
        try:
            with transaction.atomic():
                gathering = cls.objects.create(lab=member.lab, made_by=member, key=key, **words)
                gathering.organisers.add(member)
                if ideas:
                    gathering.put_on_table(ideas)
                gathering.book(room)
                return gathering
        except IntegrityError:
            first = cls.objects.filter(made_by=member, key=key).first()
            if first is None:
                raise
            if first.title == words["title"]:
                return first
            return cls.make(member, uuid.uuid4(), room, ideas, **words)  # Back, then other words: a new one

    @transaction.atomic
    def copy(self, member: Membership, key: uuid.UUID, starts_at: datetime | None = None) -> "Gathering":
        """Create a draft with the same words, table and room, which begins at `starts_at`.

        Raises RoomTaken, ValidationError.
        """
        words = {name: getattr(self, name) for name in COPIED}
        if starts_at and self.starts_at and self.ends_at:
            later = starts_at - self.starts_at
            words |= {"starts_at": starts_at, "ends_at": self.ends_at + later}
            words |= {"sign_up_until": self.sign_up_until + later if self.sign_up_until else None}
        ideas = [row.idea for row in self.table.shown()]
        return Gathering.make(member, key, self.room if "starts_at" in words else None, ideas, **words)

    @transaction.atomic
    def set_organisers(self, members: Iterable[Membership]) -> None:
        self.hold()
        self.organisers.set(members)
        self.advance(words_revision=F("revision") + 1)
        live.gathering_changed(self)

    # Publishing, ending

    @transaction.atomic
    def publish(self, by: Membership | None = None) -> bool:
        """Show a draft to everybody; return True if this call did it. Raises ValidationError if it has no time."""
        ideas = self.hold_with_table()
        if self.state != State.DRAFT:
            return False
        if self.starts_at is None:
            raise ValidationError({"starts_at": _("Choose a date, or ask which dates work for people.")})
        self.must_take_sign_up(self.starts_at, clock.now())
        self.place = self.hold_place(self.place)
        must_fit(self.starts_at, self.ends_at, self.place, None, self.capacity)
        self.appear(ideas, state=State.PUBLISHED)
        letters.appeared(self, by)
        self.was_written(by)
        return True

    @transaction.atomic
    def cancel(self, reason: str, by: Membership | None = None) -> bool:
        """Cancel the gathering and free its room. Return True if this call did it.

        The attendees are told, and the organisers except `by`; also when it is hidden: nobody may find a closed door.
        """
        ideas = self.hold_with_table()
        if self.state not in (State.DATES, State.PUBLISHED):
            return False
        self.appear(ideas, state=State.CANCELLED, reason=reason, sequence=F("sequence") + 1)
        self.statuses_follow(ideas, self.starts_at, None)
        Booking.give(self, None)
        letters.cancelled(self, by)
        return True

    @transaction.atomic
    def close(self, outcome: str, by: Membership | None = None) -> bool:
        """Store the outcome; a second call replaces it. The first one is told, to all except `by`."""
        ideas = self.hold_with_table()
        if self.state not in (State.PUBLISHED, State.CLOSED) or self.is_hidden:
            return False
        is_first = not self.outcome
        self._show(ideas, False, state=State.CLOSED, outcome=outcome)
        if outcome and is_first:
            letters.gathering_outcome(self, by)
        desk_changed(self.lab)
        written(self, by, [outcome])
        return True

    @transaction.atomic
    def throw_away(self) -> bool:
        """Delete a draft, which nobody else saw. Return False for other gatherings: those must be cancelled."""
        self.hold()
        if self.state != State.DRAFT:
            return False
        self.delete()
        return True

    # Its other verbs, each in the file of its subject: docs/decisions/0045

    change = changing.change
    set_capacity = changing.set_capacity

    takes_sign_up = seats.takes_sign_up
    must_take_sign_up = seats.must_take_sign_up
    takes_entries = seats.takes_entries
    moves_up = seats.moves_up
    line_comes_first = seats.line_comes_first
    is_last_minute = seats.is_last_minute
    can_take = seats.can_take
    has_room_for = seats.has_room_for
    party_of = seats.party_of
    sign_up = seats.sign_up
    sign_up_guest = seats.sign_up_guest
    enter = seats.enter
    change_party = seats.change_party
    let_go = seats.let_go
    call_up = seats.call_up
    seat = seats.seat
    lower_capacity = seats.lower_capacity

    put_on_table = table.put_on_table
    note_outcomes = table.note_outcomes
    hold_with_table = table.hold_with_table
    ideas_hear = table.ideas_hear
    statuses_follow = table.statuses_follow

    remind = reminding.remind
    keep_posted = subscriptions.keep_posted
    stop_posting = subscriptions.stop_posting

    ask_dates = dates.ask_dates
    answer_dates = dates.answer_dates
    choose_date = dates.choose_date
    answers_of = dates.answers_of
    forget_answers = dates.forget_answers

    hide = moderation.hide
    restore = moderation.restore

    # Members of labs.models.moderation.Hideable

    in_log = Thing.GATHERING
    hold_to_hide = hidden.hold_gathering
    turn = hidden.turn_gathering
    writers = hidden.writers_of
    writer = hidden.writer_of
    tell_hidden = letters.hidden
    tell_restored = letters.restored

    # Under the lock

    def hold(self) -> None:
        """Lock this gathering until the transaction ends, and read it again. Raises GatheringGone.

        The common lock order (`Followed.advance`): the ideas on its table first, its place and lab later, a room last.
        """
        try:
            self.refresh_from_db(from_queryset=Gathering.objects.select_for_update(no_key=True))
        except Gathering.DoesNotExist:
            raise GatheringGone(self) from None

    def hold_place(self, place: Place | None) -> Place | None:
        """Lock its place, before the lab, so that a simultaneous change of the place includes this gathering."""
        return Place.objects.select_for_update(no_key=True).get(pk=place.pk) if place else None

    def was_written(self, by: Membership | None) -> None:
        """Say that its words can be read by everybody from now on."""
        written(self, by or self.made_by, (getattr(self, name) for name in READ), is_new=True)

    def appear(self, ideas: list[Idea], **values: Any) -> None:
        """Set `values`, and update all pages that show this gathering: its own, those of `ideas`, the lab's lists."""
        self._show(ideas, True, **values)

    def book(self, room: Room | None) -> None:
        """Book this room, and no other, at its time. Raises RoomTaken, ValidationError."""
        must_fit(self.starts_at, self.ends_at, self.place, room, self.capacity)
        Booking.give(self, room)

    def _show(self, ideas: list[Idea], in_lists: bool, **values: Any) -> None:
        self.advance(**values, changed_at=clock.now(), **anew(PARTS))
        self.ideas_hear(ideas)
        if in_lists and self.state != State.DRAFT:
            self.lab_revision = self.lab.advance()
            self.save(update_fields=["lab_revision"])
            live.gathering_appeared(self)
        else:
            live.gathering_changed(self)
