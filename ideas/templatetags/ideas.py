"""Template tags for ideas. `{% load ideas %}`"""

from datetime import date

from django import template
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from common import markdown
from common.languages import Theirs
from ideas import drawn, page, words
from ideas.models import Idea, IdeaPhoto, PhotoHiding, StanceChange, Status, StatusChange, due
from ideas.models.under_title import UNDER_TITLE
from ideas.parts import DUE
from realtime import topics
from realtime.parts import newest

register = template.Library()
register.filter("lines", words.lines)
register.filter("opening", words.opening)
register.filter("light", markdown.light)
register.filter("day", words.day_words)
register.simple_tag(words.support_words)
register.simple_tag(words.past_facts)
register.simple_tag(page.waits_words)
register.simple_tag(topics.cursor)
register.simple_tag(drawn.card, name="drawn_card")


@register.filter
def hidden_photo(idea: Idea) -> PhotoHiding | None:
    """Return the hiding of its photo that stands; a query."""
    return IdeaPhoto(idea).standing()


@register.simple_tag(takes_context=True)
def under_title(context: Context, idea: Idea, is_card: bool = False) -> SafeString:
    """Render what higher apps show under the title of an idea (ideas/models/under_title.py)."""
    assert context.template
    engine = context.template.engine
    with context.push(idea=idea, is_card=is_card):
        return format_html_join(
            "", "{}", ((engine.get_template(one.template).render(context),) for one in UNDER_TITLE)
        )


@register.simple_tag
def status_words(thing: Idea | StatusChange) -> str:
    """The words of the status of an idea, or of one step in its history."""
    if isinstance(thing, Idea):
        if thing.source and thing.status == Status.NEW:
            return gettext("From a past round")
        return words.status_words(thing.status, thing.status_date, thing.status_to)
    return words.status_words(thing.status, thing.date, thing.to)


@register.simple_tag
def stance_words(thing: Idea | StanceChange) -> str:
    """ "De gemeente helpt", of an idea or of one step in its history."""
    return words.stance_words(thing.stance)


@register.filter
def status_css(idea: Idea) -> str:
    """The CSS class of its status marker; a new idea has none."""
    colour = words.COLOURS.get(idea.status)
    return f" status--{colour}" if colour else ""


@register.simple_tag
def due_words(idea: Idea) -> str:
    """By when the municipality owes an answer about this idea, and which team; it has an `answer_due`."""
    assert idea.answer_due
    due = words.due_words(idea.answer_due, idea.first_date)
    return format_html("{} ({})", due, Theirs(idea.answer_team)) if idea.answer_team else due


@register.filter
def due_revision(idea: Idea) -> int:
    """The revision at which the day of the answer, or who works on it, last changed."""
    return newest(idea, DUE)


@register.filter
def is_late(idea: Idea) -> bool:
    """Is the answer later than was promised first?"""
    return due.is_late(idea.first_date or idea.answer_due)


@register.filter
def counted_day(idea: Idea) -> date | None:
    """The day to which the page counts: the last one, or the first one after that has passed."""
    return idea.first_date if idea.first_date and due.is_late(idea.first_date) else idea.answer_due


@register.filter
def is_figure(count: int) -> bool:
    """Is the number large enough to show? (Smaller ones are shown in words.)"""
    return count >= words.FIGURES_FROM
