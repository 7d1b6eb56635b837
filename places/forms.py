"""What people write about a place: one form, and rows for its rooms, hours and stops. An empty row is no row."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import clock
from common.fields import LineField, LinkField, WordsField, field_of, is_id
from common.times import FAR, day_of
from labs.models import Lab, Neighbourhood
from places.merging import of_place
from places.models import Place, PlaceKind, RoomRow, StepFree, Stop

PHONE = re.compile(r"[\d+ ()/-]{3,30}")
MOST_ROWS = 40
LARGEST_ROOM = 5000
WORDS = (
    "kind name about address neighbourhood link getting_there step_free accessible_toilet hearing_loop access_words "
    "by_appointment host phone photo_alt"
).split()


class PlaceForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of place is it?"),
        choices=PlaceKind.choices,
        initial=PlaceKind.FIXED,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the three.")},
    )
    name = LineField(
        seen=80,
        label=gettext_lazy("What is the place called?"),
        error_messages={"required": gettext_lazy("Give the place a name.")},
    )
    about = WordsField(required=False, seen=2000, label=gettext_lazy("What is it like there?"))
    address = LineField(
        seen=160,
        required=False,
        label=gettext_lazy("Address"),
        help_text=gettext_lazy("A temporary place has an address at each stop, below."),
    )
    neighbourhood = forms.ModelChoiceField(
        queryset=Neighbourhood.objects.none(),
        required=False,
        label=gettext_lazy("In which village?"),
        error_messages={"invalid_choice": gettext_lazy("Choose a village from the list.")},
    )
    link = LinkField(
        label=gettext_lazy("Address on the internet"),
        help_text=gettext_lazy("For an online place. Only people who are coming see it."),
        error_messages={"invalid": gettext_lazy("Write the whole address, for example https://…")},
    )
    getting_there = WordsField(
        required=False,
        seen=2000,
        label=gettext_lazy("How do you get there?"),
        help_text=gettext_lazy("One thing on each line."),
    )
    step_free = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Can you get in without steps?"),
        choices=[("", gettext_lazy("We don't know yet")), *StepFree.choices],
        widget=forms.RadioSelect,
    )
    accessible_toilet = forms.BooleanField(required=False, label=gettext_lazy("Accessible toilet"))
    hearing_loop = forms.BooleanField(required=False, label=gettext_lazy("Hearing loop"))
    access_words = WordsField(
        required=False,
        seen=2000,
        label=gettext_lazy("What else is good to know about getting in?"),
        help_text=gettext_lazy("One thing on each line. For example: two steps, ring and we come outside."),
    )
    by_appointment = forms.BooleanField(required=False, label=gettext_lazy("Only by appointment"))
    host = LineField(seen=60, required=False, label=gettext_lazy("Who can people call?"))
    phone = LineField(seen=30, required=False, label=gettext_lazy("Phone number"))
    photo = forms.FileField(
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        label=gettext_lazy("Photo"),
        help_text=gettext_lazy("Nobody in it who can be recognised and doesn't know about it. At most 8 MB."),
    )
    photo_alt = LineField(
        seen=200,
        required=False,
        label=gettext_lazy("What is in the photo?"),
        help_text=gettext_lazy("For those who can't see the photo."),
    )
    no_photo = forms.BooleanField(required=False, label=gettext_lazy("Remove the photo"))
    upload = forms.UUIDField(required=False, widget=forms.HiddenInput)
    seen = forms.IntegerField(required=False, min_value=0, max_value=2**62, widget=forms.HiddenInput)
    was = forms.CharField(required=False, max_length=800, widget=forms.HiddenInput)  # a sign of each part
    photo_was = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, lab: Lab, place: Place | None = None, photo_trouble: str = "", **options: Any
    ) -> None:
        if place:
            options["initial"] = first_words(place)
        super().__init__(*args, **options)
        self.lab, self.place, self.photo_trouble = lab, place, photo_trouble
        village = field_of(self, "neighbourhood", forms.ModelChoiceField)
        village.queryset, village.empty_label = lab.neighbourhoods.all(), _("In the whole municipality")
        if not (place and place.photo):
            del self.fields["no_photo"]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        same = Place.objects.filter(lab=self.lab, name__iexact=name)
        if self.place:
            same = same.exclude(pk=self.place.pk)
        if same.exists():
            raise ValidationError(_("This lab already has a place with that name. Choose another name."))
        return name

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        if phone and not PHONE.fullmatch(phone):
            raise ValidationError(_("Write a phone number, for example 077 000 00 00."))
        return phone

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.photo_trouble:
            self.add_error("photo", self.photo_trouble)
        elif data.get("upload") and not data.get("photo_alt") and "photo_alt" not in self.errors:
            self.add_error("photo_alt", _("Say in a few words what is in the photo."))
        return data

    def words(self, photo: str) -> dict[str, Any]:
        """What it says of the place; `photo` is the stored name of a new one, if any."""
        words = {name: self.cleaned_data[name] for name in WORDS}
        if photo:
            words["photo"] = photo
        elif self.cleaned_data.get("no_photo"):
            words |= {"photo": "", "photo_alt": ""}
        return words


class Row(forms.Form):
    """Of some fields that belong together: all of them, or none."""

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
    pk = forms.Field(required=False, widget=forms.HiddenInput)  # of a room that is there, so that its name can change
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
        if first and first < today - FAR and "first_day" in self.changed_data:  # what was there stays
            self.add_error("first_day", _("This is too long ago. Choose a date within five years."))
        return data


class Rows(forms.BaseFormSet):
    """Without more rows than MOST_ROWS, and no row twice."""

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
        """A place stands somewhere once: no two stops on one day."""
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


class PlacePaper:
    """The form and its rows together, as one paper that is filled in."""

    def __init__(self, data: Any, lab: Lab, place: Place | None = None, photo_trouble: str = "") -> None:
        self.form = PlaceForm(data, lab=lab, place=place, photo_trouble=photo_trouble)
        there = {name: getattr(place, name).all() if place else [] for name in ("rooms", "hours", "stops")}
        self.rooms = RoomSet(data, prefix="rooms", initial=rows_of(there["rooms"], RoomForm))
        self.hours = HoursSet(data, prefix="hours", initial=rows_of(there["hours"], HoursForm))
        villages = {"villages": list(lab.neighbourhoods.defer("outline"))}
        self.stops = StopSet(data, prefix="stops", initial=rows_of(there["stops"], StopForm), form_kwargs=villages)

    @property
    def sets(self) -> list[Rows]:
        return [self.rooms, self.hours, self.stops]

    def is_valid(self) -> bool:
        """Each is looked at, so that all errors show at once; the form tells of rows whose fields can't say it."""
        are_right = [rows.is_valid() for rows in self.sets]
        if any(rows.non_form_errors() for rows in self.sets):
            self.form.add_error(None, _("Something is still wrong in the rows below."))
        return self.form.is_valid() and all(are_right)

    def said(self) -> dict[str, Any]:
        return {
            "rooms": [RoomRow(row["name"], row["capacity"], number(row["pk"])) for row in self.rooms.filled()],
            "hours": [(row["weekday"], row["opens"], row["closes"]) for row in self.hours.filled()],
            "stops": [Stop(**row) for row in self.stops.filled()],
        }


def first_words(place: Place) -> dict[str, Any]:
    """What the form of a place is filled with, and the rows below it."""
    forms_of: dict[str, type[Row]] = {"rooms": RoomForm, "hours": HoursForm, "stops": StopForm}
    rows = {name: rows_of(getattr(place, name).all(), form) for name, form in forms_of.items()}
    first = {name: getattr(place, name) for name in WORDS}
    first = of_place.values(first | {"seen": place.words_revision, "photo_was": place.photo.name or ""}, rows)
    return first | {"was": of_place.signs(first)}


def number(value: Any) -> int | None:
    """The id that was sent; nonsense is none."""
    return int(value) if is_id(value) else None


def rows_of(things: Iterable[Any], form: type[Row]) -> list[dict[str, Any]]:
    return [{name: getattr(thing, name) for name in form.base_fields} for thing in things]
