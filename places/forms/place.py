"""The form of a place, with rows for its rooms, hours and stops."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.fields import LineField, LinkField, PublicChoiceField, WordsField, field_of, is_id
from common.uploads import PHOTO_FIELD
from labs.models import Lab, Neighbourhood
from places.forms.rows import HoursForm, HoursSet, RoomForm, RoomSet, Row, Rows, StopForm, StopSet
from places.merging import of_place
from places.models import Place, PlaceKind, RoomRow, StepFree, Stop

PHONE = re.compile(r"[\d+ ()/-]{3,30}")
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
    neighbourhood = PublicChoiceField(
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
        widget=forms.FileInput(attrs=PHOTO_FIELD),
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
    was = forms.CharField(required=False, max_length=800, widget=forms.HiddenInput)  # a hash per part
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
        """Return the place's fields from the form; `photo` is the stored name of a new photo, if any."""
        words = {name: self.cleaned_data[name] for name in WORDS}
        if photo:
            words["photo"] = photo
        elif self.cleaned_data.get("no_photo"):
            words |= {"photo": "", "photo_alt": ""}
        return words


class PlacePaper:
    """The form of a place together with its rows, validated as one."""

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
        """Validate all sets, so that all errors show at once; the form reports errors that no row can show."""
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
    """Return the initial data for the form of a place and its rows."""
    forms_of: dict[str, type[Row]] = {"rooms": RoomForm, "hours": HoursForm, "stops": StopForm}
    rows = {name: rows_of(getattr(place, name).all(), form) for name, form in forms_of.items()}
    first = {name: getattr(place, name) for name in WORDS}
    first = of_place.values(first | {"seen": place.words_revision, "photo_was": place.photo.name or ""}, rows)
    return first | {"was": of_place.signs(first)}


def number(value: Any) -> int | None:
    """Return the id that was sent; None if it isn't one."""
    return int(value) if is_id(value) else None


def rows_of(things: Iterable[Any], form: type[Row]) -> list[dict[str, Any]]:
    return [{name: getattr(thing, name) for name in form.base_fields} for thing in things]
