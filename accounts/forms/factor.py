"""The forms of the second factor; each error says what to do."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.factor import APP_DIGITS, RECOVERY_DIGITS
from accounts.forms.signing_in import digits_of

DIGITS = {
    "inputmode": "numeric",
    "autocomplete": "one-time-code",
    "class": "code-input",
    "spellcheck": "false",
}


class AppCodeForm(forms.Form):
    """A code of the app. `code` becomes digits only."""

    code = forms.CharField(
        label=_("The code in your app"),
        max_length=200,
        error_messages={"required": _("Type the six digits that your app shows.")},
        widget=forms.TextInput(attrs=DIGITS),
    )

    def clean_code(self) -> str:
        digits = digits_of(self.cleaned_data["code"])
        if len(digits) not in self.lengths():
            raise ValidationError(self.incomplete())
        return digits

    def lengths(self) -> tuple[int, ...]:
        return (APP_DIGITS,)

    def incomplete(self) -> str:
        return gettext("A code of the app has six digits. Type all of them.")


class FactorForm(AppCodeForm):
    """A code of the app, or a recovery code."""

    code = forms.CharField(
        label=_("The code in your app"),
        help_text=_("Don't you have your phone with you? Then type one of your recovery codes."),
        max_length=200,
        error_messages={"required": _("Type the six digits that your app shows, or a recovery code.")},
        widget=forms.TextInput(attrs=DIGITS),
    )

    def lengths(self) -> tuple[int, ...]:
        return (APP_DIGITS, RECOVERY_DIGITS)

    def incomplete(self) -> str:
        return gettext("A code of the app has six digits, a recovery code has eight. Type all of them.")


class SignInFactorForm(FactorForm):
    """The same, while signing in. `token`: the attempt, for when the form is sent twice."""

    token = forms.CharField(max_length=43, required=False, widget=forms.HiddenInput)
