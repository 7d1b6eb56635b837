"""The forms of the three tasks: take one, renew its QR code."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import KeyField, LineField
from evenings.models import TaskKind
from evenings.models.participant import NAME_LENGTH
from labs.forms.fields import Form


class TaskForm(Form):
    """Who takes a task for the first time says who they are."""

    key = KeyField()
    name = LineField(
        seen=NAME_LENGTH,
        label=_("What may we call you?"),
        help_text=_("The discussion leader and the other helpers see it."),
        error_messages={"required": _("Write your name, so that others know who helps.")},
    )

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["name"].widget.attrs["autocomplete"] = "nickname"


class RenewForm(Form):
    """`seen`: the key on the screen, so that pressing twice renews it once."""

    kind = forms.ChoiceField(choices=TaskKind.choices)
    seen = forms.CharField(max_length=40)


class AskForm(Form):
    """A computer asks to be the big screen."""

    key = KeyField()


class AnswerAskForm(Form):
    """Who leads answers it."""

    do = forms.ChoiceField(choices=[("yes", ""), ("no", "")])
