"""Hiding: the words go out of sight, the trace and the reason stay."""

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from audit.models import AuditEntry
from ideas import live
from ideas.models.comment import Comment
from ideas.models.idea import Idea
from labs.models import Membership
from realtime import clock


class HidingReason(models.TextChoices):
    """One list for who reports, who decides and the log. Not "untrue": a moderator does not judge truth."""

    ABUSE = "abuse", _("insults or belittles")
    THREAT = "threat", _("threatens")
    DISCRIMINATION = "discrimination", _("discriminates")
    PRIVACY = "privacy", _("private details of someone")
    ADVERTISING = "advertising", _("advertising")
    SPAM = "spam", _("repetition or spam")
    OFF_TOPIC = "off_topic", _("doesn't belong to this idea")
    CRIME = "crime", _("perhaps a criminal offence")


class Hiding(models.Model):
    """Who hid what, why and when; and who restored it. One that is not restored stands."""

    idea = models.ForeignKey(Idea, null=True, on_delete=models.CASCADE, related_name="hidings")
    comment = models.ForeignKey(Comment, null=True, on_delete=models.CASCADE, related_name="hidings")
    reason = models.CharField(max_length=16, choices=HidingReason.choices)
    explanation = models.TextField(blank=True)
    by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=clock.now)
    restored_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    restored_at = models.DateTimeField(null=True, blank=True)
    restored_why = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(idea=None, comment__isnull=False) | Q(idea__isnull=False, comment=None),
                name="hides_one_thing",
            ),
            models.UniqueConstraint(fields=["idea"], condition=Q(restored_at=None), name="idea_hidden_once"),
            models.UniqueConstraint(fields=["comment"], condition=Q(restored_at=None), name="comment_hidden_once"),
        ]

    def __str__(self) -> str:
        return f"hidden: {self.reason}"


@transaction.atomic
def hide(thing: Idea | Comment, member: Membership, reason: str, explanation: str = "") -> bool:
    """Put a tombstone in the place of an idea or comment, live. Hidden already: nothing happens, False."""
    if not type(thing)._default_manager.filter(pk=thing.pk, is_hidden=False).update(is_hidden=True):
        return False
    Hiding.objects.create(**_one(thing), by=member, reason=reason, explanation=explanation)
    _moved(thing, is_hidden=True)
    _note(member, "hide", thing, reason)
    return True


@transaction.atomic
def restore(thing: Idea | Comment, member: Membership, why: str) -> bool:
    """Show it again, and say why. Not hidden: nothing happens, False."""
    if not type(thing)._default_manager.filter(pk=thing.pk, is_hidden=True).update(is_hidden=False):
        return False
    standing = Hiding.objects.filter(**_one(thing), restored_at=None)
    standing.update(restored_by=member, restored_at=clock.now(), restored_why=why)
    _moved(thing, is_hidden=False)
    _note(member, "restore", thing, why)
    return True


def _one(thing: Idea | Comment) -> dict[str, Idea | Comment]:
    return {"idea": thing} if isinstance(thing, Idea) else {"comment": thing}


def _moved(thing: Idea | Comment, is_hidden: bool) -> None:
    thing.is_hidden = is_hidden
    if isinstance(thing, Idea):
        every_part = [
            "words_revision",
            "tally_revision",
            "status_revision",
            "need_revision",
            "help_revision",
            "talk_revision",
        ]
        thing.advance(**{part: F("revision") + 1 for part in every_part})
        thing.lab_revision = thing.lab.advance()
        thing.save(update_fields=["lab_revision"])
        if not is_hidden:  # a page that was a tombstone knows none of the comments
            thing.comments.update(revision=thing.revision)
        live.idea_appeared(thing)
    else:
        counted = 0 if thing.removed_at else (-1 if is_hidden else 1)
        thing.revision = thing.idea.advance(
            comment_count=F("comment_count") + counted, talk_revision=F("revision") + 1
        )
        thing.save(update_fields=["revision"])
        live.idea_changed(thing.idea)


def _note(member: Membership, action: str, thing: Idea | Comment, reason: str) -> None:
    kind = "idea" if isinstance(thing, Idea) else "comment"
    AuditEntry.objects.note(member.user, action, lab=member.lab.slug, subject=f"{kind} {thing.pk}", reason=reason)
