"""Other forms of a gathering: its table, its seats, cancelling, copying."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common import clock, times
from common.fields import ClockField, DayField, KeyField, LineField, SomeField
from common.merging import Merged
from events.forms.gathering import LINE_LENGTH, MOST_HASHES, GatheringEditForm, GatheringForm, numbers, offer_ideas
from events.merging import TableMerger, of_seats
from events.models import Gathering
from ideas.models import Idea
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
    seen = forms.IntegerField(required=False, min_value=0, max_value=2**63 - 1, widget=forms.HiddenInput)
    was = forms.CharField(required=False, max_length=MOST_HASHES, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, member: Membership, gathering: Gathering) -> None:
        """`seen` is the `table_revision` that the form started from, `was` a hash for each idea that it offered."""
        chosen = [row.idea_id for row in gathering.ideas_on_table]
        super().__init__(data)
        field: Any = self.fields["ideas"]
        offer_ideas(field, member, [*chosen, *numbers(self, "ideas")])
        self.offered = {idea.pk: idea.title for idea in field.queryset}
        self.merger = TableMerger(self.offered)
        first: dict[str, Any] = self.merger.values(chosen)
        first |= {"seen": gathering.table_revision, "was": self.merger.signs(first)}
        self.initial = first | {"ideas": chosen}
        if data is not None:
            self.data = self.merger.take_over(data, first)

    def merged(self, member: Membership, gathering: Gathering) -> Merged:
        """Merge this valid form with the table as it is now."""
        current = TableForm(self.data, member=member, gathering=gathering)  # offers what was chosen here too
        said = current.merger.values(idea.pk for idea in self.cleaned_data["ideas"])
        return current.merger.merge(self, said, current.initial)

    def whole_table(self, gathering: Gathering) -> list[Idea]:
        """Return the chosen ideas, and those on the table that this form doesn't offer: hidden ones."""
        rows = gathering.table.filter(is_off=False).exclude(idea__in=self.offered).select_related("idea")
        return [*self.cleaned_data["ideas"], *(row.idea for row in rows)]


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
