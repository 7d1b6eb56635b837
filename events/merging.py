"""Merge two edits of one gathering (common.merging): its parts, and their words; and of its outcomes."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from common.merging import Merger, sent
from common.time_words import date_words, wall_clock_words, wall_words


class GatheringMerger(Merger):
    things = {
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

    def label(self, form: Any, thing: str) -> str:
        return _("When?") if thing == "when" else super().label(form, thing)

    def words_of(self, form: Any, thing: str, values: Mapping[str, Any]) -> str:
        value = values.get(self.things[thing][0])
        if value and thing == "when":
            clock = wall_words(values["starts"], values["ends"])
            last = date_words(values["last_day"]) if values.get("last_day") else ""
            return ", ".join(filter(None, [date_words(value), clock, last]))
        if value and thing == "sign_up_until":
            until_at = values.get("until_at")
            clock = _("%(clock)s") % {"clock": wall_clock_words(until_at)} if until_at else ""
            return ", ".join(filter(None, [date_words(value), clock]))
        if thing == "organisers":
            chosen = set(sent(value))
            return ", ".join(person.name for person in form.fields[thing].queryset if str(person.pk) in chosen)
        return super().words_of(form, thing, values)


of_gathering = GatheringMerger()


class OutcomeMerger(Merger):
    """The outcome of a gathering is one part, the outcome of each idea on its table another."""

    def __init__(self, names: Iterable[str]) -> None:
        self.things = {name: (name,) for name in names}

    def asks(self, form: Any, thing: str) -> bool:
        """A page that is older than an idea on the table has no field for it."""
        return super().asks(form, thing) and thing in form.data
