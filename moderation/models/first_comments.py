"""The first comments of new people, which wait in calm mode: a moderator lets one through, or hides it."""

from django.db import transaction

from common import clock
from ideas.models import Comment, Moved, WaitingComment
from ideas.models.waiting import WaitingQuerySet
from labs.models import Membership
from labs.models.impartial import must_be_impartial
from moderation.models.flag import Flag


def waiting_for(member: Membership) -> WaitingQuerySet:
    """Return what waits in the lab of this moderator, the first to appear on top; not what they wrote."""
    here = WaitingComment.objects.waiting().filter(idea__lab=member.lab).exclude(author=member.pk)
    return here.select_related("idea__lab", "author__user", "author__lab", "parent").order_by("due_at", "pk")


@transaction.atomic
def let_through(waiting: WaitingComment, by: Membership, seen: int) -> Comment:
    """Let it appear now. `seen`: the `version` that was on the screen. Raises Moved, IdeaClosed, MayNotDecide."""
    _hold(waiting, by, seen)
    comment = waiting.appear(by)
    Flag.objects.about(comment).filter(seen_at=None).update(seen_by=by, seen_at=clock.now())
    return comment


@transaction.atomic
def hide(waiting: WaitingComment, by: Membership, seen: int, reason: str, explanation: str) -> Comment:
    """Let it appear as something hidden, which nobody could read: with a case, and a letter to the writer.

    `seen` and what it raises: as `let_through`.
    """
    _hold(waiting, by, seen)
    comment = waiting.appear(by, is_quiet=True)
    comment.hide(by, reason, explanation)
    return comment


def _hold(waiting: WaitingComment, by: Membership, seen: int) -> None:
    waiting.hold()
    must_be_impartial(by, {waiting.author_id})
    if waiting.version != seen:
        raise Moved(waiting)
