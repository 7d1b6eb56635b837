"""The evening itself, live: open or closed, its code, who walked in, the step now and its clock.

Each verb locks the evening; what opens or closes it, and what changes the plan, locks the gathering before that.
"""

import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property

from evenings import codes, live
from evenings.models import (
    asking_again,
    bringing,
    harvesting,
    helping,
    leading,
    noting,
    picking,
    piling,
    pretending,
    promising,
    rehearsing,
    speaking,
)
from evenings.models.helper import Task, TaskKind
from evenings.models.participant import Participant
from evenings.models.states import GOES_ON, EveningClosed
from evenings.models.step import Step
from evenings.parts import CHOICE, COUNT, PARTS, PICKS, SCREEN
from events.models import Gathering
from realtime.models import Followed
from realtime.parts import anew, at_first, newest

if TYPE_CHECKING:
    from evenings.models.session import Session

OPEN_AT_MOST = timedelta(hours=24)
AGAIN = timedelta(hours=24)  # after the end of the gathering it can be opened for so long


class EveningQuerySet(models.QuerySet["Evening"]):
    def open(self, now: datetime) -> Self:
        return self.filter(closes_at__gt=now, closed_at=None, opened_at__isnull=False).shown()

    def shown(self) -> Self:
        """Those of a gathering that goes on, and that no moderator hid."""
        return self.filter(session__gathering__state__in=GOES_ON, session__gathering__is_hidden=False)

    def with_page(self) -> Self:
        """Load the gathering, its lab, the steps, the report, and what people choose from: three queries."""
        pages = self.select_related("session__gathering__lab", "step__choice", "report")
        return pages.prefetch_related("session__steps", "step__choice__options")


class Evening(Followed):
    """What people in the room follow. It is open until `closes_at`, or until somebody closes it (`closed_at`).

    `opened_at` None: it only has its codes yet, to print them. `is_rehearsal`: it is tried out, and none of it stays.

    `code` and `key` lead in while it is open: the code by hand, within limits; the key in the QR code, without.
    `task_keys`: those in the QR codes of the three tasks.
    `step` None: people walk in. The clock of the step runs since `started_at`, with `seconds` left at that moment;
    None: it stands still. `left`: the seconds of other steps, by id, where those aren't their minutes; `left_at`: when
    people went on to another one. `version` rises with each change of step or clock. `notes_go_through`: notes come on
    the wall without a glance of who leads. `people`: who walked in, with all at the device of a table. `is_blank`: the
    big screen shows nothing.
    """

    session = models.OneToOneField("evenings.Session", on_delete=models.CASCADE, related_name="evening")
    code = models.CharField(max_length=20)
    key = models.CharField(max_length=20)
    task_keys = models.JSONField(default=helping.new_keys)
    opened_at = models.DateTimeField(null=True)
    is_rehearsal = models.BooleanField(default=False)
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    people = models.PositiveIntegerField(default=0)
    step = models.ForeignKey(Step, null=True, on_delete=models.SET_NULL, related_name="+")
    started_at = models.DateTimeField(null=True)
    seconds = models.PositiveIntegerField(default=0)
    left = models.JSONField(default=dict)
    left_at = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    rehearsal_revision = models.PositiveBigIntegerField(default=0)
    now_revision = models.PositiveBigIntegerField(default=0)
    people_revision = models.PositiveBigIntegerField(default=0)
    tasks_revision = models.PositiveBigIntegerField(default=0)
    asks_revision = models.PositiveBigIntegerField(default=0)
    notes_go_through = models.BooleanField(default=False)
    is_blank = models.BooleanField(default=False)
    wall_revision = models.PositiveBigIntegerField(default=0)
    glance_revision = models.PositiveBigIntegerField(default=0)
    heads = models.PositiveSmallIntegerField(default=0)  # in the room, counted by who leads
    choice_revision = models.PositiveBigIntegerField(default=0)
    picks_revision = models.PositiveBigIntegerField(default=0)
    brought_revision = models.PositiveBigIntegerField(default=0)
    floor_revision = models.PositiveBigIntegerField(default=0)

    objects = EveningQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=Q(closed_at=None), name="one_open_evening_per_code"),
        ]
        indexes = [models.Index(fields=["closes_at"], condition=Q(is_rehearsal=True), name="evening_rehearsals")]

    def __str__(self) -> str:
        return codes.said(self.code)

    @property
    def gathering(self) -> Gathering:
        return self.session.gathering

    @property
    def said(self) -> str:
        """The code as people read and hear it: "KIEVIT 42"."""
        return codes.said(self.code)

    @property
    def screen_revision(self) -> int:
        return newest(self, SCREEN.columns)

    @property
    def taken_tasks(self) -> list[tuple[TaskKind, list[Task]]]:
        """Each task with who have it, the first first. One query, when a page draws it."""
        held = list(Task.objects.filter(helper__evening=self).select_related("helper").order_by("pk"))
        return [(kind, [task for task in held if task.kind == kind]) for kind in TaskKind]

    @cached_property
    def speakers(self) -> list[Participant]:
        """Who waits to say something, the first first. One query, when a page draws it."""
        return list(self.participants.exclude(asked_floor=None).order_by("asked_floor", "pk"))

    @property
    def choice_part(self) -> int:
        return newest(self, CHOICE.columns)

    @property
    def count_part(self) -> int:
        return newest(self, COUNT.columns)

    @property
    def picks_part(self) -> int:
        return newest(self, PICKS.columns)

    @property
    def ends_at(self) -> datetime | None:
        """When the time of the step is over; None while the clock stands still."""
        return self.started_at + timedelta(seconds=self.seconds) if self.started_at else None

    def get_absolute_url(self) -> str:
        return reverse("live_phone", kwargs={"lab_slug": self.gathering.lab.slug, "code": self.code})

    def is_open(self, now: datetime) -> bool:
        return self.opened_at is not None and self.closed_at is None and now < self.closes_at

    @property
    def is_over(self) -> bool:
        """Is it closed, or was it rehearsed and not opened since? Known without a clock, so for parts."""
        return self.closed_at is not None or self.opened_at is None

    def has_ended(self, now: datetime) -> bool:
        """Was it open for real, and is it closed now?"""
        return self.opened_at is not None and not self.is_rehearsal and not self.is_open(now)

    # Verbs

    @classmethod
    @transaction.atomic
    def open(cls, session: "Session", at: datetime) -> "Evening":
        """Open the evening of this session for at most a day, and return it; as it is if it is open.

        Opened again it has the same code, unless another evening got that, and goes on where it was. Raises
        EveningClosed if the gathering doesn't go on, is over for a day, or has no steps.
        """
        session.gathering.hold()
        evening = cls.objects.filter(session=session).first()
        if evening and evening.is_open(at) and not evening.is_rehearsal:
            return evening
        cls.must_be_able(session, at)
        values = {"opened_at": at, "closes_at": at + OPEN_AT_MOST, "closed_at": None}
        if evening is None:
            return cls.begin(session, **values)
        evening.stop_rehearsal(at)
        evening.advance(**values, code=evening.free_code(), **anew(PARTS))
        live.evening_changed(evening)
        return evening

    @classmethod
    @transaction.atomic
    def make_codes(cls, session: "Session", at: datetime) -> "Evening":
        """Give the evening its codes before it is opened, to print them; as it is if it has them.

        They lead in once it is open. Raises EveningClosed as `open` does.
        """
        session.gathering.hold()
        there = cls.objects.filter(session=session).first()
        if there:
            return there
        cls.must_be_able(session, at)
        return cls.begin(session, opened_at=None, closes_at=at, closed_at=None)

    @classmethod
    @transaction.atomic
    def try_out(cls, session: "Session", at: datetime, lasts: timedelta = rehearsing.LASTS) -> "Evening":
        """Open the evening as a rehearsal, and return it. Raises EveningClosed as `open` and `rehearse` do."""
        evening = cls.make_codes(session, at)
        cls.must_be_able(session, at)
        evening.rehearse(at, lasts)
        return evening

    @classmethod
    def must_be_able(cls, session: "Session", at: datetime) -> None:
        """Raise EveningClosed unless it can be opened. Takes back codes that nobody needs any more."""
        if not can_open(session.gathering, at) or not session.steps.on().exists():
            raise EveningClosed
        cls.close_forgotten(at)

    @classmethod
    def begin(cls, session: "Session", **values: datetime | None) -> "Evening":
        key, code = secrets.token_urlsafe(9), codes.new_code(cls.codes_taken(session))
        return cls.objects.create(session=session, code=code, key=key, **values, **at_first(PARTS))

    @classmethod
    def codes_taken(cls, session: "Session") -> set[str]:
        """Return the codes of other evenings that are open, or that wait to be opened."""
        others = cls.objects.filter(closed_at=None).exclude(session=session)
        return set(others.values_list("code", flat=True))

    def free_code(self) -> str:
        """Return its code, or another one if an evening that is open got it."""
        taken = self.codes_taken(self.session)
        return codes.new_code(taken) if self.code in taken else self.code

    @transaction.atomic
    def close(self, at: datetime) -> bool:
        """Close the door: the code leads nowhere, and the clock stands still. False if it isn't open.

        A rehearsal stops, and nothing of it stays.
        """
        self.hold()
        if self.is_rehearsal:
            return self.stop_rehearsal(at)
        if self.closed_at is not None or self.opened_at is None:
            return False
        self.participants.exclude(asked_floor=None).update(asked_floor=None)
        self.advance(closed_at=at, closes_at=min(at, self.closes_at), **self.stopped(at), **anew(PARTS))
        live.evening_changed(self)
        return True

    @classmethod
    def close_forgotten(cls, now: datetime) -> int:
        """Close those that are open longer than a day, and rehearsals after their time. Return how many.

        What was never opened gives its code back once the gathering is over for a day.
        """
        over = now - AGAIN
        cls.objects.filter(opened_at=None, closed_at=None, session__gathering__ends_at__lte=over).update(closed_at=now)
        late = cls.objects.filter(closed_at=None, closes_at__lte=now).exclude(opened_at=None)
        return sum(one.close_late(now) for one in late.order_by("pk"))

    @transaction.atomic
    def close_late(self, at: datetime) -> bool:
        """Close it if its time is over. False if somebody gave it more time meanwhile, or closed it."""
        self.hold()
        return self.closes_at <= at and self.close(at)

    @transaction.atomic
    def join(self, key: UUID, name: str, at: datetime) -> Participant:
        """Let somebody in; without a name if people younger than 16 come. The same form again is the same participant.

        Raises EveningClosed.
        """
        self.hold()
        there: Participant | None = self.participants.filter(key=key).first()
        if there:
            return there
        if not self.is_open(at):
            raise EveningClosed
        taken = set(self.participants.values_list("word", flat=True))
        joined: Participant = self.participants.create(
            key=key, name=self.kept_name(name), word=codes.new_word(taken), came_at=at
        )
        self.advance(people=F("people") + 1, people_revision=F("revision") + 1)
        live.evening_changed(self)
        return joined

    rehearse = rehearsing.rehearse
    stop_rehearsal = rehearsing.stop_rehearsal
    pretend = pretending.pretend

    go = leading.go
    start = leading.start
    pause = leading.pause
    give_more = leading.give_more
    shorten = leading.shorten

    take_task = helping.take_task
    take_back = helping.take_back
    renew_key = helping.renew_key

    write = noting.write
    settle = noting.settle
    withdraw = noting.withdraw
    let_through = noting.let_through

    pick_note = picking.pick_note

    lay_together = piling.lay_together
    lay_at = piling.lay_at
    take_apart = piling.take_apart
    keep = piling.keep
    blank = piling.blank

    ask_floor = speaking.ask_floor
    spoke = speaking.spoke

    put_at_idea = harvesting.put_at_idea
    make_idea = harvesting.make_idea
    make_comment = harvesting.make_comment
    leave_in_report = harvesting.leave_in_report
    leave_rest_in_report = harvesting.leave_rest_in_report
    add_to_list = harvesting.add_to_list
    choose_again = harvesting.choose_again
    take_off_list = harvesting.take_off_list

    bring = bringing.bring
    let_show = bringing.let_show
    bring_nothing = bringing.bring_nothing
    put_on_screen = bringing.put_on_screen
    pass_later = bringing.pass_later
    belongs_to = bringing.belongs_to
    ask_again = asking_again.ask_again
    still_bring = asking_again.still_bring
    bring_to_idea = asking_again.bring_to_idea

    note_promise = promising.note_promise
    correct_promise = promising.correct_promise
    remove_promise = promising.remove_promise
    put_promise = promising.put_promise
    put_aside = promising.put_aside
    open_promise = promising.open_promise

    # Under the lock

    def hold(self) -> None:
        """Lock this evening until the transaction ends, and read it again."""
        self.refresh_from_db(from_queryset=Evening.objects.select_for_update(no_key=True))

    def kept_name(self, name: str) -> str:
        """Return the name of somebody who takes part; nothing if people younger than 16 come. One query, for a name.

        It reads the session after the lock: read together with the evening it can be older than what we waited for.
        """
        return name if name and self.session.asks_names else ""

    def stopped(self, at: datetime) -> dict[str, object]:
        """Return the values of a clock that stands still."""
        return {"seconds": self.seconds_left(at), "started_at": None}

    def seconds_left(self, at: datetime) -> int:
        """Return the seconds that the step has left; 0 when its time is over."""
        if self.started_at is None:
            return self.seconds
        return max(0, self.seconds - int((at - self.started_at).total_seconds()))


def can_open(gathering: Gathering, now: datetime) -> bool:
    """Does the gathering go on, and is it not over for more than a day?"""
    goes_on = gathering.state in GOES_ON and not gathering.is_hidden
    return goes_on and gathering.ends_at is not None and now < gathering.ends_at + AGAIN


def plan_changed(session: "Session", *, is_other: bool = False) -> None:
    """Show a changed plan to who follows its evening; another plan (`is_other`) begins again with the walk-in.

    Call it with the gathering locked.
    """
    evening = Evening.objects.filter(session=session).first()
    if evening is None:
        return
    evening.hold()
    anew_from: dict[str, object] = {"step": None, "started_at": None, "seconds": 0, "left": {}, "left_at": {}}
    # Names of who wants to speak go at once where people younger than 16 come
    values = {"floor_revision": F("revision") + 1} if session.has_under_16 else {}
    evening.advance(
        **(anew_from if is_other else {}), **values, version=F("version") + 1, now_revision=F("revision") + 1
    )
    live.evening_changed(evening)
