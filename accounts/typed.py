"""What a person can have typed in a form that was sent in vain, each with what its field is called.

No list of names: the forms themselves say which of their fields are typed in, and which are hidden or chosen.
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
    """The values of text fields. Of a field that no form knows: only what holds a space, so more than a machine's."""
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
    """Without what a set of forms puts around it: `name` of rooms-0-name, `day` of day_2."""
    return re.sub(r"_\d+$", "", name.rpartition("-")[2])


def all_forms(under: type[forms.BaseForm] = forms.BaseForm) -> Iterator[dict[str, forms.Field]]:
    """Of each form its fields, by name."""
    for form in under.__subclasses__():
        if hasattr(form, "base_fields"):
            yield form.base_fields
        yield from all_forms(form)
