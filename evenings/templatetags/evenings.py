"""Template tags of evenings. `{% load evenings %}`"""

import uuid
from typing import Any

from django import template
from django.template import RequestContext
from django.urls import reverse
from django.utils.functional import Promise

from common import clock
from common.http import origin
from common.qr import draw
from evenings import rules
from evenings.models import Evening, ScreenAsk, TaskKind
from evenings.words import TASKS
from events.models import Gathering

register = template.Library()


@register.simple_tag(takes_context=True)
def doors(context: RequestContext, gathering: Gathering) -> dict[str, Any]:
    """Return what this member may do with the evening of a gathering: `may_open`, `may_lead`, `evening` if open."""
    member, now = context["request"].member, clock.now()
    may_open, may_lead = rules.can_open_evening(member, gathering, now), rules.can_lead(member, gathering)
    if not (may_open or may_lead):
        return {}
    evening = Evening.objects.filter(session__gathering=gathering).first()
    is_open = bool(evening and evening.is_open(now))
    again = bool(evening and evening.opened_at)
    return {"may_open": may_open and not is_open, "may_lead": may_lead and is_open, "evening": evening, "again": again}


@register.simple_tag
def qr_of(address: str) -> str:
    """Return an SVG QR code of an address that is secret, so it isn't kept."""
    return draw(address)


@register.filter
def what_to_do(kind: str) -> str | Promise:
    """Return what who has this task does."""
    return TASKS[TaskKind(kind)]


@register.simple_tag
def task_address(evening: Evening, kind: str) -> str:
    """Return the address in the QR code of a task: who opens it is asked whether they take the task."""
    keys = {"lab_slug": evening.gathering.lab.slug, "code": evening.code, "task_key": evening.task_keys[kind]}
    return origin() + reverse("live_task", kwargs=keys)


@register.simple_tag
def waiting_screens(evening: Evening) -> list[ScreenAsk]:
    """Return the computers that ask to be the big screen, the first first. One query."""
    asked = ScreenAsk.objects.filter(lab=evening.gathering.lab).waiting(clock.now())
    return list(asked.order_by("pk"))


@register.simple_tag
def new_key() -> str:
    """Return a key that makes a form count once."""
    return str(uuid.uuid4())
