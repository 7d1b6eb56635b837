"""The forms for the question whether an idea is useful, and for help."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import LineField
from ideas.forms.spoken import SpokenForm
from ideas.models import HelpKind, Idea, Need
from ideas.rules import is_author


class NeedForm(forms.Form):
    """Three buttons, each of which sends the form."""

    answer = forms.ChoiceField(
        choices=Need.choices,
        error_messages={"required": _("Choose one of the three.")},
    )


class HelpForm(SpokenForm):
    speaks = _("You help as")
    kind = forms.ChoiceField(
        choices=HelpKind.choices,
        widget=forms.RadioSelect,
        label=_("What can you bring in?"),
        error_messages={"required": _("Choose what you can bring in.")},
    )
    sentence = LineField(
        seen=160,
        label=_("One sentence is enough"),
        help_text=_("It is shown with the idea, with your name. The maker hears about it at once."),
        error_messages={"required": _("Say in one sentence what you can bring in.")},
    )

    def __init__(self, *args: Any, idea: Idea, **options: Any) -> None:
        super().__init__(*args, **options)
        if is_author(options["member"], idea):
            self.fields["sentence"].help_text = _("It is shown with the idea, with your name.")
