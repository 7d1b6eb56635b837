"""The form in which organisers enter people who call or come by."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models.user import NAME_LENGTH
from common.fields import KeyField, LineField, WordsField
from events.forms.signing_up import NEEDS_LENGTH
from events.models import MOST_GUESTS


class EnterForm(forms.Form):
    """Somebody who calls or comes by."""

    name = LineField(
        seen=60,
        most=NAME_LENGTH,
        label=_("Name"),
        error_messages={"required": _("Write down the name.")},
    )
    seats = forms.TypedChoiceField(
        choices=[(n, n) for n in range(1, MOST_GUESTS + 2)],
        coerce=int,
        initial=1,
        label=_("How many people?"),
        error_messages={"required": _("Choose a number."), "invalid_choice": _("Choose a number from the list.")},
    )
    phone = LineField(seen=30, required=False, label=_("Phone number"))
    mail = forms.EmailField(
        required=False,
        label=_("Email address"),
        help_text=_("Then they get an email, and can change it themselves."),
        error_messages={"invalid": _("This is not an email address yet. Is there an @ in it, and a dot after that?")},
    )
    needs = WordsField(rows=2, seen=NEEDS_LENGTH, required=False, label=_("What do they need to take part?"))
    key = KeyField()
