"""The verb of an idea that adds a comment once."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import F

from common import clock
from common.joins import ExtensionPoint
from ideas import live
from ideas.models import letters, welcomes
from ideas.models.results import SAME_WORDS_WITHIN, IdeaClosed, Repeat, SaidBefore, TalkClosed
from labs.models import Membership, Voice
from labs.written import written

if TYPE_CHECKING:
    from ideas.models import Comment, Idea

BEFORE_COMMENT: "ExtensionPoint[Callable[[Idea, Membership, datetime], None]]" = ExtensionPoint(
    "ideas.models.talk.BEFORE_COMMENT",
    "Who must wait with a comment at an idea: a function for each higher app, called under the idea's lock, which may"
    " raise TooSoon, or LooksFirst.",
)


def takes_comments(idea: "Idea") -> bool:
    """Does this idea, which is locked and shown, take comments now? Raises TalkClosed if a moderator closed that."""
    if idea.talk_closed_at:
        raise TalkClosed(idea)
    return idea.takes_comments(clock.now())


def post_comment(
    idea: "Idea",
    member: Membership,
    voice: Voice,
    text: str,
    key: uuid.UUID,
    parent: "Comment | None" = None,
    is_welcome: bool = False,
) -> "Repeat[Comment]":
    """Add a comment, show it live, and tell who hears of comments.

    Raises IdeaClosed, TalkClosed, TooSoon, LooksFirst.

    The same key and text, or the same text within 10 minutes, return the first comment; the same key with another text
    is a new comment. `is_welcome`: see welcomes.py.
    """
    try:
        with transaction.atomic():
            counted = {"comment_count": F("comment_count") + 1, "talk_revision": F("revision") + 1}
            revision = idea.change(takes_comments, **counted)
            now = clock.now()
            twin = idea.comments.twin_of(member, text, parent, since=now - SAME_WORDS_WITHIN)
            if twin:
                raise SaidBefore(twin)
            for must_have_waited in BEFORE_COMMENT:
                must_have_waited(idea, member, now)
            if parent and not idea.comments.shown().filter(pk=parent.pk, parent=None).exists():
                raise IdeaClosed(idea)  # removed or hidden meanwhile
            if is_welcome:
                idea.refresh_from_db(fields=["welcome_due", "welcomed_at"])
            said = {"parent": parent, "text": text, "key": key, "created_at": now}
            first_word = is_welcome and idea.waits_for_welcome
            comment = add(idea, member, voice, revision, said | {"is_welcome": first_word})
            return Repeat(comment, True)
    except SaidBefore as before:
        idea.refresh_from_db()
        return Repeat(before.first, False)
    except IntegrityError:
        idea.refresh_from_db()
        first = member.comments.filter(key=key).first()
        if first is None:
            raise
        if first.text == text and first.idea_id == idea.pk:
            return Repeat(first, False)
        return idea.post_comment(member, voice, text, uuid.uuid4(), parent, is_welcome)


def add(
    idea: "Idea", author: Membership, voice: Voice, revision: int, said: dict[str, Any], is_quiet: bool = False
) -> "Comment":
    """Create a comment with this revision of the locked idea, and show it. `is_quiet`: nobody is told, or looks."""
    spoken = {"voice_kind": voice.kind, "voice_label": voice.label}
    comment = idea.comments.create(author=author, revision=revision, **spoken, **said)
    if welcomes.is_first_word(comment):
        welcomes.settle(idea)
    live.idea_changed(idea)
    if not is_quiet:
        letters.commented(comment, author)
        written(comment, author, [comment.text], is_new=True)
    return comment
