"""Forms in which somebody speaks, as a resident or in a role."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import field_of, with_value
from labs.models import FACILITATORS, Membership, Visitor, Voice


class SpokenForm(forms.Form):
    """A form with a `voice`: a choice for people with several voices, and otherwise resident."""

    speaks = _("You speak as")
    voice = forms.ChoiceField(
        required=False,
        widget=forms.RadioSelect,
        error_messages={
            "invalid_choice": _(
                "You no longer have that role here. Your text is still here: choose again and send it."
            )
        },
    )
    CAN_GO = frozenset({"voice"})  # what others may remove after the form was opened

    def __init__(self, *args: Any, member: Membership | Visitor, **options: Any) -> None:
        super().__init__(*args, **options)
        self.voices = member.voices()
        self.has_choice = len(self.voices) > 1
        field = field_of(self, "voice", forms.ChoiceField)
        field.choices = [(voice.key, voice.words) for voice in self.voices] or [("", "")]
        field.initial = ""
        field.label = f"{self.speaks} …"
        if not self.has_choice:
            field.widget = forms.HiddenInput()
        self.order_fields([name for name in self.fields if name != "voice"])  # last, as on every page

    def clean(self) -> dict[str, Any]:
        """Clear a choice that others removed meanwhile: after the error, the same form can be sent again."""
        said = super().clean() or {}
        for name in self.CAN_GO & self.errors.keys():
            self.data = with_value(self.data, self.add_prefix(name), "")
        return said

    def clean_voice(self) -> Voice | None:
        key = self.cleaned_data["voice"]
        return next((voice for voice in self.voices if voice.key == key), None)


class RoleForm(SpokenForm):
    """A form that only a role may send: a choice for people with several of these roles, without resident."""

    KINDS: Collection[str] = FACILITATORS

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.voices = [voice for voice in self.voices if voice.kind in self.KINDS]
        self.has_choice = len(self.voices) > 1
        field = field_of(self, "voice", forms.ChoiceField)
        field.label, field.required = _("In whose name are you doing this?"), self.has_choice
        field.error_messages["required"] = _("Choose in whose name you are doing this.")
        field.choices = [(voice.key, voice.words) for voice in self.voices]
        field.initial = None
        if not self.has_choice:  # on no page; but a removed role must not be replaced by another one
            field.widget = forms.HiddenInput()

    @property
    def chosen_voice(self) -> Voice:
        """Return the chosen voice, or the only one; for a form without errors at `voice`."""
        return self.cleaned_data["voice"] if self.has_choice else self.voices[0]
