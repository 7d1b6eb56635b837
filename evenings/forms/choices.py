"""The forms of who leads: what people choose from, and a press of a button about it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from common.fields import DayField, LineField, WordsField
from common.text import visible_length
from evenings.forms.choosing import NO_BUTTON
from evenings.forms.fields import NumberField, OneOfField
from evenings.models import Choice, Step, StepKind
from evenings.models.choice import (
    LEAST_OPTIONS,
    MOST_DOTS,
    MOST_OPTIONS,
    OPTION_LENGTH,
    PARKED_LENGTH,
    READY_MADE,
)
from ideas.words import lines
from labs.forms.fields import Form, SeenForm

DOTS = _("Write a number of dots, from 1 to 10.")
DO = ("open", "close", "show", "hide", "take")


class DotsField(NumberField):
    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=1, max_value=MOST_DOTS, wrong=DOTS, **options)


class ChoiceForm(SeenForm):
    """What people choose from in a step, one option a line; with dots also how many each person has.

    A button `take` adds what the room picked on the wall.
    """

    changed = _("Somebody changed this just now. What you typed is still here: save it again.")
    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    options = WordsField(
        rows=6,
        seen=MOST_OPTIONS * (OPTION_LENGTH + 2),
        required=False,
        label=_("What do people choose from?"),
        help_text=_("Each on a line of its own, at most 12."),
    )
    dots = DotsField(label=_("How many dots does each person have?"))
    most = DotsField(label=_("How many of those at most on one option?"))

    def __init__(self, data: QueryDict | None = None, *, step: Step, choice: Choice | None) -> None:
        texts = [option.text for option in choice.options.all()] if choice else []
        first: dict[str, Any] = {"dots": choice.dots if choice else 3, "most": choice.most if choice else 3}
        first |= {"seen": choice.version if choice else 0, "options": "\n".join(filter(None, texts))}
        super().__init__(data, initial=first)
        self.step, self.first = step, first
        if step.kind != StepKind.DOTS:
            del self.fields["dots"], self.fields["most"]
        if step.kind == StepKind.TRY:
            del self.fields["options"]
        elif step.kind in READY_MADE:
            self.fields["options"].help_text = _("Each on a line of its own. Leave it empty for yes, no, don't know.")

    def clean_options(self) -> list[str]:
        texts = list(dict.fromkeys(lines(self.cleaned_data["options"])))
        if any(visible_length(text) > OPTION_LENGTH for text in texts):
            raise ValidationError(_("Make each option shorter: at most 80 characters."))
        if len(texts) > MOST_OPTIONS:
            raise ValidationError(_("More than 12 options don't fit on a phone. Leave some out."))
        if len(texts) < LEAST_OPTIONS and (texts or self.step.kind not in READY_MADE) and not self.takes_wall:
            raise ValidationError(_("Write at least two options, each on a line of its own."))
        return texts

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("most", 0) > cleaned.get("dots", MOST_DOTS):
            self.add_error("most", _("That is more than each person has."))
        return cleaned

    @property
    def takes_wall(self) -> bool:
        return "take" in self.data and "options" in self.fields

    def words(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {
            "with_wall": self.takes_wall,
            "texts": cleaned.get("options", []),
            "dots": cleaned.get("dots", self.first["dots"]),
            "most": cleaned.get("most", self.first["most"]),
        }


class ChoicePressForm(Form):
    """A press of a button about the choice of the step now."""

    do = OneOfField(choices=[(one, one) for one in DO], wrong=NO_BUTTON)
    step = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1)


class ParkForm(Form):
    """Who looks again at an objection, and when."""

    piece = forms.RegexField(
        r"^(said|heard)-[0-9]{1,18}$",
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid"), NO_BUTTON),
    )
    parked_for = LineField(
        seen=PARKED_LENGTH,
        label=_("Who looks at this again?"),
        error_messages={"required": _("Write who looks at this again.")},
    )
    parked_on = DayField(label=_("When?"))
