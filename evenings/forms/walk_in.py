"""The forms of who walks into an evening: the code, a name or none, the personal word."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.fields import KeyField, LineField
from evenings import codes
from evenings.models.participant import NAME_LENGTH
from labs.forms.fields import Form

NO_CODE = _("We don't know this code. Look at the screen again: a word and two digits, like KIEVIT 42.")
NO_WORD = _("We don't know this word. It is two words and three digits, like merel lamp 427.")


class CodeForm(Form):
    code = LineField(
        seen=codes.LONGEST,
        label=_("The code on the screen"),
        help_text=_("A word and two digits, like KIEVIT 42."),
        error_messages={"required": _("Type the code that is on the screen.")},
    )

    def clean_code(self) -> str:
        code = codes.read_code(self.cleaned_data["code"])
        if code is None:
            raise ValidationError(NO_CODE)
        return code


class WalkInForm(Form):
    """`door`: the key in the QR code, if they came by that."""

    key = KeyField()
    door = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    name = LineField(
        seen=NAME_LENGTH,
        required=False,
        label=_("What may we call you?"),
        help_text=_("You don't need a name. Are you younger than 16? Then leave this empty."),
    )

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["name"].widget.attrs["autocomplete"] = "nickname"


class BackForm(Form):
    word = LineField(
        seen=codes.LONGEST,
        label=_("Your own word"),
        help_text=_("It stands at the bottom of the page on your other device."),
        error_messages={"required": _("Type your own word.")},
    )

    def clean_word(self) -> str:
        word = codes.read_word(self.cleaned_data["word"])
        if word is None:
            raise ValidationError(NO_WORD)
        return word
