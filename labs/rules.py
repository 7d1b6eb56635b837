"""Who may do what in a lab, now: plain functions of a member. They never query and never raise."""

from labs.models import Membership, Visitor


def can_manage(member: Membership | Visitor) -> bool:
    """Roles, texts, villages and the log are the lab_admin's; nobody else's, staff or not."""
    return member.is_admin
