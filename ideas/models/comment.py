"""What people say about an idea; one level of replies."""

from datetime import datetime

from django.db import models, transaction
from django.db.models import F
from django.urls import reverse

from ideas import live
from ideas.models.idea import Idea
from labs.models import Membership, Voiced
from realtime import clock


class CommentQuerySet(models.QuerySet["Comment"]):
    def twin_of(self, author: Membership, text: str, parent: "Comment | None", since: datetime) -> "Comment | None":
        """The same words by the same person in the same place after `since`, not removed."""
        same = self.filter(author=author, text=text, parent=parent, created_at__gt=since, removed_at=None, behalf=None)
        return same.first()

    def changed_since(self, revision: int) -> "CommentQuerySet":
        return self.filter(revision__gt=revision)


class Comment(Voiced):
    """A comment or a reply. `revision` is that of the idea when it last changed. Hidden or removed: a tombstone in place."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="comments")
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="replies")
    author = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="comments")
    text = models.TextField()
    key = models.UUIDField(null=True, editable=False)
    revision = models.PositiveBigIntegerField()
    created_at = models.DateTimeField(default=clock.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    is_hidden = models.BooleanField(default=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["author", "key"], name="one_comment_per_key")]
        indexes = [
            models.Index(fields=["idea", "revision"], name="comments_changed"),
            models.Index(fields=["idea", "parent", "id"], name="comments_in_order"),
        ]

    def __str__(self) -> str:
        return f"comment {self.pk}"

    @property
    def is_shown(self) -> bool:
        return not self.is_hidden and self.removed_at is None

    def get_absolute_url(self) -> str:
        """The permalink: finds the page of 50 the comment is on, and goes there."""
        return reverse("comment", kwargs={"lab_slug": self.idea.lab.slug, "pk": self.idea_id, "comment_pk": self.pk})

    @transaction.atomic
    def edit(self, text: str) -> bool:
        """Change the words and mark it as edited; the words before stay readable. The same words: False. Raises IdeaClosed."""
        self._hold()
        if self.text == text or not self.is_shown:
            return False
        now = clock.now()
        CommentEdit.objects.create(comment=self, before=self.text, at=now)
        self.revision = self.idea.change(lambda idea: idea.takes_comments(now))
        self.text, self.edited_at = text, now
        self.save(update_fields=["text", "edited_at", "revision"])
        live.idea_changed(self.idea)
        return True

    @transaction.atomic
    def remove(self) -> None:
        """Take back one's own words: a tombstone stays in its place. Again: nothing happens."""
        self._hold()
        if self.removed_at:
            return
        self.edits.all().delete()
        self.text, self.removed_at, counted = "", clock.now(), int(not self.is_hidden)
        self.revision = self.idea.advance(comment_count=F("comment_count") - counted, talk_revision=F("revision") + 1)
        self.save(update_fields=["text", "removed_at", "revision"])
        live.idea_changed(self.idea)

    def _hold(self) -> None:
        """Lock the idea before its comment, as every verb does, and read this comment again under that lock."""
        self.idea.hold()
        self.refresh_from_db(fields=["text", "is_hidden", "removed_at"])


class CommentEdit(models.Model):
    """The words of a comment before they were changed."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="edits")
    before = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"earlier words of comment {self.comment_id}"
