"""Render a form field: label, help, control, and an error that says what to do. `{% load fields %}`"""

from functools import partial
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from common.fragment_cache import FragmentCache, reading

register = template.Library()
empty_fields = FragmentCache(512)
EMPTY: tuple[Any, ...] = None, "", [], False

CLASSES = {
    "text": "utrecht-textbox utrecht-textbox--html-input",
    "textarea": "utrecht-textarea utrecht-textarea--html-textarea",
    "select": "utrecht-select utrecht-select--html-select",
    "file": "file",
}


def kind_of(widget: forms.Widget) -> str:
    """Return the kind of a widget, which decides how it is rendered: group, tick, select, textarea, file or text."""
    for kind, widgets in (
        ("group", (forms.RadioSelect, forms.CheckboxSelectMultiple)),
        ("tick", forms.CheckboxInput),
        ("select", forms.Select),
        ("textarea", forms.Textarea),
        ("file", forms.FileInput),
    ):
        if isinstance(widget, widgets):
            return kind
    return "text"


@register.simple_tag
def field(bound: BoundField, look: str = "choices", optional: bool = False, css: str = "", **attrs: Any) -> str:
    """Render `bound`. For radio buttons and checkboxes `look` is choices, row, chips or ticks.

    Other arguments become attributes. `autofocus`: the caret is in the field on arrival, unless the form has errors;
    then `form_errors` gets the focus. It is for a page with one form, if its first screen holds the field. The typed
    value stays; ids are Django's (id_title, id_title_helptext, id_title_error). An empty field without an error is
    rendered once for everybody (fragment cache).
    """
    if bound.form.errors:
        attrs.pop("autofocus", None)
    draw = partial(_draw, bound, look, optional, css, attrs)
    is_asked = isinstance(bound.field, forms.ModelChoiceField)  # its choices come from the database
    if is_asked or bound.errors or bound.value() not in EMPTY:
        return draw()
    how = look, optional, css, tuple(attrs.items())
    return empty_fields.get_or_render((*_looks_of(bound), *how, *reading()), draw)


def _looks_of(bound: BoundField) -> tuple[Any, ...]:
    """Return all data that an empty field is rendered from."""
    asked, widget = bound.field, bound.field.widget
    choices = tuple((str(key), str(words)) for key, words in getattr(asked, "choices", ()))
    names = type(bound.form), bound.html_name, bound.auto_id, bound.form.use_required_attribute
    words = str(bound.label), str(bound.help_text), asked.required, asked.disabled, repr(bound.value())
    return *names, *words, type(widget), repr(widget.attrs), choices


def _draw(bound: BoundField, look: str, optional: bool, css: str, attrs: dict[str, Any]) -> SafeString:
    kind = kind_of(bound.field.widget)
    attrs = {name.replace("_", "-"): value for name, value in attrs.items()}
    classes = " ".join(filter(None, (CLASSES.get(kind), bound.field.widget.attrs.get("class"), css)))
    if classes:
        attrs["class"] = classes
    context = {
        "field": bound,
        "kind": kind,
        "look": look,
        "optional": optional,
        "control": "" if kind == "group" else bound.as_widget(attrs=attrs),
    }
    return render_to_string("components/_field.html", context)


@register.inclusion_tag("components/_errors.html")
def form_errors(form: forms.BaseForm, *sets: forms.BaseFormSet[Any]) -> dict[str, Any]:
    """List the errors at the top of the form, with a link to each field. It gets the focus when the page opens.

    `sets`: formsets that belong to the form, in the order of the page. A form may have `summary_labels`: by field, the
    label that is clear outside its fieldset.
    """
    forms_ = [form, *(row for rows in sets for row in rows)]
    return {
        "whole": form.non_field_errors(),
        "fields": [
            (target(b), label_in_summary(b), b.errors) for one in forms_ for b in one.visible_fields() if b.errors
        ],
        "hidden": [error for bound in form.hidden_fields() for error in bound.errors],
    }


def label_in_summary(bound: BoundField) -> str:
    labels: dict[str, str] = getattr(bound.form, "summary_labels", {})
    label: Any = bound.label
    return labels.get(bound.name) or label


def target(bound: BoundField) -> str:
    """Return the id for a link to this field; for a group, the id of its first option."""
    return f"{bound.auto_id}_0" if kind_of(bound.field.widget) == "group" else bound.auto_id
