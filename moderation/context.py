"""What a moderator reads around a case: the comments beside it, and earlier cases of the same writer in this lab."""

from typing import Any

from django.db.models import Q

from ideas.models import Comment
from ideas.models.comment import THREAD
from moderation.fields import former
from moderation.models import Case

MOST_EARLIER = 5


def words(case: Case) -> dict[str, Any]:
    """Return what moderation/_words_around.html shows with the words of the case."""
    thing = case.thing
    return {
        "around": around(thing) if isinstance(thing, Comment) else [],
        "former": [] if case.is_gone else former(case),
    }


def around(comment: Comment) -> list[Comment]:
    """Return up to three comments in order: the one before it, itself, and the one after it."""
    shown = comment.idea.comments.shown().with_words()
    before = shown.before(comment).in_order().reverse().first()
    is_later = Q(its_thread__gt=comment.thread) | Q(its_thread=comment.thread, pk__gt=comment.pk)
    after = shown.alias(its_thread=THREAD).filter(is_later).in_order().first()
    found = [one for one in (before, comment, after) if one]
    for one in found:
        one.idea = comment.idea
    return found


def earlier(case: Case) -> list[Case]:
    """Return the last decided cases of the same writer in this lab."""
    if case.author_id is None:
        return []
    theirs = Case.objects.filter(lab=case.lab, author=case.author_id).exclude(pk=case.pk)
    return list(theirs.decided().with_thing()[:MOST_EARLIER])
