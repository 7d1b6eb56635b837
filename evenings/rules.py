"""Permissions for evenings: plain functions of (member, gathering). They never raise."""

from datetime import datetime

from events import rules as events
from events.models import Gathering

Someone = events.Someone


def can_see_plan(member: Someone, gathering: Gathering) -> bool:
    """May read what the gespreksleider does: the organisers and the lab_admins, also after the evening."""
    return events.organises(member, gathering)


def can_prepare(member: Someone, gathering: Gathering, now: datetime) -> bool:
    """May choose a plan and change its steps: the organisers and the lab_admins, until the gathering is over."""
    return events.can_change(member, gathering, now)
