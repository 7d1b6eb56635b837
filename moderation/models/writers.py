"""Whom a decision is about: who can change the thing, and who can be paused for it."""

from copy import copy

from challenges import rules as challenge_rules
from challenges.models import Challenge
from common import clock
from events import rules as event_rules
from events.models import Gathering
from ideas import rules as idea_rules
from ideas.models import Comment, IdeaPhoto
from labs.models import MemberName, Membership
from moderation.models.things import Reported


def can_be_changed(thing: Reported | None, is_folded: bool = False) -> bool:
    """Is there somebody who wrote it and may change it now? While it `is_folded`: once it is open again."""
    if thing and is_folded and not isinstance(thing, IdeaPhoto | MemberName):
        thing = copy(thing)
        thing.is_hidden = False
    if isinstance(thing, Gathering):
        people = list(thing.organisers.select_related("user"))
    else:
        people = [thing.author] if thing and thing.author else []
    return any(member.user_id and may_change(member, thing) for member in people)


def may_change(member: Membership, thing: Reported | None) -> bool:
    now = clock.now()
    match thing:
        case None:
            return False
        case Comment():
            return idea_rules.can_change_comment(member, thing) and thing.idea.takes_comments(now)
        case MemberName():
            return member.pk == thing.pk and not thing.is_gone
        case IdeaPhoto():
            return idea_rules.can_edit_idea(member, thing.idea)
        case Challenge():
            return challenge_rules.can_change(member, thing)
        case Gathering():
            return event_rules.can_change(member, thing, now)
        case _:
            return idea_rules.can_edit_idea(member, thing)


def author_to_pause(thing: Reported | None) -> Membership | None:
    """Return the one person who wrote it. Of a gathering several did, and of what was written down somebody else."""
    if thing is None or isinstance(thing, Gathering):
        return None
    author: Membership | None = thing.author
    return author if author and author.user_id else None
