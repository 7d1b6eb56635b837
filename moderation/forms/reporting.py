"""The form to report something to the moderators."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import WordsField, field_of
from labs.models.reasons import reasons

WORDS_LENGTH = 1000


class ReportForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("What is wrong?"),
        help_text=_("Do you disagree with somebody? Then rather comment. We don't judge whether something is true."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong.")},
    )
    words = WordsField(
        required=False,
        rows=3,
        seen=WORDS_LENGTH,
        label=_("Do you want to explain something?"),
        help_text=_("You don't have to, but it helps us."),
    )

    def __init__(self, *args: object, is_of_idea: bool, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        field_of(self, "reason", forms.ChoiceField).choices = reasons(is_of_idea)
