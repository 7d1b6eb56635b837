"""Find the texts that a person typed in a form that failed, each with the label of its field.

No list of names is needed: the form classes say which fields are typed, hidden or chosen.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from django import forms

TYPED_IN = (forms.TextInput, forms.Textarea)


class Typed(NamedTuple):
    label: str
    text: str
    is_long: bool


def typed(pairs: list[tuple[str, str]]) -> list[Typed]:
    """Return the values of text fields.

    A field that belongs to no form counts only if its text has a space, because no value made by code has one.
    """
    names = {own_name(name) for name, _value in pairs}
    best_first = sorted(all_forms(), key=lambda form: len(names & form.keys()), reverse=True)
    found = []
    for name, value in pairs:
        fields = (form.get(own_name(name)) for form in best_first)
        field = next(filter(None, fields), None)
        is_typed = isinstance(field.widget, TYPED_IN) if field else len(value.split()) > 1
        if is_typed and value.strip():
            is_long = field is None or isinstance(field.widget, forms.Textarea)
            found.append(Typed(str((field and field.label) or ""), value, is_long))
    return found


def own_name(name: str) -> str:
    """Return the field's name in its form class: `name` for rooms-0-name, `day` for day_2."""
    return re.sub(r"_\d+$", "", name.rpartition("-")[2])


def all_forms(under: type[forms.BaseForm] = forms.BaseForm) -> Iterator[dict[str, forms.Field]]:
    """Yield the fields, by name, of every form class."""
    for form in under.__subclasses__():
        if hasattr(form, "base_fields"):
            yield form.base_fields
        yield from all_forms(form)
