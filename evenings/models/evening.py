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

from evenings import codes, live
from evenings.models import helping, leading, noting, piling
from evenings.models.helper import Task, TaskKind
from evenings.models.participant import Participant
from evenings.models.states import GOES_ON, EveningClosed
from evenings.models.step import Step
from evenings.parts import CHOICE, PARTS, PICKS, SCREEN
from events.models import Gathering
from realtime.models import Followed
from realtime.parts import anew, at_first, newest

if TYPE_CHECKING:
    from evenings.models.session import Session

OPEN_AT_MOST = timedelta(hours=24)
AGAIN = timedelta(hours=24)  # after the end of the gathering it can be opened for so long


class EveningQuerySet(models.QuerySet["Evening"]):
    def open(self, now: datetime) -> Self:
        return self.filter(closes_at__gt=now, closed_at=None).shown()

    def shown(self) -> Self:
        """Those of a gathering that goes on, and that no moderator hid."""
        return self.filter(session__gathering__state__in=GOES_ON, session__gathering__is_hidden=False)

    def with_page(self) -> Self:
        """Load the gathering, its lab, the steps, and what people choose from: three queries."""
        pages = self.select_related("session__gathering__lab", "step__choice")
        return pages.prefetch_related("session__steps", "step__choice__options")


class Evening(Followed):
    """What people in the room follow. It is open until `closes_at`, or until somebody closes it (`closed_at`).

    `opened_at` None: it only has its codes yet, to print them.

    `code` and `key` lead in while it is open: the code by hand, within limits; the key in the QR code, without.
    `task_keys`: those in the QR codes of the three tasks.
    `step` None: people walk in. The clock of the step runs since `started_at`, with `seconds` left at that moment;
    None: it stands still. `left`: the seconds of other steps, by id, where those aren't their minutes; `left_at`: when
    people went on to another one. `version` rises with each change of step or clock. `notes_go_through`: notes come on
    the wall without a glance of who leads. `is_blank`: the big screen shows nothing.
    """

    session = models.OneToOneField("evenings.Session", on_delete=models.CASCADE, related_name="evening")
    code = models.CharField(max_length=20)
    key = models.CharField(max_length=20)
    task_keys = models.JSONField(default=helping.new_keys)
    opened_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    people = models.PositiveIntegerField(default=0)
    step = models.ForeignKey(Step, null=True, on_delete=models.SET_NULL, related_name="+")
    started_at = models.DateTimeField(null=True)
    seconds = models.PositiveIntegerField(default=0)
    left = models.JSONField(default=dict)
    left_at = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
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

    objects = EveningQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=Q(closed_at=None), name="one_open_evening_per_code"),
        ]

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

    @property
    def choice_part(self) -> int:
        return newest(self, CHOICE.columns)

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
        return self.closed_at is None and now < self.closes_at

    # Verbs

    @classmethod
    @transaction.atomic
    def open(cls, session: "Session", at: datetime) -> "Evening":
        """Open the evening of this session for at most a day, and return it; as it is if it is open.

        Opened again it has the same code, unless another evening got that, and goes on where it was. Raises
        EveningClosed if the gathering doesn't go on, is over for a day, or has no steps.
        """
        gathering = session.gathering
        gathering.hold()
        evening = cls.objects.filter(session=session).first()
        if evening and evening.is_open(at):
            return evening
        if not can_open(gathering, at) or not session.steps.on().exists():
            raise EveningClosed
        cls.close_forgotten(at)
        values = {"opened_at": at, "closes_at": at + OPEN_AT_MOST, "closed_at": None}
        if evening is None:
            return cls.begin(session, **values)
        taken = cls.codes_taken(session)
        code = codes.new_code(taken) if evening.code in taken else evening.code
        evening.advance(**values, code=code, **anew(PARTS))
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
        if not can_open(session.gathering, at) or not session.steps.on().exists():
            raise EveningClosed
        cls.close_forgotten(at)
        return cls.begin(session, opened_at=None, closes_at=at, closed_at=None)

    @classmethod
    def begin(cls, session: "Session", **values: datetime | None) -> "Evening":
        key, code = secrets.token_urlsafe(9), codes.new_code(cls.codes_taken(session))
        return cls.objects.create(session=session, code=code, key=key, **values, **at_first(PARTS))

    @classmethod
    def codes_taken(cls, session: "Session") -> set[str]:
        """Return the codes of other evenings that are open, or that wait to be opened."""
        others = cls.objects.filter(closed_at=None).exclude(session=session)
        return set(others.values_list("code", flat=True))

    @transaction.atomic
    def close(self, at: datetime) -> bool:
        """Close the door: the code leads nowhere, and the clock stands still. False if it isn't open."""
        self.hold()
        if self.closed_at is not None or self.opened_at is None:
            return False
        self.advance(closed_at=at, closes_at=min(at, self.closes_at), **self.stopped(at), **anew(PARTS))
        live.evening_changed(self)
        return True

    @classmethod
    def close_forgotten(cls, now: datetime) -> int:
        """Close those that are open longer than a day, and return how many.

        What was never opened gives its code back once the gathering is over for a day.
        """
        over = now - AGAIN
        cls.objects.filter(opened_at=None, closed_at=None, session__gathering__ends_at__lte=over).update(closed_at=now)
        late = cls.objects.filter(closed_at=None, closes_at__lte=now).exclude(opened_at=None)
        return sum(one.close(now) for one in late.order_by("pk"))

    @transaction.atomic
    def join(self, key: UUID, name: str, at: datetime) -> Participant:
        """Let somebody in. The same form again is the same participant. Raises EveningClosed."""
        self.hold()
        there: Participant | None = self.participants.filter(key=key).first()
        if there:
            return there
        if not self.is_open(at):
            raise EveningClosed
        taken = set(self.participants.values_list("word", flat=True))
        joined: Participant = self.participants.create(key=key, name=name, word=codes.new_word(taken), came_at=at)
        self.advance(people=F("people") + 1, people_revision=F("revision") + 1)
        live.evening_changed(self)
        return joined

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

    lay_together = piling.lay_together
    lay_at = piling.lay_at
    take_apart = piling.take_apart
    keep = piling.keep
    blank = piling.blank

    # Under the lock

    def hold(self) -> None:
        """Lock this evening until the transaction ends, and read it again."""
        self.refresh_from_db(from_queryset=Evening.objects.select_for_update(no_key=True))

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
    evening.advance(**(anew_from if is_other else {}), version=F("version") + 1, now_revision=F("revision") + 1)
    live.evening_changed(evening)
