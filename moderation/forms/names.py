"""The form to hide a name."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import WordsField, field_of
from ideas.forms.hiding import HideForm
from labs.models.reasons import reasons


class HideNameForm(HideForm):
    """`seen`: the key of the name that stood on the page."""

    seen = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["explanation"].label = _("Explanation for this person")
        field_of(self, "explanation", WordsField).help_text = _("They get this by email. Say what is wrong.")
        reason = field_of(self, "reason", forms.ChoiceField)
        reason.choices = reasons(is_of_idea=False)
        reason.error_messages["required"] = _("Choose a reason. This person reads it.")
