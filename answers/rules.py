"""Permissions for answers: plain functions of (member, idea). They never query and never raise."""

from ideas import rules as ideas
from ideas.models import Idea, Status
from ideas.rules import Someone
from labs.models import RoleKind

ASKERS = frozenset({RoleKind.STADMAKER, RoleKind.CONNECTOR, RoleKind.MODERATOR, RoleKind.CIVIL_SERVANT})


def can_ask(member: Someone, idea: Idea) -> bool:
    """May make an answer owed: people with these roles, and the author, who does so once (`AskedBefore`)."""
    may = ideas.is_author(member, idea) or any(member.has_role(kind) for kind in ASKERS)
    is_open = idea.is_open and not idea.is_hidden and idea.answer_due is None
    return may and is_open and not member.is_paused


def asks_once(member: Someone, idea: Idea) -> bool:
    """Is it the author without such a role, who asks once per idea?"""
    return ideas.is_author(member, idea) and not any(member.has_role(kind) for kind in ASKERS)


def can_speak(member: Someone, idea: Idea) -> bool:
    """May date, give and correct answers about this idea: civil servants alone (decision 0037)."""
    return ideas.can_answer(member) and idea.status != Status.WITHDRAWN and not idea.is_hidden


def can_promise(member: Someone, idea: Idea) -> bool:
    """May choose another day for the answer that is owed now, or give it."""
    return can_speak(member, idea) and idea.answer_due is not None


def can_forward(member: Someone, idea: Idea) -> bool:
    """May pass an open idea on. If an answer is owed, that it goes to somebody else is the answer: give that one."""
    return can_speak(member, idea) and idea.is_open and idea.answer_due is None


def can_work(member: Someone) -> bool:
    """May pick up answers, pass them on, and read and write what colleagues tell each other: civil servants alone."""
    return member.has_role(RoleKind.CIVIL_SERVANT)


def can_pick_up(member: Someone, idea: Idea) -> bool:
    """May pick up or pass on the answer that is owed now."""
    return can_work(member) and can_promise(member, idea)


def can_approve(member: Someone) -> bool:
    """May approve a draft as alderman: with a second factor, as all who act for the municipality (decision 0070)."""
    return member.has_role(RoleKind.ALDERMAN) and member.is_proved


def can_see_desk(member: Someone) -> bool:
    """The desk is for staff; each of them sees there what they may do something about."""
    return member.is_staff


def can_say_clear(member: Someone, idea: Idea) -> bool:
    """May say whether the answer about this idea is clear, and ask about it: who takes part, but not who answers."""
    may = member.is_person and not member.is_paused and not can_work(member)
    return may and idea.status != Status.WITHDRAWN and not idea.is_hidden
