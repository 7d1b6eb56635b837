"""The forms to close the conversation of an idea, and to open it again."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import WordsField, field_of
from ideas.forms.hiding import HideForm
from moderation.forms.deciding import EXPLANATION_LENGTH


class CloseForm(HideForm):
    """Everybody reads the reason and the explanation, where people could comment."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].error_messages["required"] = _("Choose a reason. Everybody reads it.")
        explanation = field_of(self, "explanation", WordsField)
        explanation.label = _("Explanation")
        explanation.help_text = _("Everybody reads this where people could comment. Name nobody.")
        explanation.error_messages["required"] = _("Explain in one or two sentences.")


class OpenForm(forms.Form):
    why = WordsField(
        seen=EXPLANATION_LENGTH,
        label=_("Why are you opening it again?"),
        help_text=_("Everybody reads this in the story of the idea."),
        error_messages={"required": _("Write in one sentence why people can talk again.")},
    )
