"""Permissions for evenings: plain functions of (member, gathering). They never raise."""

from datetime import datetime

from evenings.models import LabPlan
from evenings.models.evening import can_open
from evenings.models.states import GOES_ON
from events import rules as events
from events.models import Gathering
from labs.models import RoleKind

Someone = events.Someone


def can_see_plan(member: Someone, gathering: Gathering) -> bool:
    """May read what the gespreksleider does: the organisers and the lab_admins, also after the evening."""
    return events.organises(member, gathering)


def can_prepare(member: Someone, gathering: Gathering, now: datetime) -> bool:
    """May choose a plan and change its steps: the organisers and the lab_admins, until the gathering is over."""
    return events.can_change(member, gathering, now)


def can_open_evening(member: Someone, gathering: Gathering, now: datetime) -> bool:
    """May open the evening, and open it again: the organisers and the lab_admins, until a day after its end."""
    return events.organises(member, gathering) and can_open(gathering, now)


def can_lead(member: Someone, gathering: Gathering) -> bool:
    """May move the steps and the clock of an evening that is open, and close it."""
    return events.organises(member, gathering) and gathering.state in GOES_ON and not gathering.is_hidden


def can_keep(member: Someone, gathering: Gathering) -> bool:
    """May keep the steps as a plan of the lab, also after the evening: then they know what worked."""
    return can_see_plan(member, gathering) and not gathering.is_hidden


def can_change_lab_plan(member: Someone, plan: LabPlan) -> bool:
    """May rename or remove a plan of the lab: who kept it, stadmakers and lab_admins."""
    is_theirs = member.pk is not None and plan.kept_by_id == member.pk and member.facilitates
    return member.is_admin or member.has_role(RoleKind.STADMAKER) or is_theirs
