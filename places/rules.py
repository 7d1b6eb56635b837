"""Permissions for places: plain functions of (member, thing). They never raise."""

from labs.models import Membership, RoleKind, Visitor
from places.models import Place

Someone = Membership | Visitor

# The lab_admin and the stadmakers manage places


def can_make_place(member: Someone) -> bool:
    return member.is_admin or member.has_role(RoleKind.STADMAKER)


def can_change_place(member: Someone, place: Place) -> bool:
    return can_make_place(member)
