"""The form of a moderator's decision."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import WordsField, field_of
from moderation.forms.reporting import reasons
from moderation.models import Case, DecisionKind, ThingKind

EXPLANATION_LENGTH = 2000
CHOICES = [
    (DecisionKind.NOTHING_WRONG.value, _("Nothing wrong, it stays")),
    (DecisionKind.HIDE.value, _("Hide it")),
]
GONE = [(DecisionKind.GONE.value, _("Close it: the writer took it away"))]


class DecideForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What do you do?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you do.")},
    )
    reason = forms.ChoiceField(
        required=False,
        label=_("Reason"),
        help_text=_("Only if you hide it. “Not true” is not in the list: we don't judge whether something is true."),
        error_messages={"required": _("Choose a reason. People see it instead of the words.")},
    )
    explanation = WordsField(
        rows=4,
        seen=EXPLANATION_LENGTH,
        label=_("Explanation"),
        help_text=_("If you hide it, the writer gets this. If it stays, those who reported it get this."),
        error_messages={"required": _("Explain in one or two sentences.")},
    )

    def __init__(self, *args: Any, case: Case, **options: Any) -> None:
        super().__init__(*args, **options)
        field_of(self, "kind", forms.ChoiceField).choices = GONE if case.is_gone else CHOICES
        known = reasons(case.kind not in (ThingKind.CHALLENGE, ThingKind.GATHERING))
        field_of(self, "reason", forms.ChoiceField).choices = [("", _("Choose a reason")), *known]
        if case.is_gone:
            self.fields["kind"].initial = DecisionKind.GONE
            del self.fields["reason"], self.fields["explanation"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("kind") != DecisionKind.HIDE:
            said["reason"] = ""
        elif not said.get("reason") and "reason" not in self.errors:
            self.add_error("reason", self.fields["reason"].error_messages["required"])
        return said
