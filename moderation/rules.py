"""Permissions for cases: plain functions of (member, thing). They never query and never raise."""

from datetime import datetime

from challenges.models import Challenge
from events.models import Gathering
from ideas.models import Idea
from labs.models import Membership, Visitor
from moderation.models import Case
from moderation.models.reviewing import is_about
from moderation.models.things import Reported, is_gone, is_unseen

Someone = Membership | Visitor


def can_report(member: Someone, thing: Reported) -> bool:
    """May say to the moderators that something is wrong: about what others wrote and everybody can read."""
    is_draft = isinstance(thing, Challenge | Gathering) and thing.is_draft
    return member.pk not in thing.writers() and not is_unseen(thing) and not is_gone(thing) and not is_draft


def can_decide(member: Someone, case: Case) -> bool:
    """May end the case: not about one's own things, and not about what one reported. `reports` are prefetched."""
    is_involved = member.pk in case.writers or any(one.is_of(member) for one in case.reports.all())
    return member.moderates and case.is_open and not is_involved


def can_close_talk(member: Someone, idea: Idea, now: datetime) -> bool:
    """May close its conversation: nobody of their own idea. The verb asks more, as of hiding."""
    return may_turn_talk(member, idea) and idea.takes_comments(now)


def can_open_talk(member: Someone, idea: Idea) -> bool:
    return may_turn_talk(member, idea) and idea.talk_closed_at is not None


def may_turn_talk(member: Someone, idea: Idea) -> bool:
    return member.decides and not idea.is_hidden and member.pk not in idea.writers()


def is_writer(member: Someone, case: Case) -> bool:
    """May read what was decided about their words."""
    return member.pk is not None and member.pk in case.readers


def may_read_review(member: Someone, case: Case) -> bool:
    """May ask for another look, or asked for one and reads how it ended. Reports and reviews are prefetched."""
    has_asked = any(one.is_of(member) for one in case.reviews)
    return isinstance(member, Membership) and (has_asked or is_about(case, member))
