"""The forms to edit a gathering, and its number of seats."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common import times
from common.fields import (
    LineField,
)
from common.text import says_something
from events.forms.making import LINE_LENGTH, GatheringForm
from events.merging import of_gathering, of_seats
from events.models import Gathering, State
from labs.models import Membership


class GatheringEditForm(GatheringForm):
    """The form to edit a gathering. `seen` is the `words_revision` that it started from, `was` a hash of each part."""

    reason = LineField(
        seen=LINE_LENGTH,
        required=False,
        label=_("Why is it at another time or place?"),
        help_text=_("If you move it, people who are coming get this in one email."),
    )
    to_line = forms.BooleanField(required=False, label=_("Move the last people who signed up to the waiting list"))
    seen = forms.IntegerField(min_value=0, max_value=2**63 - 1, widget=forms.HiddenInput)
    was = forms.CharField(required=False, max_length=600, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, member: Membership, gathering: Gathering, may_set_organisers: bool, **options: Any
    ) -> None:
        self.gathering = gathering
        self.needs_date = gathering.is_published
        super().__init__(*args, member=member, initial=first_words(gathering), **options)
        for name in ("ideas", "key"):  # on a page of their own; an existing gathering needs no key
            del self.fields[name]
        if not gathering.is_published:
            del self.fields["reason"]
        if gathering.state == State.DATES:  # the date comes from the answers
            for name in ("day", "starts", "ends", "starts_fold", "ends_fold", "last_day", "room"):
                del self.fields[name]
        if not may_set_organisers:
            del self.fields["organisers"]
        self.asks_to_line = False

    def place_now(self) -> int | None:
        return self.gathering.place_id

    def starts_now(self) -> datetime | None:
        return self.gathering.starts_at

    def programme_now(self) -> str:
        return self.gathering.programme

    def until_now(self) -> datetime | None:
        return self.gathering.sign_up_until if self.gathering.is_published else None

    def organisers_now(self) -> list[int]:
        return [one.pk for one in self.gathering.organisers.all()]

    def words(self) -> dict[str, Any]:
        said = super().words() | {"reason": self.cleaned_data.get("reason", "")}
        if self.gathering.state == State.DATES:
            del said["starts_at"], said["ends_at"]
        return said

    def clean_reason(self) -> str:
        said: str = self.cleaned_data["reason"]
        return said if says_something(said) else ""


def first_words(gathering: Gathering) -> dict[str, Any]:
    """Return the initial data of the form to edit this gathering; its days and times are local."""
    first = {name: getattr(gathering, name) for name in GatheringForm.WORDS}
    first |= {"room": gathering.room, "seen": gathering.words_revision}
    first["organisers"] = [one.pk for one in gathering.organisers.all()]
    if gathering.starts_at and gathering.ends_at:
        starts, ends = (moment.astimezone(times.AMSTERDAM) for moment in (gathering.starts_at, gathering.ends_at))
        first |= {"day": starts.date(), "starts": starts.time(), "ends": ends.time()}
        try:
            possible = times.ends_after(gathering.starts_at, ends.time())
        except ValidationError:
            possible = []
        if gathering.ends_at not in possible:
            possible = times.both(ends.date(), ends.time())
            first["last_day"] = ends.date()
        if times.comes_twice(starts.date(), starts.time()):
            first["starts_fold"] = str(starts.fold)
        if len(possible) > 1:
            first["ends_fold"] = str(possible.index(gathering.ends_at))
    if gathering.sign_up_until:
        until = gathering.sign_up_until.astimezone(times.AMSTERDAM)
        first |= {"until_day": until.date(), "until_at": until.time()}
    return first | {"was": of_gathering.signs(first)}


class CapacityForm(forms.Form):
    """The number of seats. `seen` is the `words_revision` that it started from, `was` a hash of the number."""

    capacity = GatheringForm.base_fields["capacity"]
    to_line = GatheringEditForm.base_fields["to_line"]
    seen = forms.IntegerField(required=False, min_value=0, max_value=2**63 - 1, widget=forms.HiddenInput)
    was = GatheringEditForm.base_fields["was"]

    def __init__(self, data: Any = None, *, gathering: Gathering) -> None:
        first = first_seats(gathering)
        super().__init__(of_seats.take_over(data, first) if data is not None else None, initial=first)


def first_seats(gathering: Gathering) -> dict[str, Any]:
    first = {"capacity": gathering.capacity, "seen": gathering.words_revision}
    return first | {"was": of_seats.signs(first)}
