"""Permissions in a lab: plain functions of a member. They never query and never raise."""

from labs.models import Membership, Visitor


def can_manage(member: Membership | Visitor) -> bool:
    """Only a lab_admin manages roles, texts, villages and the log; other staff don't."""
    return member.is_admin


def can_decide(member: Membership | Visitor) -> bool:
    """May decide about people and their words: moderators, but nobody who speaks for the municipality as well."""
    return member.decides


def can_pause(member: Membership | Visitor, person: Membership) -> bool:
    """May pause this person, and end that: nobody themselves, and nobody who runs the lab (decision 0083)."""
    return isinstance(member, Membership) and person.may_be_paused_by(member)
