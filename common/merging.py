"""Merge two edits of one thing: keep what only one person changed, show what both changed.

The form carries a short hash of each part it was filled with, so that we know which parts its sender changed. Fields
that have a meaning only together, such as a day and its hours, are one part.
"""

from collections.abc import Iterable, Mapping
from datetime import date, time
from hashlib import blake2b
from typing import Any, NamedTuple

from django.db.models import Model
from django.forms import CharField
from django.utils.translation import gettext as _

from common.languages import Theirs


class Difference(NamedTuple):
    """A part that both people changed, in words: its value now (`theirs`), and the value in the form (`mine`).

    A text that somebody wrote is `Theirs`.
    """

    thing: str
    label: str
    theirs: str
    mine: str


class Merged(NamedTuple):
    """The form's data with all changes that only the other person made; `kept` has the labels of those parts."""

    data: Any
    differences: list[Difference]
    kept: list[str]


def sign(values: Mapping[str, Any], fields: Iterable[str]) -> str:
    return blake2b(repr([sent(values.get(name)) for name in fields]).encode(), digest_size=6).hexdigest()


def sent(value: Any) -> str | list[str]:
    """Return the value as a browser sends it; a tuple (a row of fields) becomes one text."""
    if value is None:
        return ""
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, tuple):
        return repr([sent(one) for one in value])
    if isinstance(value, str | int | date):
        return str(value)
    return sorted(str(sent(one)) for one in value)


class Merger:
    """Compares a form with the current state. `things`: the parts by name, each with its fields."""

    things: Mapping[str, tuple[str, ...]] = {}

    def signs(self, values: Mapping[str, Any]) -> str:
        """Return the hash of each part, for the form's hidden field: `title:1f2e3d4c about:…`."""
        return " ".join(f"{thing}:{sign(values, fields)}" for thing, fields in self.things.items())

    def put(self, data: Any, thing: str, values: Mapping[str, Any]) -> None:
        """Set this part of the form's data to `values`."""
        for name in self.things[thing]:
            value = sent(values.get(name))
            data.setlist(name, value if isinstance(value, list) else [value])

    def take_over(self, data: Any, values: Mapping[str, Any]) -> Any:
        """Return the posted data, with the current values for the parts where its sender chose those."""
        wanted = [thing for thing in data.getlist("take") if thing in self.things]
        if not wanted:
            return data
        taken = data.copy()
        for thing in wanted:
            self.put(taken, thing, values)
        return taken

    def merge(self, form: Any, said: Mapping[str, Any], now: Mapping[str, Any]) -> Merged:
        """Merge a valid form (`said`) with the current state (`now`).

        Without hashes, each difference counts as a change by both people.
        """
        was = dict(pair.partition(":")[::2] for pair in form.cleaned_data["was"].split())
        merged = Merged(form.data.copy(), [], [])
        for thing, fields in self.things.items():
            if not self.asks(form, thing):
                self.put(merged.data, thing, now)
                continue
            mine, theirs, before = sign(said, fields), sign(now, fields), was.get(thing)
            if mine == theirs or before == theirs:
                continue
            if before == mine:
                self.put(merged.data, thing, now)
                merged.kept.append(self.label(form, thing))
            else:
                words = (self.words_of(form, thing, values) for values in (now, said))
                merged.differences.append(Difference(thing, self.label(form, thing), *words))
        merged.data["seen"], merged.data["was"] = str(now["seen"]), now["was"]
        return merged

    def asks(self, form: Any, thing: str) -> bool:
        return self.things[thing][0] in form.fields

    def label(self, form: Any, thing: str) -> str:
        label = form.fields[self.things[thing][0]].label
        return label if isinstance(label, Theirs) else str(label)

    def words_of(self, form: Any, thing: str, values: Mapping[str, Any]) -> str:
        """Return the part's value in words, for people to compare."""
        name = self.things[thing][0]
        value, field = values.get(name), form.fields[name]
        if value in (None, ""):
            return _("(nothing)")
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if hasattr(field, "label_from_instance"):
            found = value if isinstance(value, Model) else field.queryset.filter(pk=value).first()
            return str(field.label_from_instance(found)) if found else _("(nothing)")
        if hasattr(field, "choices"):
            return str(dict(field.choices)[value])
        return Theirs(value) if isinstance(field, CharField) else str(value)
