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
from evenings.languages import LANGUAGES, direction_of
from evenings.models import Evening, Note, ScreenAsk, Session, TaskKind
from evenings.models.step import StepWords
from evenings.on_idea import OnIdea, on_idea
from evenings.words import TASKS
from events.models import Gathering
from ideas.models import Idea

register = template.Library()
LONG = 130  # signs of both sentences of a step: at the usual size more push the notes off the big screen


@register.simple_tag(takes_context=True)
def doors(context: RequestContext, gathering: Gathering) -> dict[str, Any]:
    """Return what this member may do with the evening of a gathering: `may_open`, `may_rehearse`, `may_lead`.

    With `evening` if they may lead it now, `again` if it was open before, `rehearsal` while it is rehearsed, and
    `is_past` once the gathering is over.
    """
    member, now = context["request"].member, clock.now()
    may_open, may_lead = rules.can_open_evening(member, gathering, now), rules.can_lead(member, gathering)
    if not (may_open or may_lead):
        return {}
    evening = Evening.objects.filter(session__gathering=gathering).first()
    is_open = bool(evening and evening.is_open(now))
    is_rehearsal = bool(evening and evening.is_rehearsal)
    was_open = bool(evening and evening.opened_at and not is_rehearsal)
    return {
        "may_open": may_open and (is_rehearsal or not is_open),
        "may_rehearse": may_open and not was_open,
        "may_lead": may_lead and is_open,
        "evening": evening,
        "again": was_open,
        "is_past": gathering.ends_at is not None and gathering.ends_at <= now,
        "rehearsal": may_lead and is_open and is_rehearsal,
    }


@register.simple_tag(takes_context=True)
def over(context: RequestContext, gathering: Gathering) -> Evening | None:
    """Return the evening of a gathering if it is over, and this member says what came of it."""
    member = context["request"].member
    if not rules.can_lead(member, gathering):
        return None
    evening = Evening.objects.filter(session__gathering=gathering).select_related("session").first()
    if evening is None:
        return None
    evening.session.gathering = gathering
    return evening if rules.can_harvest(member, evening, clock.now()) else None


@register.simple_tag
def of_evenings(idea: Idea) -> OnIdea:
    """Return what the page of this idea shows of evenings. One query, when it is first asked."""
    return on_idea(idea)


@register.inclusion_tag("evenings/_second.html")
def second_sentence(session: Session, step: StepWords, css: str) -> dict[str, str]:
    """Show the sentence of a step in the second language of its evening, if it has one."""
    language, words = session.language, session.second_sentence(step)
    return {"words": words, "language": language, "direction": direction_of(language), "css": f"second {css}"}


@register.filter
def key_in(note: Note, place: str) -> str:
    return note.key_in(place)


@register.filter
def has_long_words(session: Session, step: StepWords) -> bool:
    """Do the sentences of a step take so much room that the big screen needs smaller letters for them?"""
    return len(step.sentence) + len(session.second_sentence(step)) > LONG


@register.filter
def picked_of(steps: list[int], notes: list[Note]) -> int:
    """Return how many of these notes, of these steps (ids), their table picked."""
    return sum(note.is_picked and note.step_id in steps for note in notes)


@register.filter
def language_name(code: str) -> str:
    """Return the name of a language in that language."""
    return LANGUAGES.get(code, code)


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
