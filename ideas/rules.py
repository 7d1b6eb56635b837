"""Permissions for an idea: plain functions of (member, thing). They never query and never raise."""

from datetime import datetime

from ideas.models import Behalf, Comment, Idea, Status
from ideas.models.status import BY_MUNICIPALITY
from labs.models import Membership, RoleKind, Visitor

Someone = Membership | Visitor

NOT_BY_HAND = frozenset({Status.NEW, Status.WAITING, Status.WITHDRAWN})


def is_author(member: Someone, thing: Idea | Comment) -> bool:
    return member.pk is not None and thing.author_id == member.pk


def can_read(member: Someone, idea: Idea) -> bool:
    return not idea.is_hidden or member.moderates or is_author(member, idea)


def can_read_all_edits(member: Someone, thing: Idea | Comment) -> bool:
    """May read earlier words that a case keeps from others."""
    return member.moderates or is_author(member, thing)


def can_propose(member: Someone) -> bool:
    return member.is_person


def can_support(member: Someone, idea: Idea) -> bool:
    """May support it, and withdraw that; in a pause only the last (labs/decorators.py)."""
    return idea.takes_support and not idea.is_hidden


def can_answer_need(member: Someone, idea: Idea) -> bool:
    return idea.is_open and not idea.is_hidden and not member.is_paused


def can_pledge(member: Someone, idea: Idea) -> bool:
    return idea.is_open and not idea.is_hidden and not member.is_paused


def can_comment(member: Someone, idea: Idea, now: datetime) -> bool:
    return not member.is_paused and idea.takes_comments(now)


def is_talk_closed(idea: Idea) -> bool:
    """Did a moderator close its conversation, which everybody can read? Who comments then gets their words back."""
    return idea.talk_closed_at is not None and not idea.is_hidden


def can_edit_idea(member: Someone, idea: Idea) -> bool:
    is_theirs = is_author(member, idea) and not member.is_paused
    return is_theirs and idea.is_open and not idea.is_hidden and not idea.source


def can_withdraw_idea(member: Someone, idea: Idea) -> bool:
    is_theirs = is_author(member, idea) and not member.is_paused
    return is_theirs and idea.is_open and not idea.is_hidden and not idea.source


def can_change_comment(member: Someone, comment: Comment) -> bool:
    return is_author(member, comment) and comment.is_shown and not member.is_paused


def can_answer(member: Someone) -> bool:
    """May promise, answer and name a date for the municipality."""
    return member.has_role(RoleKind.CIVIL_SERVANT)


def can_set_status(member: Someone, idea: Idea) -> bool:
    return member.facilitates and idea.status != Status.WITHDRAWN and not idea.is_hidden


def statuses_for(member: Someone, idea: Idea) -> list[Status]:
    """Return the statuses that this member may set: some are only the municipality's, withdrawing the author's.

    While an answer is owed, what the municipality says comes with its answer.
    """
    if not can_set_status(member, idea):
        return []
    answers = can_answer(member) and idea.answer_due is None
    return [s for s in Status if s not in NOT_BY_HAND and (answers or s not in BY_MUNICIPALITY)]


def can_set_stance(member: Someone, idea: Idea) -> bool:
    """May say what the municipality does here: that speaks for it, and so does a civil servant alone."""
    return can_answer(member) and idea.status != Status.WITHDRAWN and not idea.is_hidden


def can_welcome(member: Someone, idea: Idea) -> bool:
    """May give the first word: people with a role in the lab, about an idea of somebody else."""
    return member.facilitates and not is_author(member, idea)


def can_see_hidden(member: Someone) -> bool:
    """May see the list of what is hidden."""
    return member.decides


def can_hide(member: Someone, thing: Idea | Comment) -> bool:
    """May hide it and put it back: nobody their own words. The verb asks more: roles elsewhere, who wrote it down."""
    return member.decides and not is_author(member, thing)


def can_ask_again(member: Someone, thing: Idea | Comment) -> bool:
    """May ask a moderator to review what was hidden."""
    return thing.is_hidden and is_author(member, thing)


def can_write_for_others(member: Someone) -> bool:
    return member.facilitates


def can_claim(member: Someone, behalf: Behalf) -> bool:
    """The writer can't claim words that they wrote down for somebody."""
    return member.is_person and behalf.written_by_id != member.pk


def can_share(idea: Idea) -> bool:
    """Everybody may share an idea, unless it is hidden, withdrawn or emptied."""
    return not (idea.is_hidden or idea.is_emptied or idea.status == Status.WITHDRAWN)
