"""The words of what a case is about, and of how a review ended."""

from django import template

from common import clock
from ideas.models import Idea
from labs.models import Lab, Membership, Visitor
from moderation import rules
from moderation.again import ended_words
from moderation.fields import Field, fields_of
from moderation.models import ModerationSettings, Review
from moderation.models.things import Reported

register = template.Library()


@register.filter
def fields(thing: Reported) -> list[Field]:
    return fields_of(thing)


@register.filter
def ended(review: Review) -> str:
    """Return how a review ended, in words for who asked."""
    return str(ended_words(review))


@register.simple_tag
def calm_in(lab: Lab) -> ModerationSettings | None:
    """Return the settings of a lab that is in calm mode now. One query."""
    settings = ModerationSettings.objects.of(lab)
    return settings if settings.is_calm else None


@register.simple_tag
def turn_of_talk(member: Membership | Visitor, idea: Idea) -> str:
    """Return what this member may do with its conversation: "close", "open", or nothing."""
    if rules.can_open_talk(member, idea):
        return "open"
    return "close" if rules.can_close_talk(member, idea, clock.now()) else ""
