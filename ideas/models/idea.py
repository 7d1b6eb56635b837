"""An idea: what could be here, what is here already, what is still needed. It names all its verbs."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.urls import reverse
from django.utils.functional import cached_property

from audit.models import Thing
from common import clock
from common.joins import ExtensionPoint
from common.text import fold
from ideas import live
from ideas.models import closings, due, hidden, letters, pledges, spelling, stances, story, taking_part, talk, welcomes
from ideas.models.edits import IdeaEdit
from ideas.models.finding import IdeaQuerySet
from ideas.models.hidden_photo import let_go
from ideas.models.indexes import CONSTRAINTS, INDEXES
from ideas.models.results import SAME_WORDS_WITHIN, IdeaClosed, Moved, Repeat, SaidBefore
from ideas.models.status import OPEN, AuthorPlan, Status
from ideas.parts import CARD_TALK, NAMED, PARTS, PLEDGES, STORY
from labs.models import Lab, Membership, Neighbourhood, Stance, Voice, Voiced, moderation, subscriptions
from labs.models.stance import Step, steps
from labs.written import written
from realtime.models import Followed
from realtime.parts import at_first, newest

TALK_AFTER_CLOSING = timedelta(days=31)
SHOWN_IN: "ExtensionPoint[Callable[[Idea], None]]" = ExtensionPoint(
    "ideas.models.idea.SHOWN_IN",
    "Other things that show the card of an idea: a verb for each, called under the idea's lock when it is hidden or "
    "restored.",
)
RENAMED: "ExtensionPoint[Callable[[Idea], None]]" = ExtensionPoint(
    "ideas.models.idea.RENAMED",
    "Other things that say the title of an idea: a verb for each, called under the idea's lock when that changed.",
)


class Idea(Followed, Voiced):
    """A proposal for what could be here. Its revision rises with each change on its page; each part stores its own."""

    lab = models.ForeignKey(Lab, on_delete=models.CASCADE, related_name="ideas", db_index=False)
    author = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="ideas")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.UUIDField(null=True, editable=False)
    title = models.CharField(max_length=200)
    opportunity = models.TextField(blank=True)
    existing = models.TextField(blank=True)
    needed = models.TextField(blank=True)
    part = models.CharField(max_length=10, choices=AuthorPlan.choices, blank=True)
    neighbourhood = models.ForeignKey(
        Neighbourhood, null=True, blank=True, on_delete=models.SET_NULL, related_name="ideas", db_index=False
    )
    place = models.CharField(max_length=120, blank=True)
    photo = models.FileField(upload_to="ideas", blank=True)
    photo_alt = models.CharField(max_length=250, blank=True)
    search_text = models.TextField(editable=False, default="")

    status = models.CharField(max_length=10, choices=Status.choices, default=Status.NEW)
    status_date = models.DateField(null=True, blank=True)
    status_to = models.CharField(max_length=80, blank=True)
    answer_due = models.DateField(null=True, blank=True)  # the municipality owes an answer by this day
    first_date = models.DateField(null=True, blank=True)  # of an answer that got a later day: the one promised first
    answer_team = models.CharField(max_length=60, blank=True, default="", db_default="")  # who works on that answer
    closed_at = models.DateTimeField(null=True, blank=True)
    welcome_due = models.DateField(null=True, blank=True)  # its author waits for a first word by this day
    welcomed_at = models.DateTimeField(null=True, blank=True)  # and got it
    stance = models.CharField(max_length=10, choices=Stance.choices, blank=True, default="", db_default="")
    stance_words = models.CharField(max_length=200, blank=True, default="", db_default="")
    stance_at = models.DateTimeField(null=True, blank=True)  # when it last changed; None: it was never said
    talk_closed_at = models.DateTimeField(null=True, blank=True)  # a moderator closed its conversation
    is_hidden = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)
    edited_at = models.DateTimeField(null=True, blank=True)

    support_count = models.PositiveIntegerField(default=0)
    comment_count = models.PositiveIntegerField(default=0)
    tally_revision = models.PositiveBigIntegerField(default=0)
    need_revision = models.PositiveBigIntegerField(default=0)
    pledges_revision = models.PositiveBigIntegerField(default=0)
    words_revision = models.PositiveBigIntegerField(default=0)
    status_revision = models.PositiveBigIntegerField(default=0)
    answer_revision = models.PositiveBigIntegerField(default=0, db_default=0)
    stance_revision = models.PositiveBigIntegerField(default=0, db_default=0)
    team_revision = models.PositiveBigIntegerField(default=0, db_default=0)
    talk_revision = models.PositiveBigIntegerField(default=0)
    closing_revision = models.PositiveBigIntegerField(default=0, db_default=0)  # of its conversation; 1: never closed
    hidden_revision = models.PositiveBigIntegerField(default=0)  # when a moderator last hid it
    restored_revision = models.PositiveBigIntegerField(default=0)  # when it was last restored
    late_revision = models.PositiveBigIntegerField(default=0)  # see IdeaQuerySet.newly_late
    lab_revision = models.PositiveBigIntegerField(default=0)  # the lab's, when this idea last appeared or disappeared

    # an imported idea: history, closed to new support; its ballots are counted separately
    source = models.CharField(max_length=160, blank=True)
    source_id = models.CharField(max_length=80, blank=True)
    ballot_count = models.PositiveIntegerField(default=0)
    data = models.JSONField(default=dict, blank=True)

    objects = IdeaQuerySet.as_manager()

    # loaded with the row (`with_card`, `with_maker`), or for its page
    i_support: bool
    maker: str

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints, indexes = CONSTRAINTS, INDEXES

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return self._address

    @cached_property
    def _address(self) -> str:
        """Cached, because each card uses it several times."""
        return reverse("idea_detail", kwargs={"lab_slug": self.lab.slug, "pk": self.pk})

    @property
    def photo_name(self) -> str:
        return (self.photo.name or "").rpartition("/")[2]

    @property
    def card_key(self) -> str:
        """The sort key of its card in a list with the newest first."""
        return f"{self.lab_revision:012}"

    @property
    def named_revision(self) -> int:
        """The revision of its text, or of a name shown with it: that of its author, its village or its lab."""
        return newest(self, NAMED)

    @property
    def helpers_revision(self) -> int:
        return newest(self, PLEDGES)

    @property
    def story_revision(self) -> int:
        return newest(self, STORY)

    @property
    def card_talk_revision(self) -> int:
        return newest(self, CARD_TALK)

    @property
    def stance_steps(self) -> list[Step]:
        """The four things that the municipality can do, and which of them it does."""
        return steps(self.stance)

    # Its current state

    @property
    def is_open(self) -> bool:
        """Is it open for support, answers, help and comments?"""
        return self.status in OPEN

    @property
    def takes_support(self) -> bool:
        """An imported round takes no support, and neither does a lab that has only imported rounds."""
        return self.is_open and not self.source and self.lab.takes_support

    @property
    def waits_for_welcome(self) -> bool:
        waits = self.welcome_due is not None and self.welcomed_at is None and self.is_open
        return waits and not self.is_hidden and not self.talk_closed_at

    def takes_comments(self, now: datetime) -> bool:
        """An open idea takes comments; a closed one for a month more. Not if a moderator hid it or closed the talk."""
        if self.is_hidden or self.talk_closed_at:
            return False
        return self.is_open or (self.closed_at is not None and now < self.closed_at + TALK_AFTER_CLOSING)

    @property
    def is_emptied(self) -> bool:
        """Did its maker delete the account and all words? Any other idea of a person has a text."""
        return not (self.opportunity or self.source)

    # Proposing and editing

    def words_changed(self) -> None:
        """Update `search_text`; every verb that changes the text calls this before it saves."""
        self.search_text = self.words_to_search()

    def learn_words(self) -> None:
        """After commit, add its words to those that a misspelling can mean; the worker adds what this misses."""
        transaction.on_commit(partial(spelling.learn, self.lab_id, self.search_text), robust=True)

    def words_to_search(self) -> str:
        words = [self.title, self.opportunity, self.existing, self.needed, self.place, self.maker_name]
        return fold(" ".join(words))

    @property
    def maker_name(self) -> str:
        """The name that the page shows as its maker's; empty for nobody, for a person who left, and while hidden."""
        if self.author:
            user = self.author.user
            return user.name if user and not self.author.has_hidden_name else ""
        behalf = getattr(self, "behalf", None)
        return behalf.name if behalf else ""

    @classmethod
    def propose(cls, member: Membership, voice: Voice, key: uuid.UUID, **words: Any) -> "Repeat[Idea]":
        """Publish an idea. The same key and title, or the same text within 10 minutes, return the first one."""
        try:
            with transaction.atomic():
                revision = member.lab.advance()  # also the lock for the search for a twin
                twin = cls._twin(member, words)
                if twin:
                    raise SaidBefore(twin)
                said = {"voice_kind": voice.kind, "voice_label": voice.label, **words}
                said["welcome_due"] = welcomes.welcome_by(clock.now(), voice)
                idea = cls.appear(revision, lab=member.lab, author=member, key=key, **said)
                written(idea, member, words.values(), is_new=True)
                return Repeat(idea, True)
        except SaidBefore as before:
            member.lab.refresh_from_db(fields=["revision"])
            return Repeat(before.first, False)
        except IntegrityError:
            member.lab.refresh_from_db(fields=["revision"])
            first = cls.objects.filter(author=member, key=key).first()
            if first is None:
                raise
            if first.title == words["title"] and first.opportunity == words.get("opportunity", ""):
                return Repeat(first, False)
            return cls.propose(member, voice, uuid.uuid4(), **words)  # the Back button, then other words: a new idea

    @classmethod
    def appear(cls, lab_revision: int, **fields: Any) -> "Idea":
        """Create the row and show it in the lab's lists.

        The caller has locked the lab, and passes its new revision.
        """
        idea = cls.new(lab_revision, **fields)
        idea.neighbourhood = idea.lab.still_here(idea.neighbourhood_id)
        idea.save(force_insert=True)
        idea.sign()
        live.idea_appeared(idea)
        idea.learn_words()
        return idea

    def sign(self) -> None:
        """Store the name of its author as it is now: this copy is as old as the request.

        The name is locked until our commit, so that the worker, which brings another name, finds this idea. Call it
        with the row stored, which locks the membership.
        """
        if self.author and self.author.user and self.author.user.hold_name():
            self.words_changed()
            self.save(update_fields=["search_text"])

    @classmethod
    def new(cls, lab_revision: int, **fields: Any) -> "Idea":
        """Return an idea that is not saved yet, for example for `bulk_create`. `lab_revision`: as in `appear`."""
        idea = cls(lab_revision=lab_revision, **at_first(PARTS), **fields)
        idea.words_changed()
        return idea

    @classmethod
    def _twin(cls, member: Membership, words: dict[str, Any]) -> "Idea | None":
        since = clock.now() - SAME_WORDS_WITHIN
        same = {"title": words["title"], "opportunity": words.get("opportunity", "")}
        return cls.objects.filter(author=member, created_at__gt=since, behalf=None, **same).first()

    @transaction.atomic
    def edit(self, member: Membership, seen: int | None = None, **words: Any) -> list[IdeaEdit]:
        """Change the text; the former text stays readable. An equal text changes nothing.

        `seen` is the `words_revision` that was on the screen. Raises Moved if it is not the last one; IdeaClosed.
        """
        self.hold()
        before = Idea.objects.select_related("author__user", "behalf").get(pk=self.pk)
        village = words.get("neighbourhood")
        if village and village.pk != before.neighbourhood_id:
            words["neighbourhood"] = self.lab.still_here(village.pk)
        changed = {name: value for name, value in words.items() if getattr(before, name) != value}
        if not changed:
            return []
        if seen is not None and seen != before.words_revision:
            raise Moved(self)
        self.refresh_from_db()
        self.author = before.author
        for name, value in changed.items():
            setattr(self, name, value)
        self.words_changed()
        moved = {"search_text": self.search_text, "edited_at": clock.now(), "words_revision": F("revision") + 1}
        revision = self.change(lambda idea: idea.is_open, **changed, **moved)
        edit = {"idea": self, "by": member, "revision": revision}
        edits = [
            IdeaEdit(**edit, field=name, before=str(getattr(before, name) or ""), after=str(value or ""))
            for name, value in changed.items()
        ]
        if "photo" in changed:
            before._drop_photo()
        for show in RENAMED if "title" in changed else ():
            show(self)
        at_home = due.AT_HOME if "title" in changed and self.answer_due else {}
        if "neighbourhood" in changed or at_home:  # the home page counts ideas per village
            self.lab.advance(**at_home)
            live.idea_appeared(self)
        else:
            live.idea_changed(self)
        self.learn_words()
        written(self, member, changed.values())
        return IdeaEdit.objects.bulk_create(edits)

    def withdraw(self, member: Membership, voice: Voice, reason: str) -> bool:
        """Withdraw the idea. If others took part a trace stays (True); otherwise it is deleted. Raises IdeaClosed."""
        with transaction.atomic():
            self.change(lambda idea: idea.is_open)
            if taking_part.others_took_part(self, member):
                self.set_status(member, voice, Status.WITHDRAWN, reason)
                letters.withdrawn(self)
                return True
            self.turned()
            self.lab.advance(taken_back_revision=F("revision") + 1)
            live.idea_appeared(self)
            self._drop_photo()
            self.delete()
            return False

    def _drop_photo(self) -> None:
        """Delete the photo's file after commit, and that of a hidden one."""
        let_go(self)
        name = self.photo.name
        if name:
            transaction.on_commit(partial(self.photo.storage.delete, name), robust=True)

    # Its other verbs, each in the file of its subject: docs/decisions/0045

    support = taking_part.support
    withdraw_support = taking_part.withdraw_support
    answer_need = taking_part.answer_need
    pledge = pledges.pledge
    post_comment = talk.post_comment
    close_talk = closings.close_talk
    open_talk = closings.open_talk
    closing = property(closings.closing_of)
    welcome = welcomes.welcome
    set_status = story.set_status
    set_stance = stances.set_stance
    owe_by = due.owe_by
    owe_nothing = due.owe_nothing
    become_late = due.become_late
    reopened_revision = story.reopened_revision
    hide = moderation.hide
    restore = moderation.restore
    keep_posted = subscriptions.keep_posted
    stop_posting = subscriptions.stop_posting

    # Members of labs.models.moderation.Hideable

    in_log = Thing.IDEA
    hold_to_hide = hidden.hold_idea
    turn = hidden.turn_idea
    writers = hidden.writers_of
    writer = letters.writer_of
    tell_hidden = letters.hidden
    tell_restored = letters.restored

    # Under the lock

    def turned(self) -> None:
        """Update everything that shows its card, besides the lab's lists, after it was hidden or restored."""
        for show in SHOWN_IN:
            show(self)

    def hold(self) -> None:
        """Lock this idea until the transaction ends, before any of its rows: opposite verbs queue, never deadlock.

        Raises IdeaClosed when its author has just deleted it.
        """
        if not Idea.objects.select_for_update(no_key=True).filter(pk=self.pk).values("pk"):
            raise IdeaClosed(self)

    def change(self, may: "Callable[[Idea], bool]", **values: Any) -> int:
        """Take the next revision, set `values`, and then ask `may`; return the revision.

        The same query reads again what `may` needs, such as the status, because this copy is older than the lock.
        Raises IdeaClosed if `may` refuses or the idea is hidden or deleted; the exception rolls everything back.
        """
        as_it_is = {name: F(name) for name in ["status", "closed_at", "is_hidden", "talk_closed_at", "source"]}
        try:
            revision = self.advance(**as_it_is, **values)
        except Idea.NotUpdated:  # deleted just now
            raise IdeaClosed(self) from None
        if self.is_hidden or not may(self):
            raise IdeaClosed(self)
        return revision


def ideas_in(village: Neighbourhood) -> IdeaQuerySet:
    return Idea.objects.filter(neighbourhood=village)
