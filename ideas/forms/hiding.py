"""The forms to hide and to restore, with a reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import WordsField, field_of
from ideas.forms.care import REASON_LENGTH
from labs.models import HidingReason
from labs.models.reasons import reasons


class HideForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Reason"),
        help_text=_("“Not true” is not in the list. A moderator does not judge whether something is true."),
        choices=HidingReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason. People see it instead of the words.")},
    )
    explanation = WordsField(
        rows=4,
        seen=REASON_LENGTH,
        label=_("Explanation for the writer"),
        help_text=_("The writer gets this by email. Say what was wrong, and how to say it instead."),
        error_messages={"required": _("Explain it to the writer in one or two sentences.")},
    )


class HidePhotoForm(HideForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field_of(self, "explanation", WordsField).help_text = _("The writer gets this by email. Say what was wrong.")


class HideOtherForm(HideForm):
    """For what is no idea or comment on one: it is not off the topic of an idea."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field_of(self, "reason", forms.ChoiceField).choices = reasons(is_of_idea=False)


class RestoreForm(forms.Form):
    why = WordsField(
        seen=REASON_LENGTH,
        label=_("Why are you putting it back?"),
        help_text=_("The writer gets this by email."),
        error_messages={"required": _("Write in one sentence why people can read it again.")},
    )
