"""The form to pledge something for an idea."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import LineField
from ideas.forms.spoken import SpokenForm
from ideas.models import Idea, PledgeKind
from ideas.rules import is_author


class PledgeForm(SpokenForm):
    """A pledge. Its fields and ids have names older than the model, because open pages and stored drafts use them."""

    speaks = _("You help as")
    kind = forms.ChoiceField(
        choices=PledgeKind.choices,
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
