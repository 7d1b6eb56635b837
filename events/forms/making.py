"""The forms to create a gathering and to copy it; each error says what to do."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common import clock, times
from common.fields import (
    ClockField,
    DayField,
    KeyField,
    LineField,
    LinkField,
    PublicChoiceField,
    WhichField,
    WordsField,
    field_of,
)
from events.forms.fields import IdeasField, PeopleField, RoomField
from events.forms.programme import wrong_times
from events.forms.table import numbers, offer_ideas
from events.models import Admission
from labs.models import FACILITATORS, Membership
from places.models import Place, Room

TITLE_LENGTH, LINE_LENGTH = 120, 160
MOST_SEATS = 5000


class GatheringForm(forms.Form):
    """All words of a gathering. Places and organisers are those of this lab."""

    title = LineField(
        seen=TITLE_LENGTH,
        label=_("What is it called?"),
        help_text=_("Short, in words that a neighbour understands."),
        error_messages={"required": _("Give the gathering a name. A few words are enough.")},
    )
    about = WordsField(
        rows=4,
        required=False,
        label=_("What is it about?"),
        help_text=_("Begin with a sentence that makes people want to come. It goes at the top."),
    )
    day = DayField(required=False, label=_("On which day?"))
    starts = ClockField(required=False, label=_("From what time?"))
    ends = ClockField(
        required=False,
        label=_("Until what time?"),
        help_text=_("Is this earlier than the time it starts? Then it ends the next day."),
    )
    starts_fold = WhichField(label=_("This hour comes twice that night. When does it start?"))
    ends_fold = WhichField(label=_("This hour comes twice that night. When does it end?"))
    last_day = DayField(
        required=False, label=_("Does it end on a later day?"), help_text=_("Only if it lasts more than one day.")
    )
    place = PublicChoiceField(
        queryset=Place.objects.none(),
        required=False,
        label=_("Where is it held?"),
        error_messages={"invalid_choice": _("Choose a place from the list.")},
    )
    room = RoomField(
        queryset=Room.objects.none(),
        required=False,
        label=_("Which room?"),
        help_text=_("Nobody else can use this room at that time."),
        error_messages={"invalid_choice": _("Choose a room from the list.")},
    )
    where = LineField(
        seen=LINE_LENGTH,
        required=False,
        label=_("Where exactly?"),
        help_text=_("An address, if it is not at one of the places in the list."),
    )
    link = LinkField(
        label=_("Link to join online"),
        help_text=_("Only people who are coming see it."),
        error_messages={
            "invalid": _("This is not a link yet. It must begin with https://."),
            "max_length": _("This link is too long: at most 200 characters."),
        },
    )
    programme = WordsField(
        rows=6,
        required=False,
        label=_("What will you do?"),
        help_text=_("One step on each line, with the time before it. For example: 19:30 Welcome."),
    )
    entry = forms.ChoiceField(
        choices=[
            (Admission.SIGN_UP, _("People sign up")),
            (Admission.WALK_IN, _("People just walk in")),
        ],
        initial=Admission.SIGN_UP,
        widget=forms.RadioSelect,
        label=_("How do people join?"),
        error_messages={"required": _("Choose one of the two."), "invalid_choice": _("Choose one of the two.")},
    )
    capacity = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=MOST_SEATS,
        label=_("How many people can come?"),
        help_text=_("Leave this empty if there is no limit."),
        error_messages={
            "invalid": _("Write a number, like 40."),
            "min_value": _("Write at least 1, or leave this empty."),
            "max_value": _("At most %(limit_value)s."),
        },
    )
    until_day = DayField(
        required=False,
        label=_("Until which day can people sign up?"),
        help_text=_("Leave this empty to keep sign-up open until it starts."),
    )
    until_at = ClockField(
        required=False,
        label=_("And until what time on that day?"),
        help_text=_("Leave this empty for the end of that day."),
    )
    ideas = IdeasField(
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Which ideas are on the table?"),
        error_messages={"invalid_choice": _("One of these ideas is not there any more. Choose again.")},
    )
    organisers = PeopleField(
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        label=_("Who organises it?"),
        help_text=_("Their names are on the page. They see who is coming, and what those people need."),
        error_messages={
            "required": _("Choose at least one person."),
            "invalid_choice": _("One of these people has no role here any more. Choose again."),
        },
    )
    key = KeyField()

    WORDS = ("title", "about", "programme", "place", "where", "link", "entry", "capacity")
    needs_date = False

    def __init__(self, *args: Any, member: Membership, ideas: Iterable[int] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.asked: set[str] = set()
        places = member.lab.places.filter(Q(is_closed=False) | Q(pk=self.place_now()))
        place = field_of(self, "place", forms.ModelChoiceField)
        place.queryset, place.empty_label = places, _("Somewhere else")
        room = field_of(self, "room", RoomField)
        room.queryset = Room.objects.filter(place__in=places).select_related("place").order_by("place__name", "name")
        room.empty_label = _("No room")
        offer_ideas(self.fields["ideas"], member, [*ideas, *numbers(self, "ideas")])
        self.fields["ideas"].initial = list(ideas)
        people = member.lab.memberships.filter(
            Q(roles__kind__in=FACILITATORS, user__is_active=True) | Q(pk__in=self.organisers_now())
        )
        organisers = field_of(self, "organisers", PeopleField)
        organisers.queryset = people.select_related("user").distinct().order_by("user__name")
        organisers.initial = self.organisers_now() or [member.pk]

    def place_now(self) -> int | None:
        return None

    def organisers_now(self) -> list[int]:
        return []

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        (starts_at, ends_at), now = self._span(said), clock.now()
        is_old = starts_at and times.day_of(starts_at) < times.day_of(now) and starts_at != self.starts_now()
        if ends_at and (ends_at <= now or is_old):
            self.add_error("day", _("That is in the past. Choose a day that is still to come."))
        said |= {"starts_at": starts_at, "ends_at": ends_at, "sign_up_until": None}
        if (said.get("programme"), starts_at) != (self.programme_now(), self.starts_now()):  # an old one may stay
            for error in wrong_times(said.get("programme", ""), starts_at, ends_at):
                self.add_error("programme", error)
        if said.get("entry") == Admission.WALK_IN:  # it has no capacity then, so all waiting parties get in
            said["capacity"] = None
            for name in ("capacity", "until_day", "until_at"):  # the page hides them
                self.errors.pop(name, None)
            return said
        said["sign_up_until"] = until = self._until(said, starts_at)
        if until and until <= now and until != self.until_now():
            self.add_error("until_day", _("That is in the past, so nobody could sign up. Choose a later day or time."))
        return said

    def starts_now(self) -> datetime | None:
        """The start as saved; it may be in the past."""
        return None

    def programme_now(self) -> str:
        return ""

    def until_now(self) -> datetime | None:
        return None

    def _span(self, said: dict[str, Any]) -> tuple[datetime | None, datetime | None]:
        """Return start and end in UTC; both None if no day was chosen."""
        asked = {
            "day": _("Choose the day."),
            "starts": _("Choose the time it starts."),
            "ends": _("Choose the time it ends."),
        }
        if not any(said.get(name) for name in (*asked, "last_day")) and not self.needs_date:
            return None, None
        missing = [name for name in asked if said.get(name) is None]
        for name in missing:
            if name not in self.errors:
                self.add_error(name, asked[name])
        if missing:
            return None, None
        day, last_day = said["day"], said.get("last_day")
        try:
            starts_at = self._which("starts", said, times.both(day, said["starts"]))
        except ValidationError as skipped:
            self.add_error("starts", skipped)
            return None, None
        if last_day and last_day < day:
            self.add_error("last_day", _("It ends before it starts. Choose a later day."))
        if starts_at is None or "last_day" in self.errors:
            return None, None
        try:
            if last_day and last_day > day:
                return starts_at, self._which("ends", said, times.both(last_day, said["ends"]))
            possible = times.ends_after(starts_at, said["ends"])
        except ValidationError as skipped:
            self.add_error("ends", skipped)
            return None, None
        if said["ends"] == said["starts"] and times.day_of(possible[0]) != day:
            self.add_error("ends", _("It ends at the same time as it starts. Choose a later time."))
            return None, None
        return starts_at, self._which("ends", said, possible)

    def _which(self, name: str, said: dict[str, Any], moments: list[datetime]) -> datetime | None:
        """Return the moment. None if the clock shows that time twice and none was chosen: then the form asks."""
        if len(moments) == 1:
            return moments[0]
        self.asked.add(name)
        if not said.get(f"{name}_fold"):
            self.add_error(
                f"{name}_fold", _("The clock goes back an hour that night. Choose which of the two times you mean.")
            )
            return None
        return moments[int(said[f"{name}_fold"])]

    def asks_which(self, name: str) -> bool:
        return name in self.asked if self.is_bound else bool(self.initial.get(f"{name}_fold"))

    @property
    def asks_which_start(self) -> bool:
        return self.asks_which("starts")

    @property
    def asks_which_end(self) -> bool:
        return self.asks_which("ends")

    def _until(self, said: dict[str, Any], starts_at: datetime | None) -> datetime | None:
        day, at = said.get("until_day"), said.get("until_at")
        if at and not day and "until_day" not in self.errors:
            self.add_error("until_day", _("Choose the day as well."))
        if not day or "until_at" in self.errors:
            return None
        try:
            until = times.typed(day, at or time(23, 59))
        except ValidationError as skipped:
            self.add_error("until_at", skipped)
            return None
        if starts_at and until > starts_at:
            if at is None and day == times.day_of(starts_at):
                return starts_at  # the whole day: until it starts
            self.add_error("until_day", _("That is after it starts. Choose an earlier day or time."))
        return until

    def words(self) -> dict[str, Any]:
        """Return the values for the verbs `make` and `change`."""
        said = self.cleaned_data
        moments = {name: said[name] for name in ("starts_at", "ends_at", "sign_up_until")}
        return {name: said[name] for name in self.WORDS} | moments

    def refuse(self, wrong: ValidationError) -> None:
        """Show the verb's errors at the fields of this form."""
        names = {"starts_at": "day", "ends_at": "ends", "sign_up_until": "until_day"}
        for name, errors in wrong.message_dict.items():
            field = names.get(name, name)
            self.add_error(field if field in self.fields else None, errors)


class CopyForm(forms.Form):
    """A copy on another day, at the same time."""

    day = DayField(label=_("On which day?"))
    starts = ClockField(label=_("From what time?"))
    key = KeyField()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["day"].error_messages["required"] = _("Choose the day.")
        self.fields["starts"].error_messages["required"] = _("Choose the time it starts.")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("day") and said.get("starts"):
            try:
                said["starts_at"] = times.typed(said["day"], said["starts"])
                if said["starts_at"] <= clock.now():
                    self.add_error("day", _("That is in the past. Choose a day that is still to come."))
            except ValidationError as skipped:
                self.add_error("starts", skipped)
        return said
