"""Merge two edits of one place. Its rooms are one part, its hours another, its stops a third."""

from collections.abc import Mapping
from typing import Any, Protocol

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from common.languages import Theirs
from common.merging import Merged, Merger, sent
from common.time_words import date_words, wall_words

# What is compared of a row; a room that has got an id in the meantime is the same room.
ROWS = {
    "rooms": ("name", "capacity"),
    "hours": ("weekday", "opens", "closes"),
    "stops": ("first_day", "last_day", "address", "neighbourhood_id"),
}


class Paper(Protocol):
    """The form of a place, together with the rows that `ROWS` names (places/forms/place.py)."""

    form: Any


class PlaceMerger(Merger):
    things = {
        name: (name,)
        for name in (
            "kind name about address neighbourhood link getting_there step_free accessible_toilet hearing_loop "
            "access_words by_appointment host phone"
        ).split()
    } | {"photo": ("photo_was", "photo_alt"), **{name: (name,) for name in ROWS}}

    def values(self, first: Mapping[str, Any], rows: Mapping[str, list[dict[str, Any]]]) -> dict[str, Any]:
        """Return the values of a place or of a form, both in the same shape, to compare them.

        `rooms`, `hours` and `stops` hold what is compared of each row; `rooms_rows` and so on hold the whole rows, for
        the form.
        """
        compared = {name: [tuple(row[one] for one in ROWS[name]) for row in rows[name]] for name in ROWS}
        return {**first, **compared, **{f"{name}_rows": rows[name] for name in ROWS}}

    def of_paper(self, paper: Paper) -> dict[str, Any]:
        """Return the values of a valid form. A new photo is its token, a removed photo is empty."""
        said = dict(paper.form.cleaned_data)
        if said["upload"] or said.get("no_photo"):
            said["photo_was"] = str(said["upload"] or "")
        return self.values(said, {name: getattr(paper, name).filled() for name in ROWS})

    def merge_paper(self, paper: Paper, now: Mapping[str, Any]) -> Merged:
        return self.merge(paper.form, self.of_paper(paper), now)

    def asks(self, form: Any, thing: str) -> bool:
        return True

    def put(self, data: Any, thing: str, values: Mapping[str, Any]) -> None:
        if thing == "photo":
            for name in ("upload", "no_photo"):
                data.pop(name, None)
        if thing not in ROWS:
            super().put(data, thing, values)
            return
        for name in [name for name in data if name.startswith(f"{thing}-")]:
            del data[name]
        rows = values[f"{thing}_rows"]
        data[f"{thing}-TOTAL_FORMS"], data[f"{thing}-INITIAL_FORMS"] = str(len(rows) + 1), str(len(rows))
        for number, row in enumerate(rows):
            for name, value in row.items():
                data[f"{thing}-{number}-{name}"] = sent(value)

    def label(self, form: Any, thing: str) -> str:
        titles = {
            "rooms": _("Which rooms are there?"),
            "hours": _("When is it open?"),
            "stops": _("When and where is it?"),
            "photo": _("Photo"),
        }
        return titles[thing] if thing in titles else super().label(form, thing)

    def words_of(self, form: Any, thing: str, values: Mapping[str, Any]) -> str:
        if thing == "photo":
            return Theirs(values["photo_alt"]) if values["photo_alt"] else _("(nothing)")
        if thing not in ROWS:
            return super().words_of(form, thing, values)
        villages = {village.pk: village.name for village in form.fields["neighbourhood"].queryset}
        rows = sorted(values[thing], key=lambda row: row[:-1])
        return "\n".join(row_words(thing, row, villages) for row in rows) or _("(nothing)")


def row_words(thing: str, row: tuple[Any, ...], villages: Mapping[int, str]) -> str:
    if thing == "rooms":
        return f"{row[0]}: {row[1]}"
    if thing == "hours":
        return f"{WEEKDAYS[row[0]]}: {wall_words(row[1], row[2])}"
    first_day, last_day, address, village = row
    where = ", ".join(filter(None, [address, villages.get(village, "")]))
    return f"{date_words(first_day)} – {date_words(last_day)}: {where}"


of_place = PlaceMerger()
