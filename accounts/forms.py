"""The forms of signing in and of the account page; each error says what to do."""

import unicodedata
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User, mailbox
from accounts.models.code import LONG, SHORT
from accounts.models.user import MAILBOX_LENGTH
from accounts.names import clean_name, must_not_be_in_use

LIGHT = [("", _("Like your device")), ("light", _("Light")), ("dark", _("Dark"))]


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
        if not address.rpartition("@")[0].isascii():  # few mail servers know these, and look-alikes would pass
            raise ValidationError(self.fields["email"].error_messages["invalid"])
        return address


class TokenForm(forms.Form):
    token = forms.CharField(max_length=43)


class CodeForm(forms.Form):
    """`code` comes out as digits only: spaces, dashes, and even the whole subject of the mail may be pasted."""

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
        digits = "".join(str(unicodedata.digit(sign)) for sign in self.cleaned_data["code"] if sign.isdigit())
        if len(digits) not in (SHORT, LONG):
            raise ValidationError(gettext("This is not the whole code. Type all of its digits."))
        return digits


class NameForm(forms.Form):
    name = forms.CharField(
        label=_("This is how others see you"),
        help_text=_("It doesn't have to be your real name."),
        max_length=200,
        error_messages={"required": _("Choose a name."), "max_length": _("This name is too long.")},
        widget=forms.TextInput(attrs={"autocomplete": "nickname", "spellcheck": "false"}),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        name = name if name == self.user.name else clean_name(name)  # one from before may stay
        if name == self.user.name:
            return name
        must_not_be_in_use(name)
        if User.objects.alike(name).exclude(pk=self.user.pk).exists():
            raise self.taken()
        return name

    def taken(self) -> ValidationError:
        return ValidationError(gettext("Someone else already has this name. Choose another one."), code="taken")


class DisplayForm(forms.Form):
    """As on /weergave/, which receives it."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)
    scheme = forms.ChoiceField(label=_("Screen"), choices=LIGHT, required=False, widget=forms.RadioSelect)
    next = forms.CharField(required=False, widget=forms.HiddenInput)
