"""The words of what a case is about."""

from django import template

from labs.models import Lab
from moderation.fields import Field, fields_of
from moderation.models import ModerationSettings
from moderation.models.things import Reported

register = template.Library()


@register.filter
def fields(thing: Reported) -> list[Field]:
    return fields_of(thing)


@register.simple_tag
def calm_in(lab: Lab) -> ModerationSettings | None:
    """Return the settings of a lab that is in calm mode now. One query."""
    settings = ModerationSettings.objects.of(lab)
    return settings if settings.is_calm else None
