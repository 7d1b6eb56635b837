"""The forms of the sign-in pages; each error says what to do."""

import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import mailbox
from accounts.models.code import LONG, SHORT
from accounts.models.user import MAILBOX_LENGTH


def digits_of(text: str) -> str:
    """Return only the digits: people may paste spaces, dashes, or a whole sentence."""
    return "".join(str(unicodedata.digit(sign)) for sign in text if sign.isdigit())


class MailForm(forms.Form):
    email = forms.EmailField(
        label=_("Your email address"),
        error_messages={
            "required": _("Type your email address."),
            "invalid": _("This is not an email address yet. Is there an @ in it, and a dot after that?"),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )

    def clean_email(self) -> str:
        address: str = self.cleaned_data["email"]
        if len(mailbox(address)) > MAILBOX_LENGTH:
            raise ValidationError(gettext("This email address is too long."))
        if not address.rpartition("@")[0].isascii():  # few mail servers accept these, and look-alikes would pass
            raise ValidationError(self.fields["email"].error_messages["invalid"])
        return address


class TokenForm(forms.Form):
    token = forms.CharField(max_length=43)


class CodeForm(forms.Form):
    """`code` becomes digits only: people may paste spaces, dashes, or the whole subject of the mail."""

    token = forms.CharField(max_length=43, required=False, widget=forms.HiddenInput)
    code = forms.CharField(
        label=_("Type your code"),
        max_length=200,
        error_messages={"required": _("Type the digits from the email.")},
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "class": "code-input",
                "spellcheck": "false",
            }
        ),
    )

    def clean_code(self) -> str:
        digits = digits_of(self.cleaned_data["code"])
        if len(digits) not in (SHORT, LONG):
            raise ValidationError(gettext("This is not the whole code. Type all of its digits."))
        return digits
