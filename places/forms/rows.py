"""Rows on the form of a place: its rooms, hours and stops. An empty row doesn't count."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import clock
from common.fields import LineField, field_of
from common.times import FAR, day_of
from labs.models import Neighbourhood

MOST_ROWS = 40
LARGEST_ROOM = 5000


class Row(forms.Form):
    """Fields that belong together: all are filled, or none."""

    needed: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        is_begun = any(data.get(name) not in (None, "") for name in (*self.needed, *self.optional)) or self.errors
        for name in self.needed:
            if is_begun and data.get(name) in (None, "") and name not in self.errors:
                self.add_error(name, self.fields[name].error_messages["required"])
        return data

    @property
    def is_filled(self) -> bool:
        return all(self.cleaned_data.get(name) not in (None, "") for name in self.needed)


class RoomForm(Row):
    needed = ("name", "capacity")
    pk = forms.Field(required=False, widget=forms.HiddenInput)  # an existing room's id: its name can change
    name = LineField(
        seen=60,
        required=False,
        label=gettext_lazy("Room"),
        error_messages={"required": gettext_lazy("Give the room a name, or clear this row.")},
    )
    capacity = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=LARGEST_ROOM,
        label=gettext_lazy("How many people fit in it?"),
        error_messages={
            "required": gettext_lazy("Say how many people fit in."),
            "invalid": gettext_lazy("Write a number."),
            "min_value": gettext_lazy("At least one person fits in a room."),
        },
    )


class HoursForm(Row):
    needed = ("weekday", "opens", "closes")
    weekday = forms.TypedChoiceField(
        required=False,
        coerce=int,
        empty_value=None,
        label=gettext_lazy("Weekday"),
        choices=[("", "–"), *WEEKDAYS.items()],
        error_messages={"required": gettext_lazy("Choose a day, or clear this row.")},
    )
    opens = forms.TimeField(
        required=False,
        label=gettext_lazy("Open from"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "required": gettext_lazy("Say when it opens."),
            "invalid": gettext_lazy("Write a time, for example 13:00."),
        },
    )
    closes = forms.TimeField(
        required=False,
        label=gettext_lazy("Open until"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "required": gettext_lazy("Say when it closes."),
            "invalid": gettext_lazy("Write a time, for example 13:00."),
        },
    )


class StopForm(Row):
    needed = ("first_day", "last_day", "address")
    optional = ("neighbourhood_id",)
    first_day = forms.DateField(
        required=False,
        label=gettext_lazy("First day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Say from which day it is here."),
            "invalid": gettext_lazy("Write a date, for example 2026-12-06."),
        },
    )
    last_day = forms.DateField(
        required=False,
        label=gettext_lazy("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Say until which day it is here."),
            "invalid": gettext_lazy("Write a date, for example 2026-12-06."),
        },
    )
    address = LineField(
        seen=160,
        required=False,
        label=gettext_lazy("Address"),
        error_messages={"required": gettext_lazy("Say where it is, or clear this row.")},
    )
    neighbourhood_id = forms.TypedChoiceField(
        required=False,
        coerce=int,
        empty_value=None,
        label=gettext_lazy("Village"),
        error_messages={"invalid_choice": gettext_lazy("Choose a village from the list.")},
    )

    def __init__(self, *args: Any, villages: list[Neighbourhood], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [("", "–"), *((village.pk, village.name) for village in villages)]
        field_of(self, "neighbourhood_id", forms.ChoiceField).choices = choices

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day can't be before the first."))
        today = day_of(clock.now())
        if last and last > today + FAR:
            self.add_error("last_day", _("This is too far away. Choose a date within five years."))
        if first and first < today - FAR and "first_day" in self.changed_data:  # an existing date may stay
            self.add_error("first_day", _("This is too long ago. Choose a date within five years."))
        return data


class Rows(forms.BaseFormSet):
    """A formset with at most MOST_ROWS rows, and without duplicate rows."""

    def filled(self) -> list[dict[str, Any]]:
        return [form.cleaned_data for form in self.forms if form.is_filled]

    def refuse_doubles(self, key: Any, field: str, words: str) -> None:
        told = set()
        for form in self.forms:
            if form.errors or not form.is_filled:
                continue
            this = key(form.cleaned_data)
            if this in told:
                form.add_error(field, words)
            told.add(this)


class RoomRows(Rows):
    def clean(self) -> None:
        self.refuse_doubles(lambda row: row["name"], "name", _("Another row has a room with that name."))


class HoursRows(Rows):
    def clean(self) -> None:
        doubled = _("Another row has this day and time.")
        self.refuse_doubles(lambda row: (row["weekday"], row["opens"]), "opens", doubled)


class StopRows(Rows):
    def clean(self) -> None:
        """Refuse two stops on one day: a place is in one location at a time."""
        rows = [form for form in self.forms if not form.errors and form.is_filled]
        rows.sort(key=lambda form: form.cleaned_data["first_day"])
        for before, after in zip(rows, rows[1:], strict=False):
            if after.cleaned_data["first_day"] <= before.cleaned_data["last_day"]:
                after.add_error("first_day", _("It is still somewhere else on that day."))


def formset[R: Rows](form: type[Row], rows: type[R], extra: int) -> type[R]:
    made = forms.formset_factory(form, rows, extra=extra, max_num=MOST_ROWS, absolute_max=MOST_ROWS + extra)
    assert issubclass(made, rows)
    return made


RoomSet, HoursSet, StopSet = (
    formset(RoomForm, RoomRows, 2),
    formset(HoursForm, HoursRows, 3),
    formset(StopForm, StopRows, 2),
)
