"""The form for the question whether an idea is useful."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ideas.models import Need


class NeedForm(forms.Form):
    """Three buttons, each of which sends the form."""

    answer = forms.ChoiceField(
        choices=Need.choices,
        error_messages={"required": _("Choose one of the three.")},
    )
