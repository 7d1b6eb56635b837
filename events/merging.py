"""Merge two edits of one gathering (common.merging): its parts, and their words; of its outcomes, and of its table."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from common.languages import Theirs
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


class SeatsMerger(Merger):
    things = {"capacity": GatheringMerger.things["capacity"]}


of_gathering = GatheringMerger()
of_seats = SeatsMerger()


class OutcomeMerger(Merger):
    """The outcome of a gathering is one part, the outcome of each idea on its table another."""

    def __init__(self, names: Iterable[str]) -> None:
        self.things = {name: (name,) for name in names}

    def asks(self, form: Any, thing: str) -> bool:
        """Did the sender's page have a field for this part? Not if the idea came on the table after it was opened."""
        return super().asks(form, thing) and thing in form.data


class TableMerger(Merger):
    """Each idea is one part, `idea_42`: is it on the table? The form has them all in one field `ideas`."""

    def __init__(self, titles: Mapping[int, str]) -> None:
        self.titles = {f"idea_{pk}": title for pk, title in titles.items()}
        self.things = {thing: (thing,) for thing in self.titles}

    def values(self, ideas: Iterable[int]) -> dict[str, bool]:
        """Return for each part whether its idea is among these (ids)."""
        chosen = {f"idea_{pk}" for pk in ideas}
        return {thing: thing in chosen for thing in self.things}

    def put(self, data: Any, thing: str, values: Mapping[str, Any]) -> None:
        pk = thing.removeprefix("idea_")
        others = [one for one in data.getlist("ideas") if one != pk]
        data.setlist("ideas", [*others, pk] if values[thing] else others)

    def asks(self, form: Any, thing: str) -> bool:
        """Did the sender's page offer this idea? If not, its missing tick means nothing. Without hashes: all ideas."""
        was = form.cleaned_data["was"]
        is_ticked = thing.removeprefix("idea_") in form.data.getlist("ideas")
        return not was or is_ticked or f"{thing}:" in was

    def label(self, form: Any, thing: str) -> str:
        return Theirs(self.titles[thing])

    def words_of(self, form: Any, thing: str, values: Mapping[str, Any]) -> str:
        return _("On the table") if values[thing] else _("Not on the table")
