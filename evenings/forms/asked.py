"""The forms of who is asked again: still right, changed, not after all; and bring it to its idea."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import DayField, WordsField
from evenings.forms.bringing import not_past
from evenings.models import Pledge
from evenings.models.pledge import WORDS_LENGTH
from labs.forms.fields import Form


class AskedForm(Form):
    """`do`: which of the three buttons."""

    do = forms.ChoiceField(choices=[("yes", ""), ("change", ""), ("back", "")])
    words = WordsField(
        rows=2,
        seen=WORDS_LENGTH,
        label=_("What you bring in"),
        error_messages={"required": _("Write what you bring in.")},
    )
    by_when = DayField(label=_("By when?"), required=False)

    def __init__(self, data: Any = None, *, pledge: Pledge) -> None:
        super().__init__(data, initial={"words": pledge.words, "by_when": pledge.by_when})
        if data is not None and data.get("do") != "change":
            del self.fields["words"], self.fields["by_when"]

    def clean_by_when(self) -> Any:
        day = self.cleaned_data["by_when"]
        if day and day != self.initial["by_when"]:
            not_past(day)
        return day

    @property
    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("words", "by_when") if name in self.fields}
