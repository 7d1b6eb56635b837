"""Permissions for flags: plain functions of (member). They never query and never raise."""

from labs.models import Membership, Visitor


def can_look(member: Membership | Visitor) -> bool:
    """May read the flags of the lab, except on their own words, and say that somebody looked."""
    return member.moderates
