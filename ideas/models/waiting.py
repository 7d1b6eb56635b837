"""A comment that waits: nobody reads it but its writer and who looks first, and after a day it appears by itself.

Who waits is for higher apps to say (`talk.BEFORE_COMMENT`). It is no comment yet but a row of its own, so that no
page, list, count, search, export, frame or mail can hold it. See decision 0094.
"""

import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from common import clock
from common.joins import ExtensionPoint
from ideas.models import talk
from ideas.models.comment import Comment
from ideas.models.idea import TALK_AFTER_CLOSING, Idea
from ideas.models.results import IdeaClosed, LooksFirst, Moved, Repeat, TooSoon
from ideas.models.status import OPEN
from labs.models import Lab, Membership, Voice, Voiced

if TYPE_CHECKING:
    from labs.models import Visitor

WAITS = timedelta(hours=24)
COUNTED = "revision", "comment_count", "talk_revision"
MINUTE = timedelta(minutes=1)
WAIT_CHANGED: "ExtensionPoint[Callable[[Lab], None]]" = ExtensionPoint(
    "ideas.models.waiting.WAIT_CHANGED",
    "What shows how many comments wait in a lab: a function for each, called last, with the idea locked, when one came"
    " or went.",
)


class WaitingQuerySet(models.QuerySet["WaitingComment"]):
    def waiting(self) -> "WaitingQuerySet":
        return self.filter(ended_at=None)

    def of(self, member: "Membership | Visitor") -> "WaitingQuerySet":
        """Those of this writer that still wait, oldest first."""
        theirs = self.waiting().filter(author=member.pk or 0)
        return theirs.select_related("author__user", "parent__author__user", "parent__behalf")

    def due(self, now: datetime) -> "WaitingQuerySet":
        """Those of which the day is over, if their writer takes part and their idea takes comments."""
        takes_part = Q(author__paused_until=None) | Q(author__paused_until__lte=now)
        talks = Q(idea__status__in=OPEN) | Q(idea__closed_at__gt=now - TALK_AFTER_CLOSING)
        return self.waiting().filter(
            takes_part, talks, due_at__lte=now, idea__is_hidden=False, idea__talk_closed_at=None
        )

    def twin_of(
        self, author: Membership, text: str, key: uuid.UUID, parent: Comment | None
    ) -> "WaitingComment | None":
        """Return what `author` sent with this key, or with the same words to the same place."""
        same = self.filter(Q(key=key) | Q(parent=parent), author=author, text=text)
        return same.first()


class WaitingComment(Voiced):
    """Words that wait until `due_at`. With `ended_at` they are here no more: they became `comment`, or went.

    `version` counts the changes of its writer; `shown_by` let it through sooner, or hid it.
    """

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="waiting_comments")
    parent = models.ForeignKey(Comment, null=True, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="waiting_comments")
    text = models.TextField()
    key = models.UUIDField(editable=False)
    version = models.PositiveIntegerField(default=1)
    sent_at = models.DateTimeField()
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    comment = models.OneToOneField(Comment, null=True, on_delete=models.SET_NULL, related_name="waited")
    shown_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = WaitingQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["author", "key"], name="one_waiting_comment_per_key")]
        indexes = [models.Index(fields=["due_at"], condition=Q(ended_at=None), name="comments_waiting")]

    def __str__(self) -> str:
        return f"waiting comment {self.pk}"

    @property
    def lab(self) -> Lab:
        return self.idea.lab

    @property
    def by(self) -> datetime:
        """A whole minute at which it stands there for sure: the worker looks each minute."""
        return timezone.localtime(self.due_at + 2 * MINUTE).replace(second=0, microsecond=0)

    def may_appear(self, now: datetime) -> bool:
        """Not while its writer is paused, or its idea is hidden or takes no comments."""
        paused_until = self.author.paused_until
        return (paused_until is None or paused_until <= now) and self.idea.takes_comments(now)

    def get_absolute_url(self) -> str:
        return f"{self.idea.get_absolute_url()}#wacht-{self.pk}"

    @transaction.atomic
    def edit(self, text: str) -> bool:
        """Change the words; the time stays. The same words: False. Raises Moved if it waits no more."""
        self.hold()
        if self.text == text:
            return False
        self.text, self.version = text, self.version + 1
        self.save(update_fields=["text", "version"])
        return True

    @transaction.atomic
    def take_back(self) -> None:
        """Remove the words: nobody sees that they were here. Raises Moved if it waits no more."""
        self.hold()
        self._end()

    @transaction.atomic
    def appear(self, by: Membership | None = None, is_quiet: bool = False) -> Comment:
        """Become a comment: the last one of its place, now, told to who hears of comments now. Return it.

        `by` let it through sooner. `is_quiet`: the caller hides it at once, and nobody is told. Raises Moved if it
        waits no more; IdeaClosed.
        """
        self.hold()
        now = clock.now()
        said_since = self.idea.comments.shown().filter(author=self.author, parent=self.parent, text=self.text).first()
        if said_since:  # the same form, sent again after calm mode
            self._end(by, said_since)
            return said_since
        counted = {"comment_count": F("comment_count") + 1, "talk_revision": F("revision") + 1}
        revision = self.idea.change(talk.takes_comments, **counted)
        if self.parent:  # a tombstone without replies isn't on the page; with this one it is
            self.idea.comments.filter(pk=self.parent.pk).exclude(removed_at=None).update(revision=revision)
        key = None if self.author.comments.filter(key=self.key).exists() else self.key
        said = {"parent": self.parent, "text": self.text, "key": key, "created_at": now}
        comment = talk.add(self.idea, self.author, self.voice, revision, said, is_quiet)
        self._end(by, comment)
        return comment

    def hold(self) -> None:
        """Lock the idea, and then this row. Raises Moved if it waits no more; IdeaClosed if the idea is deleted."""
        self.idea.hold()
        still = WaitingComment.objects.select_for_update(no_key=True).waiting().filter(pk=self.pk)
        found = still.values("text", "version").first()
        if found is None:
            raise Moved(self)
        self.text, self.version = found["text"], found["version"]

    def _end(self, by: Membership | None = None, comment: Comment | None = None) -> None:
        self.text, self.ended_at, self.comment, self.shown_by = "", clock.now(), comment, by
        self.save(update_fields=["text", "ended_at", "comment", "shown_by"])
        wait_changed(self.lab)


def send_comment(
    idea: Idea, member: Membership, voice: Voice, text: str, key: uuid.UUID, parent: Comment | None = None
) -> Repeat[Comment] | Repeat[WaitingComment]:
    """Post a comment, or let it wait if somebody looks first. Raises IdeaClosed, TooSoon.

    Sent again while it waits: the first one.
    """
    try:
        return idea.post_comment(member, voice, text, key, parent)
    except LooksFirst:
        return _wait(idea, member, voice, text, key, parent)
    except TooSoon:
        first = idea.waiting_comments.waiting().twin_of(member, text, key, parent)
        if first is None:
            raise
        return Repeat(first, False)


@transaction.atomic
def _wait(
    idea: Idea, member: Membership, voice: Voice, text: str, key: uuid.UUID, parent: Comment | None
) -> Repeat[WaitingComment]:
    idea.hold()
    idea.refresh_from_db(fields=["status", "closed_at", "talk_closed_at", "is_hidden", *COUNTED])
    first = idea.waiting_comments.waiting().twin_of(member, text, key, parent)
    if first:
        return Repeat(first, False)
    now = clock.now()
    if not talk.takes_comments(idea):
        raise IdeaClosed(idea)
    with suppress(LooksFirst):  # TooSoon: another tab was first
        for must_have_waited in talk.BEFORE_COMMENT:
            must_have_waited(idea, member, now)
    if parent and not idea.comments.shown().filter(pk=parent.pk, parent=None).exists():
        raise IdeaClosed(idea)
    if member.waiting_comments.filter(key=key).exists():  # the Back button, then other words: another comment
        key = uuid.uuid4()
    said = {"voice_kind": voice.kind, "voice_label": voice.label, "parent": parent, "text": text, "key": key}
    waiting = idea.waiting_comments.create(author=member, sent_at=now, due_at=now + WAITS, **said)
    wait_changed(idea.lab)
    return Repeat(waiting, True)


def wait_changed(lab: Lab) -> None:
    for show in WAIT_CHANGED:
        show(lab)
