"""Other forms of a gathering: its table, its seats, cancelling, copying."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common import clock, times
from common.fields import ClockField, DayField, KeyField, LineField, SomeField
from events.forms.gathering import LINE_LENGTH, GatheringEditForm, GatheringForm, numbers, offer_ideas
from labs.models import Membership


class TableForm(forms.Form):
    """The form to choose the ideas on the table."""

    ideas = SomeField(
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Which ideas will you talk about?"),
        help_text=_("The newest ideas that are still open. The ones already on the table are ticked."),
        error_messages={"invalid_choice": _("One of these ideas is not there any more. Choose again.")},
    )

    def __init__(self, *args: Any, member: Membership, chosen: list[int], **options: Any) -> None:
        super().__init__(*args, **options)
        offer_ideas(self.fields["ideas"], member, [*chosen, *numbers(self, "ideas")])
        self.fields["ideas"].initial = chosen


class CapacityForm(forms.Form):
    capacity = GatheringForm.base_fields["capacity"]
    to_line = GatheringEditForm.base_fields["to_line"]


class CancelForm(forms.Form):
    reason = LineField(
        seen=LINE_LENGTH,
        label=_("Why is it cancelled?"),
        help_text=_("It is shown on the page and in the email. One sentence is enough."),
        error_messages={"required": _("Say in one sentence why. People were looking forward to it.")},
    )


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
