"""Places in a page for the content of higher apps. `{% load joins %}`"""

from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from common.joins import POINTS

register = template.Library()


@register.simple_tag(takes_context=True)
def joined(context: Context, name: str, **values: Any) -> SafeString:
    """Render the templates that joined this extension point, like "ideas.page.BESIDE", with the context of the page.

    Raises KeyError when there is no such point.
    """
    assert context.template
    engine = context.template.engine
    with context.push(**values):
        return format_html_join("", "{}", ((engine.get_template(path).render(context),) for path in POINTS[name]))
