"""Template tags for ideas. `{% load ideas %}`"""

from django import template
from django.utils.translation import gettext

from common import markdown
from ideas import drawn, words
from ideas.models import Idea, Status, StatusChange
from ideas.models.status import is_late
from realtime import topics

register = template.Library()
register.filter("lines", words.lines)
register.filter("opening", words.opening)
register.filter("light", markdown.light)
register.filter("day", words.day_words)
register.simple_tag(words.support_words)
register.simple_tag(words.past_facts)
register.simple_tag(topics.cursor)
register.simple_tag(drawn.card, name="drawn_card")


@register.simple_tag
def status_words(thing: Idea | StatusChange) -> str:
    """The words of the status of an idea, or of one step in its history."""
    if isinstance(thing, Idea):
        if thing.source and thing.status == Status.NEW:
            return gettext("From a past round")
        return words.status_words(thing.status, thing.status_date, thing.status_to, first=thing.first_date)
    return words.status_words(thing.status, thing.date, thing.to, is_past=True)


@register.filter
def status_css(idea: Idea) -> str:
    """The CSS class of its status marker; a new idea has none."""
    promised = idea.first_date or idea.status_date
    colour = "late" if is_late(idea.status, promised) else words.COLOURS.get(idea.status)
    return f" status--{colour}" if colour else ""


@register.filter
def is_figure(count: int) -> bool:
    """Is the number large enough to show? (Smaller ones are shown in words.)"""
    return count >= words.FIGURES_FROM
