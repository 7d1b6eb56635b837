"""The forms of who counts in the room: hands or dots for each option, and how many people there are."""

from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from common.fields import KeyField, WordsField, field_of
from evenings.forms.choosing import NO_BUTTON
from evenings.forms.fields import NumberField, OneOfField
from evenings.models import Option, StepKind
from evenings.models.choice import HIGHEST_GRADE, NO, TIP, TIP_LENGTH, CountedHow
from evenings.results import Choosing
from labs.forms.fields import Form

MOST = 2000
NUMBER = _("Write a number, from 1 to 2000.")
HEADS = _("Write a number of people, at most 2000.")


class Row(NamedTuple):
    """One option, and the fields for what was counted there; with grades one for each."""

    option: Option
    fields: list[tuple[int, BoundField]]


class CountForm(Form):
    """What was counted: a number for each option (and grade), of which most may be empty.

    `choice`: the id of what the page showed. A button says how it was counted.
    """

    key = KeyField()
    choice = forms.IntegerField(min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
    how = OneOfField(choices=CountedHow.choices, wrong=NO_BUTTON)

    def __init__(self, data: Any = None, *, choosing: Choosing) -> None:
        super().__init__(data, initial={"choice": choosing.choice.pk if choosing.choice else None})
        self.options = choosing.options
        self.grades = range(1, HIGHEST_GRADE + 1) if choosing.kind == StepKind.GRADE else range(1)
        errors = dict.fromkeys(("invalid", "min_value", "max_value"), NUMBER)
        for option in self.options:
            for grade in self.grades:
                number = forms.IntegerField(required=False, min_value=0, max_value=MOST, error_messages=errors)
                self.fields[name_of(option, grade)] = number

    @property
    def trouble(self) -> str:
        """What is wrong with the form, and not with one number."""
        wrong = [errors for name, errors in self.errors.items() if not name.startswith("number-")]
        return str(wrong[0][0]) if wrong else ""

    @property
    def rows(self) -> list[Row]:
        return [Row(one, [(grade, self[name_of(one, grade)]) for grade in self.grades]) for one in self.options]

    @property
    def numbers(self) -> dict[tuple[int, int], int]:
        """What was counted, by the id of the option and the grade (0: none)."""
        places = [(one, grade) for one in self.options for grade in self.grades]
        found = {(one.pk, grade): self.cleaned_data.get(name_of(one, grade)) for one, grade in places}
        return {place: number for place, number in found.items() if number}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not self.numbers:
            raise ValidationError(_("Write a number at one of these first."))
        return cleaned


def name_of(option: Option, grade: int) -> str:
    return f"number-{option.pk}-{grade}"


class HeardForm(Form):
    """A tip, or what goes wrong, that somebody wrote on paper or said aloud."""

    key = KeyField()
    option = OneOfField(
        widget=forms.RadioSelect, label=_("What does it go with?"), wrong=_("Choose what it goes with.")
    )
    words = WordsField(
        rows=2,
        seen=TIP_LENGTH,
        label=_("What do they say?"),
        error_messages={"required": _("Write what they say.")},
    )

    def __init__(self, data: Any = None, *, choosing: Choosing) -> None:
        super().__init__(data, auto_id="heard_%s")
        with_words = [(one.pk, one.label) for one in choosing.options if one.key in (TIP, NO)]
        field_of(self, "option", forms.ChoiceField).choices = with_words


class HeadsForm(Form):
    heads = NumberField(min_value=0, max_value=MOST, label=_("How many people are in the room?"), wrong=HEADS)
