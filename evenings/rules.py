"""Permissions for evenings: plain functions of (member, gathering). They never raise."""

from datetime import datetime

from evenings.models import Evening, Helper, LabPlan, RoomPromise, TaskKind
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


def can_change_choice(member: Someone, gathering: Gathering, now: datetime) -> bool:
    """May write what people choose from: who prepares the evening, and who may open it, also during the evening."""
    return can_prepare(member, gathering, now) or can_open_evening(member, gathering, now)


def can_lead(member: Someone, gathering: Gathering) -> bool:
    """May move the steps and the clock of an evening that is open, and close it."""
    return events.organises(member, gathering) and gathering.state in GOES_ON and not gathering.is_hidden


def can_write_report(member: Someone, gathering: Gathering) -> bool:
    """May write the report, put it online and take it down: who may open and close the evening."""
    return can_lead(member, gathering)


# The three tasks. Whoever opens and closes an evening may do each of them


def may_lead(member: Someone, evening: Evening, helper: Helper | None = None) -> bool:
    """May move the steps and the clock, show results, and give tasks and take them back."""
    return can_lead(member, evening.gathering) or has_task(helper, evening, TaskKind.LEAD)


def may_show(member: Someone, evening: Evening, helper: Helper | None = None) -> bool:
    """May handle the wall and the big screen: who leads, and screen helpers."""
    return may_lead(member, evening, helper) or has_task(helper, evening, TaskKind.SCREEN)


def may_type(member: Someone, evening: Evening, helper: Helper | None = None) -> bool:
    """May type what is on paper, and count hands: who leads, and paper helpers."""
    return may_lead(member, evening, helper) or has_task(helper, evening, TaskKind.PAPER)


def may_change_promise(member: Someone, evening: Evening, promise: RoomPromise, helper: Helper | None = None) -> bool:
    """May correct or remove what was promised aloud: who noted it, and the organisers."""
    is_theirs = helper is not None and promise.helper_id == helper.pk
    return is_theirs or can_lead(member, evening.gathering)


def may_help(member: Someone, evening: Evening, helper: Helper | None = None) -> bool:
    """May do one of the three at least."""
    return may_show(member, evening, helper) or may_type(member, evening, helper)


def has_task(helper: Helper | None, evening: Evening, kind: TaskKind) -> bool:
    """Has this helper the task at this evening? No query after `with_tasks`."""
    return helper is not None and helper.evening_id == evening.pk and kind in helper.kinds


def can_harvest(member: Someone, evening: Evening, now: datetime) -> bool:
    """May say where notes and piles go after the evening: the organisers and the lab_admins."""
    return can_lead(member, evening.gathering) and evening.has_ended(now) and not member.is_paused


def can_keep(member: Someone, gathering: Gathering) -> bool:
    """May keep the steps as a plan of the lab, also after the evening: then they know what worked."""
    return can_see_plan(member, gathering) and not gathering.is_hidden


def can_change_lab_plan(member: Someone, plan: LabPlan) -> bool:
    """May rename or remove a plan of the lab: who kept it, stadmakers and lab_admins."""
    is_theirs = member.pk is not None and plan.kept_by_id == member.pk and member.facilitates
    return member.is_admin or member.has_role(RoleKind.STADMAKER) or is_theirs
