"""Hiding: the words go out of sight, the trace and the reason stay."""

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from audit.models import AuditEntry, Kind, Thing
from common import clock
from ideas import letters, live
from ideas.models.comment import Comment
from ideas.models.idea import Idea
from ideas.parts import PARTS
from labs.models import Lab, Membership
from realtime.parts import anew


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


class HidingQuerySet(models.QuerySet["Hiding"]):
    def standing_in(self, lab: Lab) -> "HidingQuerySet":
        """What is hidden in `lab` now, the latest first, with all that a list of them shows."""
        here = self.filter(Q(idea__lab=lab) | Q(comment__idea__lab=lab), restored_at=None).order_by("-pk")
        return here.select_related("by__user", "idea__author__user", "comment__author__user", "comment__idea")


class Hiding(models.Model):
    """Who hid what, why and when; and who restored it. One that is not restored stands."""

    idea = models.ForeignKey(Idea, null=True, on_delete=models.CASCADE, related_name="hidings")
    comment = models.ForeignKey(Comment, null=True, on_delete=models.CASCADE, related_name="hidings")
    reason = models.CharField(max_length=16, choices=HidingReason.choices)
    explanation = models.TextField(blank=True)
    writer_knows = models.BooleanField(default=False)  # there was someone to tell, and they were told
    by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=clock.now)
    restored_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    restored_at = models.DateTimeField(null=True, blank=True)
    restored_why = models.TextField(blank=True)

    objects = HidingQuerySet.as_manager()

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
def hide(thing: Idea | Comment, member: Membership, reason: str, explanation: str = "") -> Hiding | None:
    """Put a tombstone in the place of an idea or comment, live, and tell its writer. Hidden already: None.

    The tombstone says that the writer knows.
    """
    if _is_hidden_now(thing):
        return None
    knows = letters.writer_of(thing) is not None
    hiding = Hiding.objects.create(
        **_one(thing), by=member, reason=reason, explanation=explanation, writer_knows=knows
    )
    _turn(thing, is_hidden=True)
    _note(member, Kind.HIDE, thing, reason)
    letters.hidden(thing, hiding, member)
    return hiding


@transaction.atomic
def restore(thing: Idea | Comment, member: Membership, why: str) -> bool:
    """Show it again, and tell its writer why. Not hidden: nothing happens, False."""
    if not _is_hidden_now(thing):
        return False
    standing = Hiding.objects.filter(**_one(thing), restored_at=None)
    standing.update(restored_by=member, restored_at=clock.now(), restored_why=why)
    _turn(thing, is_hidden=False)
    _note(member, Kind.RESTORE, thing, why)
    letters.restored(thing, why, member)
    return True


def _one(thing: Idea | Comment) -> dict[str, Idea | Comment]:
    return {"idea": thing} if isinstance(thing, Idea) else {"comment": thing}


def _is_hidden_now(thing: Idea | Comment) -> bool:
    """Lock the idea, and look under that lock."""
    (thing if isinstance(thing, Idea) else thing.idea).hold()
    thing.refresh_from_db(fields=["is_hidden"] if isinstance(thing, Idea) else ["is_hidden", "removed_at"])
    return thing.is_hidden


def _turn(thing: Idea | Comment, is_hidden: bool) -> None:
    if isinstance(thing, Idea):
        _turn_idea(thing, is_hidden)
    else:
        _turn_comment(thing, is_hidden)


def _turn_idea(idea: Idea, is_hidden: bool) -> None:
    turned = "hidden_revision" if is_hidden else "restored_revision"
    idea.advance(is_hidden=is_hidden, **{turned: F("revision") + 1}, **anew(PARTS))
    idea.turned()
    idea.lab_revision = idea.lab.advance()
    idea.save(update_fields=["lab_revision"])
    live.idea_appeared(idea)


def _turn_comment(comment: Comment, is_hidden: bool) -> None:
    counted = 0 if comment.removed_at else (-1 if is_hidden else 1)
    comment.revision = comment.idea.advance(
        comment_count=F("comment_count") + counted, talk_revision=F("revision") + 1
    )
    comment.is_hidden = is_hidden
    comment.save(update_fields=["is_hidden", "revision"])
    live.idea_changed(comment.idea)


def _note(member: Membership, kind: Kind, thing: Idea | Comment, reason: str) -> None:
    which = Thing.IDEA if isinstance(thing, Idea) else Thing.COMMENT
    AuditEntry.objects.note(member.user, kind, which, thing.pk, lab=member.lab.slug, reason=reason)
