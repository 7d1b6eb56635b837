"""The form to cancel a gathering."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import (
    LineField,
)
from events.forms.making import LINE_LENGTH


class CancelForm(forms.Form):
    reason = LineField(
        seen=LINE_LENGTH,
        label=_("Why is it cancelled?"),
        help_text=_("It is shown on the page and in the email. One sentence is enough."),
        error_messages={"required": _("Say in one sentence why. People were looking forward to it.")},
    )
