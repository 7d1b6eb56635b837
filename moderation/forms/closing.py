"""The forms to close the conversation of an idea, and to open it again."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import WordsField
from labs.models import HidingReason
from moderation.forms.deciding import EXPLANATION_LENGTH


class CloseForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Reason"),
        help_text=_("“Not true” is not in the list. A moderator does not judge whether something is true."),
        choices=HidingReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason. Everybody reads it.")},
    )
    explanation = WordsField(
        rows=4,
        seen=EXPLANATION_LENGTH,
        label=_("Explanation"),
        help_text=_("Everybody reads this where people could comment. Name nobody."),
        error_messages={"required": _("Explain in one or two sentences.")},
    )


class OpenForm(forms.Form):
    why = WordsField(
        seen=EXPLANATION_LENGTH,
        label=_("Why are you opening it again?"),
        help_text=_("Everybody reads this in the story of the idea."),
        error_messages={"required": _("Write in one sentence why people can talk again.")},
    )
