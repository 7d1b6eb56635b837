"""The words of what a case is about."""

from django import template

from moderation.fields import Field, fields_of
from moderation.models.things import Reported

register = template.Library()


@register.filter
def fields(thing: Reported) -> list[Field]:
    return fields_of(thing)
