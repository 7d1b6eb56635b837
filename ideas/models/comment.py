"""Comments on an idea, with one level of replies."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext

from audit.models import Thing
from common import clock
from ideas import live
from ideas.models import hidden, letters, welcomes
from ideas.models.idea import Idea
from ideas.models.talk import takes_comments
from labs.models import Lab, Membership, Voiced, moderation
from labs.models.hidden_name import shown_name
from labs.written import written

if TYPE_CHECKING:
    from ideas.models import CommentHiding

THREAD = Coalesce("parent_id", "id")


class CommentQuerySet(models.QuerySet["Comment"]):
    def twin_of(self, author: Membership, text: str, parent: "Comment | None", since: datetime) -> "Comment | None":
        """Return a comment with this author, text and parent, made after `since` and not removed; None without one."""
        same = self.filter(author=author, text=text, parent=parent, created_at__gt=since, removed_at=None, behalf=None)
        return same.first()

    def changed_since(self, revision: int) -> "CommentQuerySet":
        return self.filter(revision__gt=revision)

    def shown(self) -> "CommentQuerySet":
        return self.filter(is_hidden=False, removed_at=None)

    def standing(self) -> "CommentQuerySet":
        """Comments that a page shows, tombstones included; a removed comment without replies isn't shown."""
        return self.filter(Q(removed_at=None) | _answered())

    def in_order(self) -> "CommentQuerySet":
        """Oldest first, each with its replies below it."""
        return self.order_by(THREAD, "pk")

    def before(self, comment: "Comment") -> "CommentQuerySet":
        """The comments before `comment` in display order."""
        above = self.alias(thread=THREAD)
        return above.filter(Q(thread__lt=comment.thread) | Q(thread=comment.thread, pk__lt=comment.pk))

    def with_words(self) -> "CommentQuerySet":
        """Load all data that a comment shows: two queries for any number. Sets `is_answered` on removed ones only."""
        related = self.select_related("author__user", "behalf__written_by__user").prefetch_related("hidings")
        return related.annotate(is_answered=Q(removed_at__isnull=False) & Q(_answered()))

    def rows(self) -> "models.QuerySet[Comment, tuple[Any, ...]]":
        """Return the data for `faces`, without creating model objects."""
        borrowed = {"author_name": shown_name("author"), "behalf_id": F("behalf__pk")}
        return self.annotate(**borrowed).values_list(*_columns(), *borrowed)


class Face(NamedTuple):
    """All that the fragment cache must know of a comment.

    Its row, its author's shown name, and whether it was written down for somebody else.
    """

    row: dict[str, Any]
    author_name: str | None
    behalf_id: int | None

    @property
    def pk(self) -> int:
        return self.row["id"]

    @property
    def place(self) -> str:
        return place_of(self.row["id"], self.row["parent_id"])

    @property
    def is_plain(self) -> bool:
        """Is the comment visible, and written by its author, not written down for somebody?"""
        gone = self.row["is_hidden"] or self.row["removed_at"] or self.author_name is None
        return not gone and self.behalf_id is None


def faces(rows: "models.QuerySet[Comment, tuple[Any, ...]]") -> list[Face]:
    """Return the faces of `CommentQuerySet.rows`. One query."""
    columns = _columns()
    return [Face(dict(zip(columns, row, strict=False)), *row[-2:]) for row in rows]


def _columns() -> list[str]:
    return [field.attname for field in Comment._meta.concrete_fields]


def place_of(pk: int, parent_id: int | None) -> str:
    """Return a sort key in display order: `000000000007`, below it `000000000007.000000000009`."""
    return f"{parent_id:012}.{pk:012}" if parent_id else f"{pk:012}"


def _answered() -> Exists:
    return Exists(Comment.objects.filter(parent=OuterRef("pk")))


class Comment(Voiced):
    """A comment or a reply. `revision`: the idea's, when this last changed. Hidden or removed: a tombstone."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="comments")
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="replies", db_index=False)
    author = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="comments")
    text = models.TextField()
    key = models.UUIDField(null=True, editable=False)
    revision = models.PositiveBigIntegerField()
    created_at = models.DateTimeField(default=clock.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    is_hidden = models.BooleanField(default=False)
    is_welcome = models.BooleanField(default=False, db_default=False)  # see welcomes.py

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["author", "key"], name="one_comment_per_key"),
            models.UniqueConstraint(fields=["idea"], condition=Q(is_welcome=True), name="one_welcome_per_idea"),
        ]
        indexes = [
            models.Index(fields=["idea", "revision"], name="comments_changed"),
            models.Index("idea", Coalesce("parent", "id"), "id", name="comments_in_order"),
            models.Index(fields=["parent"], condition=Q(parent__isnull=False), name="comments_answering"),
            models.Index(
                fields=["created_at", "idea"], condition=Q(is_hidden=False, removed_at=None), name="comments_lately"
            ),
        ]

    def __str__(self) -> str:
        return f"comment {self.pk}"

    @property
    def lab(self) -> Lab:
        return self.idea.lab

    @property
    def is_shown(self) -> bool:
        return not self.is_hidden and self.removed_at is None

    @property
    def shown_name(self) -> str:
        """The shown name: the author's, else that of the person it was written down for, else "former participant"."""
        if self.author:
            return self.author.name
        behalf = getattr(self, "behalf", None)
        return behalf.shown_name if behalf else gettext("former participant")

    @property
    def hiding(self) -> "CommentHiding | None":
        """The active hiding; a query, unless `hidings` was prefetched."""
        return next((one for one in self.hidings.all() if one.restored_at is None), None)

    @property
    def thread(self) -> int:
        """The comment that this one replies to, or itself."""
        return self.parent_id or self.pk

    @property
    def place(self) -> str:
        return place_of(self.pk, self.parent_id)

    def get_absolute_url(self) -> str:
        """The permalink: it finds the comment's page of 50, and redirects."""
        return reverse("comment", kwargs={"lab_slug": self.idea.lab.slug, "pk": self.idea_id, "comment_pk": self.pk})

    @transaction.atomic
    def edit(self, text: str) -> bool:
        """Change the text and mark it as edited; the old text stays. The same text: False. Raises IdeaClosed."""
        self._hold()
        if self.text == text or not self.is_shown:
            return False
        now = clock.now()
        CommentEdit.objects.create(comment=self, before=self.text, at=now)
        self.revision = self.idea.change(takes_comments)
        self.text, self.edited_at = text, now
        self.save(update_fields=["text", "edited_at", "revision"])
        live.idea_changed(self.idea)
        written(self, self.author, [text])
        return True

    @transaction.atomic
    def remove(self) -> None:
        """Remove one's own text: a tombstone stays in its place. A second call does nothing."""
        self._hold()
        if self.removed_at:
            return
        self.edits.all().delete()
        self.text, self.removed_at, counted = "", clock.now(), int(not self.is_hidden)
        self.revision = self.idea.advance(comment_count=F("comment_count") - counted, talk_revision=F("revision") + 1)
        self.is_welcome = False
        self.save(update_fields=["text", "removed_at", "is_welcome", "revision"])
        if welcomes.is_first_word(self):
            welcomes.settle(self.idea)
        live.idea_changed(self.idea)

    # Hiding: labs.models.moderation.Hideable

    hide = moderation.hide
    restore = moderation.restore
    in_log = Thing.COMMENT
    hold_to_hide = hidden.hold_comment
    turn = hidden.turn_comment
    writers = hidden.writers_of
    writer = letters.writer_of
    tell_hidden = letters.hidden
    tell_restored = letters.restored

    def _hold(self) -> None:
        """Lock the idea before its comment, as every verb does, and read this comment again."""
        self.idea.hold()
        self.refresh_from_db(fields=["text", "is_hidden", "removed_at"])


class CommentEdit(models.Model):
    """The text of a comment before an edit."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="edits")
    before = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"earlier words of comment {self.comment_id}"
