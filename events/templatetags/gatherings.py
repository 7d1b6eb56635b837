"""Template tags of the page of a gathering. `{% load gatherings %}`"""

from typing import NamedTuple

from django import template

from common.times import day_of
from events.models import Aloud, Gathering
from events.models.aloud import revision_of
from events.parts import SAID
from ideas.models import Idea
from labs.models import FACILITATORS, Voice
from realtime.parts import newest

register = template.Library()
LEAD_LENGTH = 320


class Maker(NamedTuple):
    """An organiser. `voice`: their first role that may create gatherings; None if they no longer have such a role."""

    name: str
    voice: Voice | None


@register.filter
def makers(gathering: Gathering) -> list[Maker]:
    """Return the organisers. No query if they were prefetched (`with_page`)."""
    found = []
    for member in gathering.organisers.all():
        member.lab = gathering.lab
        voices = [voice for voice in member.voices() if voice.kind in FACILITATORS] if member.user else []
        found.append(Maker(member.name, voices[0] if voices else None))
    return found


@register.filter
def address(gathering: Gathering) -> str:
    """The address of its place on its day, and the exact location."""
    place = gathering.place
    if place is None:
        return gathering.where
    there = place.address_on(day_of(gathering.starts_at)) if gathering.starts_at else place.address
    return ", ".join(filter(None, [there, gathering.where]))


@register.filter
def lead(about: str) -> str:
    """The first paragraph, for the top of the page; empty if it is too long for that."""
    first = about.split("\n\n")[0].strip()
    return first if len(first) <= LEAD_LENGTH else ""


@register.filter
def after_lead(about: str) -> str:
    return about[len(about.split("\n\n")[0]) :].strip() if lead(about) else about


@register.filter
def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class SaidAloud(NamedTuple):
    rows: list[Aloud]
    revision: int  # of these rows, or of a name shown with them


@register.simple_tag
def aloud_at(gathering: Gathering) -> SaidAloud:
    """Return what was said aloud at this gathering in the name of the municipality. One query."""
    rows = Aloud.objects.shown().filter(gathering=gathering).with_page()
    return SaidAloud(list(rows), newest(gathering, SAID))


@register.simple_tag
def aloud_about(idea: Idea) -> SaidAloud:
    """Return what was said aloud about this idea. One query, two if there is any."""
    revision = revision_of(idea)
    return SaidAloud(list(Aloud.objects.shown().filter(idea=idea).with_page()) if revision else [], revision)
