"""The form for lab admins: how their lab moderates."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.fields import DayField, LineField, WordsField, field_of
from common.times import A_DAY
from labs.forms.fields import SeenForm
from labs.models import Lab, Membership
from moderation.models import ModerationSettings
from moderation.models.settings import CALM, LONGEST, SHORTEST, WORD_LISTS, neighbours_for
from moderation.words import LONGEST_ENTRY, ORDINARY, default_list, entries_of, words_in

AN_ADDRESS = {"invalid": _("Write an email address, like naam@voorbeeld.nl.")}
A_NUMBER = {"invalid": _("Write a whole number."), "required": _("Write a number.")}
WORDS_LENGTH = 4000
MOST_CALM = 14 * A_DAY  # a heated subject cools down; who needs longer chooses again


class ModerationForm(SeenForm):
    """`seen` says which settings were on the screen."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    term = forms.IntegerField(
        label=_("Within how many working days does a moderator look?"),
        help_text=_("Whoever reports something reads this. Weekends, holidays and your recess don't count."),
        min_value=SHORTEST,
        max_value=LONGEST,
        widget=forms.TextInput(attrs={"maxlength": 9}),
        error_messages=A_NUMBER,
    )
    neighbour = forms.ChoiceField(
        required=False,
        label=_("Who looks along from another lab?"),
        help_text=_("A moderator there. They must say yes first, and see a case only when it is handed to them."),
        error_messages={"invalid_choice": _("This moderator can't be chosen any more. Choose another.")},
    )
    words_more = WordsField(
        rows=4,
        seen=WORDS_LENGTH,
        required=False,
        label=_("Words that you want to see too"),
        help_text=_("One word or phrase on each line. Whole words only: “del” is not found in “wandelen”."),
    )
    words_left_out = WordsField(
        rows=4,
        seen=WORDS_LENGTH,
        required=False,
        label=_("Words of the list that are ordinary here"),
        help_text=_("One on each line, as it stands on the list."),
    )
    calm_until = DayField(
        required=False,
        label=_("Until which day?"),
        help_text=_("This day still counts, and then it ends by itself. Empty: no calm mode. Two weeks at most."),
    )
    calm_name = LineField(seen=60, required=False, label=_("Who can people call or mail?"))
    calm_phone = LineField(seen=30, required=False, label=_("Phone number"))
    calm_mail = forms.EmailField(required=False, label=_("Email address"), error_messages=AN_ADDRESS)

    def __init__(self, data: QueryDict | None = None, *, lab: Lab) -> None:
        self.settings = ModerationSettings.objects.of(lab)
        self.neighbours = {str(member.pk): member for member in neighbours_for(lab)}
        started_from = {name: getattr(self.settings, name) for name in ("term", *WORD_LISTS, *CALM)}
        if not self.settings.is_calm:
            started_from["calm_until"] = None
        chosen = {"seen": self.settings.state, "neighbour": str(self.settings.neighbour_id or "")}
        super().__init__(data, initial=started_from | chosen)
        groups: dict[str, list[tuple[str, str]]] = {}
        for key, member in self.neighbours.items():
            groups.setdefault(member.lab.name, []).append((key, member.name))
        field_of(self, "neighbour", forms.ChoiceField).choices = [("", _("Nobody")), *groups.items()]

    def clean_words_more(self) -> str:
        return checked(self.cleaned_data["words_more"])

    def clean_words_left_out(self) -> str:
        text = checked(self.cleaned_data["words_left_out"])
        for entry in entries_of(text):
            if entry not in default_list():
                raise ValidationError(_("This is not on the list: %(entry)s"), params={"entry": entry})
        return text

    def clean_calm_until(self) -> Any:
        day, today = self.cleaned_data["calm_until"], timezone.localdate()
        if day and day < today:
            raise ValidationError(_("This day is over. Choose today or a later day."))
        if day and day > today + MOST_CALM:
            raise ValidationError(_("Calm mode takes at most two weeks. Choose an earlier day."))
        return day

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("calm_until"):
            if not said.get("calm_name") and "calm_name" not in self.errors:
                self.add_error("calm_name", _("Write who people can call or mail."))
            if not (said.get("calm_phone") or said.get("calm_mail")) and not {"calm_phone", "calm_mail"} & set(
                self.errors
            ):
                self.add_error("calm_phone", _("Write a phone number or an email address."))
        return said

    def seen_again(self) -> None:
        self.accept(ModerationSettings.objects.of(self.settings.lab).state)

    def values(self) -> dict[str, Any]:
        """Return the values for the verb `ModerationSettings.change`. A last day that is over stays in the row."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "neighbour"}
        neighbour: Membership | None = self.neighbours.get(self.cleaned_data["neighbour"])
        if said["calm_until"] is None and not self.settings.is_calm:
            said["calm_until"] = self.settings.calm_until
        return said | {"neighbour": neighbour}


def checked(text: str) -> str:
    """Return the list if each line of it can be found in a text. Raises ValidationError."""
    for entry in entries_of(text):
        if not words_in(entry):
            raise ValidationError(gettext("There is no word on this line: %(entry)s") % {"entry": entry[:20]})
        if len(entry.removeprefix(ORDINARY)) > LONGEST_ENTRY:
            raise ValidationError(gettext("This line is too long: %(entry)s…") % {"entry": entry[:20]})
    return text
