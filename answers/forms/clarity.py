"""Is this answer clear? The form of readers, and that of who replies to their questions."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from answers.models import Clarity
from common.fields import WordsField
from ideas.forms.care import REASON_LENGTH
from ideas.forms.spoken import RoleForm
from labs.models import RoleKind

YES, NO = "yes", "no"


class ClearForm(forms.Form):
    """Yes, or a question: `clear` is the button that was pressed. `seen`: the version that was on the screen."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    clear = forms.ChoiceField(choices=[(YES, _("Yes")), (NO, _("No, I have a question"))], widget=forms.HiddenInput)
    question = WordsField(
        seen=REASON_LENGTH,
        required=False,
        label=_("What would you like to know?"),
        help_text=_("The municipality reads it. It is not on the page; the reply is."),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("clear") == NO and not said.get("question") and "question" not in self.errors:
            self.add_error("question", _("Write what you would like to know."))
        return said

    def said(self) -> dict[str, Any]:
        """Return the values for the verb `say_clear`."""
        said = self.cleaned_data
        return {"is_clear": said["clear"] == YES, "question": said["question"], "seen": said["seen"]}


class ReplyForm(RoleForm):
    """A reply to one question, which becomes a comment that everybody reads."""

    KINDS = frozenset({RoleKind.CIVIL_SERVANT})
    key = forms.UUIDField(widget=forms.HiddenInput)
    asked = forms.IntegerField(widget=forms.HiddenInput)
    words = WordsField(
        seen=REASON_LENGTH,
        label=_("Your reply"),
        help_text=_("It becomes a comment on the idea. Everybody reads it; the question itself stays with you."),
        error_messages={"required": _("Write a reply.")},
    )

    def __init__(self, *args: Any, asked: Clarity, **options: Any) -> None:
        first = {"key": uuid.uuid4(), "asked": asked.pk}
        super().__init__(*args, initial=first, auto_id=f"id_{asked.pk}_%s", **options)
        self.about = asked
