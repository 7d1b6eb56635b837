"""The forms to pause a person for some days, and to end that earlier."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import WordsField
from labs.forms.fields import Form
from labs.models.reasons import reasons

MOST_DAYS = 90
DAYS = _("Write a number of days, from 1 to 90.")
REASON_LENGTH = 500


class DaysField(forms.IntegerField):
    def __init__(self, **options: Any) -> None:
        super().__init__(
            min_value=1,
            max_value=MOST_DAYS,
            widget=forms.NumberInput({"class": "utrecht-textbox utrecht-textbox--html-input", "inputmode": "numeric"}),
            error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), DAYS),
            **options,
        )


class PauseForm(Form):
    days = DaysField(
        label=_("For how many days?"),
        help_text=_("Today doesn't count. It ends by itself, and you can end it earlier."),
    )
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=reasons(is_of_idea=False),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason. The person reads it.")},
    )
    explanation = WordsField(
        rows=4,
        seen=REASON_LENGTH,
        label=_("Explanation for this person"),
        help_text=_("They get this by email. Say what was wrong, and what they can do differently."),
        error_messages={"required": _("Explain it to this person in one or two sentences.")},
    )


class EndForm(Form):
    why = WordsField(
        rows=2,
        seen=REASON_LENGTH,
        label=_("Why may they take part again?"),
        help_text=_("They get this by email."),
        error_messages={"required": _("Write in one or two sentences why.")},
    )
