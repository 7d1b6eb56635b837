"""The form of who leads: somebody had the floor."""

import re
from datetime import datetime, timedelta

from django import forms
from django.core.exceptions import ValidationError

from evenings.models.participant import EPOCH
from labs.forms.fields import Form

PRESS = re.compile(r"(\d{1,18}):(\d{1,16})", re.ASCII)


class SpokeForm(Form):
    """A press of a button: the id of who spoke, and the moment at which they asked for it, as its page showed it."""

    press = forms.CharField(max_length=40)

    def clean_press(self) -> tuple[int, datetime]:
        found = PRESS.fullmatch(self.cleaned_data["press"])
        if not found:
            raise ValidationError("")
        return int(found[1]), EPOCH + timedelta(microseconds=int(found[2]))
