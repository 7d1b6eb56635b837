"""Two who change one gathering at the same time: what only one of them changed is kept, what both changed is shown.

The form carries a short sign of each thing it was filled with, so that it is known which of them its sender changed.
Things that mean something together only, as a day and its hours, are one thing.
"""

from collections.abc import Iterable, Mapping
from datetime import date, time
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Model
from django.utils.translation import gettext as _

from events.words import date_words

if TYPE_CHECKING:
    from events.forms import GatheringEditForm

THINGS = {
    "title": ("title",),
    "about": ("about",),
    "when": ("day", "starts", "ends", "starts_fold", "ends_fold", "last_day"),
    "place": ("place",),
    "room": ("room",),
    "where": ("where",),
    "link": ("link",),
    "entry": ("entry",),
    "capacity": ("capacity",),
    "sign_up_until": ("until_day", "until_at"),
    "programme": ("programme",),
    "organisers": ("organisers",),
}


class Difference(NamedTuple):
    """A thing that both changed, in words: as it is now, and as the second wants it."""

    thing: str
    label: str
    theirs: str
    mine: str


class Merged(NamedTuple):
    """What the form says with all that only the other changed in it; `kept`: the labels of those."""

    data: Any
    differences: list[Difference]
    kept: list[str]


def signs(values: Mapping[str, Any]) -> str:
    """Of each thing, for the hidden field of the form: `title:1f2e3d4c about:…`."""
    return " ".join(f"{thing}:{sign(values, fields)}" for thing, fields in THINGS.items())


def sign(values: Mapping[str, Any], fields: Iterable[str]) -> str:
    return blake2b(repr([sent(values.get(name)) for name in fields]).encode(), digest_size=6).hexdigest()


def sent(value: Any) -> str | list[str]:
    """As a browser sends it."""
    if value is None:
        return ""
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, str | int | date):
        return str(value)
    return sorted(str(one.pk if isinstance(one, Model) else one) for one in value)


def put(data: Any, thing: str, values: Mapping[str, Any]) -> None:
    """Let the form say this thing as in `values`."""
    for name in THINGS[thing]:
        value = sent(values.get(name))
        data.setlist(name, value if isinstance(value, list) else [value])


def take_over(data: Any, values: Mapping[str, Any]) -> Any:
    """What was sent, with the things that its sender wants as they are now."""
    wanted = [thing for thing in data.getlist("take") if thing in THINGS]
    if not wanted:
        return data
    taken = data.copy()
    for thing in wanted:
        put(taken, thing, values)
    return taken


def merge(form: "GatheringEditForm", now: Mapping[str, Any]) -> Merged:
    """What a valid form says, beside what its gathering says `now`. Without signs what differs was changed twice."""
    was = dict(pair.partition(":")[::2] for pair in form.cleaned_data["was"].split())
    merged = Merged(form.data.copy(), [], [])
    for thing, fields in THINGS.items():
        if fields[0] not in form.fields:
            put(merged.data, thing, now)
            continue
        mine, theirs, before = sign(form.cleaned_data, fields), sign(now, fields), was.get(thing)
        if mine == theirs or before == theirs:
            continue
        if before == mine:
            put(merged.data, thing, now)
            merged.kept.append(label(form, thing))
        else:
            words = (words_of(form, thing, values) for values in (now, form.cleaned_data))
            merged.differences.append(Difference(thing, label(form, thing), *words))
    merged.data["seen"], merged.data["was"] = str(now["seen"]), now["was"]
    return merged


def label(form: "GatheringEditForm", thing: str) -> str:
    return _("When?") if thing == "when" else str(form.fields[THINGS[thing][0]].label)


def words_of(form: "GatheringEditForm", thing: str, values: Mapping[str, Any]) -> str:
    """For people to compare."""
    value = values.get(THINGS[thing][0])
    if value in (None, ""):
        return _("(nothing)")
    if thing == "when":
        clock = " – ".join(f"{values[name]:%H:%M}" for name in ("starts", "ends"))
        last = date_words(values["last_day"]) if values.get("last_day") else ""
        return ", ".join(filter(None, [date_words(value), clock, last]))
    if thing == "sign_up_until":
        return " ".join(filter(None, [date_words(value), str(sent(values.get("until_at")))]))
    field = form.fields[thing]
    if thing == "organisers":
        chosen = set(sent(value))
        return ", ".join(person.name for person in field.queryset if str(person.pk) in chosen)  # type: ignore[attr-defined]
    if thing in ("place", "room"):
        found = value if isinstance(value, Model) else field.queryset.filter(pk=value).first()  # type: ignore[attr-defined]
        return str(field.label_from_instance(found)) if found else _("(nothing)")  # type: ignore[attr-defined]
    if thing == "entry":
        return str(dict(field.choices)[value])  # type: ignore[attr-defined]
    return str(value)
