"""Permissions in a lab: plain functions of a member. They never query and never raise."""

from labs.models import Membership, Visitor


def can_manage(member: Membership | Visitor) -> bool:
    """Only a lab_admin manages roles, texts, villages and the log; other staff don't."""
    return member.is_admin


def can_decide(member: Membership | Visitor) -> bool:
    """May decide about people and their words: moderators, but nobody who speaks for the municipality as well."""
    return member.decides


def can_pause(member: Membership | Visitor, person: Membership) -> bool:
    """May let this person not take part for some days: not themselves, and not somebody who runs the lab."""
    return isinstance(member, Membership) and member.may_pause(person)


def can_end_pause(member: Membership | Visitor, person: Membership) -> bool:
    """May end that earlier, also if this person runs the lab by now."""
    return isinstance(member, Membership) and member.may_decide_about(person)
