"""A question to the neighbourhood: somebody asks, and ideas answer it. It names all its verbs."""

import uuid
from datetime import date
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from audit.models import Thing
from challenges import live
from challenges.models import ending, hidden, letters, writing
from challenges.models.finding import ChallengeQuerySet, words_to_search
from challenges.models.states import KEEPERS, PROMISED, Asker, ChallengeClosed, Level, State
from challenges.models.story import Step
from challenges.parts import CARD_CHANGES, HEAD, NAMED, PARTS
from common import clock
from common.times import day_of
from ideas.models import Repeat
from labs.models import (
    RESIDENT_VOICE,
    Lab,
    Membership,
    RoleKind,
    Stance,
    Voice,
    Voiced,
    moderation,
    subscriptions,
)
from labs.written import written
from realtime.models import Followed
from realtime.parts import at_first, newest

READ = ("title", "background", "fixed", "decides", "promise")  # the words that readers see when it opens
WITHOUT_A_PROMISE = Q(level="") | Q(background="") | Q(fixed="") | Q(decides="") | Q(promise="")


class Challenge(Followed, Voiced):
    """A question. Its revision rises with each change on its page; each part stores its own."""

    lab = models.ForeignKey(Lab, on_delete=models.CASCADE, related_name="challenges", db_index=False)
    author = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="challenges")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.UUIDField(null=True, editable=False)
    asker = models.CharField(max_length=12, choices=Asker.choices)
    state = models.CharField(max_length=6, choices=State.choices, default=State.OPEN)
    title = models.CharField(max_length=200)
    background = models.TextField(blank=True)  # why it is asked
    until = models.DateField()  # the last day on which it takes ideas
    fixed = models.TextField(blank=True)  # one thing a line; this one and the next three: of the municipality only
    decides = models.TextField(blank=True)
    level = models.CharField(max_length=9, choices=Level.choices, blank=True)
    promise = models.TextField(blank=True)
    stance = models.CharField(max_length=7, choices=Stance.choices, blank=True)  # at a question of the neighbourhood
    outcome = models.TextField(blank=True)
    follow_up = models.TextField(blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    search_text = models.TextField(editable=False, default="", db_default="")
    is_hidden = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)
    edited_at = models.DateTimeField(null=True, blank=True)

    words_revision = models.PositiveBigIntegerField(default=0)
    state_revision = models.PositiveBigIntegerField(default=0)  # until when, closed, reported
    stance_revision = models.PositiveBigIntegerField(default=0)
    ideas_revision = models.PositiveBigIntegerField(default=0)
    left_revision = models.PositiveBigIntegerField(default=0)  # when an idea last left it, was hidden or deleted
    hidden_revision = models.PositiveBigIntegerField(default=0)
    restored_revision = models.PositiveBigIntegerField(default=0)
    lab_revision = models.PositiveBigIntegerField(default=0)  # the lab's, when it last appeared or changed its place

    objects = ChallengeQuerySet.as_manager()

    idea_count: int  # loaded with the row: `with_count`

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["author", "key"], name="one_question_per_key"),
            models.CheckConstraint(
                condition=~Q(asker=Asker.NEIGHBOURS)
                | Q(level="", fixed="", decides="", promise="") & ~Q(state=State.DRAFT),
                name="neighbours_promise_nothing",
            ),
            models.CheckConstraint(
                condition=~Q(asker=Asker.MUNICIPALITY) | Q(stance="") & (Q(state=State.DRAFT) | ~WITHOUT_A_PROMISE),
                name="municipality_promises_first",
            ),
        ]
        indexes = [
            models.Index(fields=["lab", "is_hidden", "state", "until", "id"], name="questions_by_day"),
            models.Index(fields=["lab", "lab_revision"], name="questions_appeared"),
            models.Index(fields=["until"], condition=Q(state=State.OPEN), name="questions_open"),  # the worker
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("challenge_detail", kwargs={"lab_slug": self.lab.slug, "pk": self.pk})

    # Its current state

    @property
    def is_draft(self) -> bool:
        return self.state == State.DRAFT

    @property
    def is_municipal(self) -> bool:
        return self.asker == Asker.MUNICIPALITY

    @property
    def is_open(self) -> bool:
        """Does it take ideas today? The worker closes it up to a minute after its last day."""
        return self.is_open_on(timezone.localdate())

    def is_open_on(self, today: date) -> bool:
        return self.state == State.OPEN and self.until >= today and not self.is_hidden

    @property
    def is_over(self) -> bool:
        return self.state == State.CLOSED or (self.state == State.OPEN and self.until < timezone.localdate())

    @property
    def missing(self) -> list[str]:
        """Return the fields that the municipality must fill in before the question goes online."""
        return [name for name in PROMISED if not getattr(self, name)] if self.is_municipal else []

    @property
    def has_rules(self) -> bool:
        """Does the municipality promise anything here, or say what it does? A draft may not yet."""
        return any((self.level, self.decides, self.fixed, self.promise, self.stance))

    @property
    def card_key(self) -> str:
        """The sort key of its card in a list of new ones."""
        return f"{self.lab_revision:012}"

    @property
    def named_revision(self) -> int:
        return newest(self, NAMED)

    @property
    def head_revision(self) -> int:
        return newest(self, HEAD)

    @property
    def card_revision(self) -> int:
        return newest(self, CARD_CHANGES)

    @property
    def rules_revision(self) -> int:
        return max(self.words_revision, self.stance_revision)

    @property
    def steps_revision(self) -> int:
        return max(self.state_revision, self.names_revision)

    # Asking

    @classmethod
    def ask(cls, member: Membership, voice: Voice, key: uuid.UUID, **words: Any) -> "Repeat[Challenge]":
        """Ask a question, or keep a draft of the municipality. The same key and title return the first one."""
        try:
            with transaction.atomic():
                said = {"voice_kind": voice.kind, "voice_label": voice.label, **at_first(PARTS), **words}
                challenge = cls(lab=member.lab, author=member, key=key, **said)
                challenge.search_text = words_to_search(challenge)
                challenge.save(force_insert=True)
                if not challenge.is_draft:
                    challenge.open_up(member, voice)
                return Repeat(challenge, True)
        except IntegrityError:
            first = cls.objects.filter(author=member, key=key).first()
            if first is None:
                raise
            if first.title == words["title"] and first.background == words["background"]:
                return Repeat(first, False)
            return cls.ask(member, voice, uuid.uuid4(), **words)  # Back, then other words: a new one

    @transaction.atomic
    def publish(self, member: Membership, voice: Voice) -> bool:
        """Show a draft to everybody; return True if this call did it. Raises ChallengeClosed if its promise lacks.

        Also raises it if its last day is over.
        """
        self.hold()
        if not self.is_draft:
            return False
        if self.missing or self.until < day_of(clock.now()):
            raise ChallengeClosed(self)
        self.advance(state=State.OPEN, state_revision=F("revision") + 1)
        self.open_up(member, voice)
        return True

    def open_up(self, member: Membership, voice: Voice) -> None:
        self.note(Step.Kind.OPENED, member, voice, until=self.until)
        self.show_in_lists()
        live.challenge_appeared(self)
        written(self, member, (getattr(self, name) for name in READ), is_new=True)

    def note(self, kind: str, by: Membership | None, voice: Voice | None, **facts: Any) -> Step:
        """Add a step to its history."""
        said = {"voice_kind": voice.kind, "voice_label": voice.label} if voice else {}
        return self.story.create(kind=kind, by=by, **said, **facts)

    def voice_of(self, member: Membership) -> Voice:
        """Return the role in which `member`, who keeps this question, speaks about it."""
        if self.is_municipal:
            kinds = frozenset({RoleKind.CIVIL_SERVANT})
        elif self.author_id == member.pk:
            return self.voice
        else:
            kinds = KEEPERS
        return next((voice for voice in member.voices() if voice.kind in kinds), RESIDENT_VOICE)

    # Its other verbs, each in the file of its subject: docs/decisions/0045

    edit = writing.edit
    take_stance = writing.take_stance
    withdraw = writing.withdraw
    lengthen = ending.lengthen
    close = ending.close
    close_on_time = ending.close_on_time
    report = ending.report
    keep_posted = subscriptions.keep_posted
    stop_posting = subscriptions.stop_posting
    hide = moderation.hide
    restore = moderation.restore

    # Members of labs.models.moderation.Hideable

    in_log = Thing.QUESTION
    hold_to_hide = hidden.hold_challenge
    turn = hidden.turn_challenge
    writers = hidden.writers_of
    writer = letters.writer_of
    tell_hidden = letters.hidden
    tell_restored = letters.restored

    # Under the lock

    def hold(self) -> None:
        """Lock this question until the transaction ends, and read it again. Raises ChallengeClosed when it is gone.

        The common lock order: ideas, questions, gatherings, places, labs.
        """
        names = [field.attname for field in self._meta.concrete_fields if field.attname not in ("id", "lab_id")]
        now = Challenge.objects.select_for_update(no_key=True).filter(pk=self.pk).values(*names).first()
        if now is None:
            raise ChallengeClosed(self)
        for name, value in now.items():
            setattr(self, name, value)

    def show_in_lists(self) -> None:
        """Store the lab's new revision, because its place in the lists changed. Locks the lab."""
        self.lab_revision = self.lab.advance()
        self.save(update_fields=["lab_revision"])
