"""Verbs of an idea for what one person can do once: support, and answer the need question."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import F

from common.joins import ExtensionPoint
from ideas import live
from ideas.models.results import IdeaClosed
from labs.models import Membership

if TYPE_CHECKING:
    from ideas.models import Idea

SUPPORTED: "ExtensionPoint[Callable[[Idea], None]]" = ExtensionPoint(
    "ideas.models.taking_part.SUPPORTED",
    "What follows from support: a verb for each higher app, called under the idea's lock when a person is counted.",
)
TOOK_PART: "ExtensionPoint[Callable[[Idea], bool]]" = ExtensionPoint(
    "ideas.models.taking_part.TOOK_PART",
    "Whether others took part in an idea in a higher app: then it stays, as a trace, when its author withdraws it.",
)

# In SQL, because three hundred people may do this at once, and the ORM took a fifth of the time. First the row that
# decides, with the database's clock; then `advance()` and `change()` in one, which refuses a closed or hidden idea.
SUPPORT_ONCE = """
    INSERT INTO ideas_support (idea_id, person_id, created_at)
    VALUES (%s, %s, CURRENT_TIMESTAMP) ON CONFLICT DO NOTHING
"""
ONE_MORE = """
    UPDATE ideas_idea
    SET revision = revision + 1, tally_revision = revision + 1, support_count = support_count + 1
    WHERE id = %s AND closed_at IS NULL AND NOT is_hidden AND source = ''
    RETURNING revision, tally_revision, support_count
"""


def others_took_part(idea: "Idea", member: Membership) -> bool:
    """Did others take part, or a moderator act? Then the idea stays, as a trace, when `member` withdraws it."""
    return (
        idea.supports.exclude(person=member).exists()
        or idea.need_answers.exclude(person=member).exists()
        or idea.pledges.standing().exclude(person=member).exists()
        or idea.comments.exclude(author=member).exists()
        or idea.photo_hidings.exists()
        or idea.talk_closings.exists()
        or any(took_part(idea) for took_part in TOOK_PART)
    )


def support(idea: "Idea", member: Membership, counts: Callable[[], None] | None = None) -> bool:
    """Count the support of `member` once, however often they press. Raises IdeaClosed.

    Return True if this press counted; then `counts` is called, and its exception undoes the support. The caller should
    not wrap this in a transaction: that would hold the row for two queries longer, while three hundred people may
    press at once.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SUPPORT_ONCE, [idea.pk, member.pk])
        if not cursor.rowcount:
            return False
        cursor.execute(ONE_MORE, [idea.pk])
        counted = cursor.fetchone()
        if not counted or not idea.lab.takes_support:
            raise IdeaClosed(idea)
        idea.revision, idea.tally_revision, idea.support_count = counted
        live.idea_changed(idea)
        for follow in SUPPORTED:
            follow(idea)
        if counts:
            counts()
    return True


@transaction.atomic
def withdraw_support(idea: "Idea", member: Membership) -> bool:
    """Remove the support of `member`; return True if there was any. Raises IdeaClosed."""
    deleted, _rows = idea.supports.filter(person=member).delete()
    if deleted:
        idea.change(
            lambda idea: idea.takes_support, support_count=F("support_count") - 1, tally_revision=F("revision") + 1
        )
        live.idea_changed(idea)
    return bool(deleted)


@transaction.atomic
def answer_need(idea: "Idea", member: Membership, answer: str) -> bool:
    """Store whether this is useful to `member`: yes, no or don't know; the last answer counts. Raises IdeaClosed.

    Return True if the answer changed.
    """
    given, is_new = idea.need_answers.get_or_create(person=member, defaults={"answer": answer})
    if not is_new and not idea.need_answers.filter(pk=given.pk).exclude(answer=answer).update(answer=answer):
        return False
    idea.change(lambda idea: idea.is_open, need_revision=F("revision") + 1)
    live.idea_changed(idea)
    return True
