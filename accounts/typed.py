"""Find what a person typed and chose in a form that failed, each with the label of its field.

No list of names is needed: the form classes say which fields are typed, hidden or chosen.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms
from django.utils.choices import flatten_choices
from django.utils.translation import gettext as _

from common.fields import PublicChoiceField

TYPED_IN = (forms.TextInput, forms.Textarea)


class Typed(NamedTuple):
    label: str
    text: str
    is_long: bool


def typed(pairs: list[tuple[str, str]]) -> list[Typed]:
    """Return the values of text fields, and the words of choices if there is a text; a press alone is not copied.

    A field that belongs to no form counts only if its text has a space, because no value made by code has one.
    """
    names = {own_name(name) for name, _value in pairs}
    best_first = sorted(all_forms(), key=lambda form: len(names & form.keys()), reverse=True)
    found, has_text = [], False
    for name, value in pairs:
        fields = (form.get(own_name(name)) for form in best_first)
        field = next(filter(None, fields), None)
        is_typed = isinstance(field.widget, TYPED_IN) if field else len(value.split()) > 1
        text = value if is_typed else words_of(field, value)
        if text.strip():
            is_long = field is None or isinstance(field.widget, forms.Textarea)
            found.append(Typed(str((field and field.label) or ""), text, is_long))
            has_text |= is_typed
    return found if has_text else []


def words_of(field: forms.Field | None, value: str) -> str:
    """Return the words of a choice as its form class declares them; "" for a choice that only one page knows."""
    if isinstance(field, forms.BooleanField):
        return _("Yes")
    if isinstance(field, PublicChoiceField):
        return field.words_of(value)
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField) and value:
        choices: Any = field.choices
        return str(dict(flatten_choices(choices)).get(value, ""))
    return ""


def own_name(name: str) -> str:
    """Return the field's name in its form class: `name` for rooms-0-name, `day` for day_2."""
    return re.sub(r"_\d+$", "", name.rpartition("-")[2])


def all_forms(under: type[forms.BaseForm] = forms.BaseForm) -> Iterator[dict[str, forms.Field]]:
    """Yield the fields, by name, of every form class."""
    for form in under.__subclasses__():
        if hasattr(form, "base_fields"):
            yield form.base_fields
        yield from all_forms(form)
