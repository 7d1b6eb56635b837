"""Permissions in a lab: plain functions of a member. They never query and never raise."""

from labs.models import Membership, Visitor


def can_manage(member: Membership | Visitor) -> bool:
    """Only a lab_admin manages roles, texts, villages and the log; other staff don't."""
    return member.is_admin
