"""Verbs of an idea: what one person says once. I support this, this is (no) use to me, I help."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import F

from ideas import letters, live
from ideas.models.results import IdeaClosed, Repeat
from labs.models import Membership, Voice

if TYPE_CHECKING:
    from ideas.models import Help, Idea

# What three hundred do at once, in words of our own: through the ORM these two took a fifth of a press. The row that
# decides, by the database's clock; then `advance()` and `change()` in one, refused when it was closed or hidden.
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


def support(idea: "Idea", member: Membership, counts: Callable[[], None] | None = None) -> bool:
    """Count `member` once, however often they press; True when this press counted. Raises IdeaClosed.

    `counts` is called when it does, and may undo it by what it raises: three hundred may press at once, and a
    transaction of the caller around this one would hold the row two questions longer.
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
        if counts:
            counts()
    return True


@transaction.atomic
def withdraw_support(idea: "Idea", member: Membership) -> bool:
    """Take back the support of `member`; True when there was any. Raises IdeaClosed."""
    deleted, _rows = idea.supports.filter(person=member).delete()
    if deleted:
        idea.change(
            lambda idea: idea.takes_support, support_count=F("support_count") - 1, tally_revision=F("revision") + 1
        )
        live.idea_changed(idea)
    return bool(deleted)


@transaction.atomic
def answer_need(idea: "Idea", member: Membership, answer: str) -> bool:
    """Say whether this is any use to you: yes, no or don't know; the last answer counts. Raises IdeaClosed.

    True when it is another answer than before.
    """
    given, is_new = idea.need_answers.get_or_create(person=member, defaults={"answer": answer})
    if not is_new and not idea.need_answers.filter(pk=given.pk).exclude(answer=answer).update(answer=answer):
        return False
    idea.change(lambda idea: idea.is_open, need_revision=F("revision") + 1)
    live.idea_changed(idea)
    return True


@transaction.atomic
def offer_help(idea: "Idea", member: Membership, voice: Voice, kind: str, sentence: str) -> "Repeat[Help]":
    """Note what `member` brings; one offer a person and kind, the last sentence counts. Raises IdeaClosed.

    The author hears of an offer that is new.
    """
    said = {"sentence": sentence, "voice_kind": voice.kind, "voice_label": voice.label}
    offer, is_new = idea.helpers.get_or_create(person=member, kind=kind, defaults=said)
    if not is_new:
        if all(getattr(offer, name) == value for name, value in said.items()):
            return Repeat(offer, False)
        idea.helpers.filter(pk=offer.pk).update(**said)
    idea.change(lambda idea: idea.is_open, help_revision=F("revision") + 1)
    live.idea_changed(idea)
    if is_new:
        letters.helped(offer)
    return Repeat(offer, is_new)


@transaction.atomic
def take_back_help(idea: "Idea", offer: "Help") -> None:
    """Remove an offer of help; gone already: nothing happens."""
    if idea.helpers.filter(pk=offer.pk).delete()[0]:
        idea.advance(help_revision=F("revision") + 1)
        live.idea_changed(idea)
