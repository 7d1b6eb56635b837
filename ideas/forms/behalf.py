"""The forms to write down somebody's words, and to claim them with a code."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import LineField
from ideas.forms.idea import IdeaForm
from ideas.forms.spoken import RoleForm
from ideas.forms.talk import CommentForm

NAME_LENGTH = 60


class SpokenBySomeone(RoleForm):
    """The name of the person whose words these are, and whether they were read back. The voice is the writer's."""

    name = LineField(
        seen=NAME_LENGTH,
        max_length=NAME_LENGTH,
        required=False,
        label=_("Which name can we show with it?"),
        help_text=_("A first name is enough. Leave it empty if it should be without a name."),
    )
    read_back = forms.BooleanField(
        label=_("I read it back, and it is right"),
        error_messages={"required": _("Read it back first. Change what is not right, then tick this.")},
    )


class BehalfIdeaForm(SpokenBySomeone, IdeaForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        title = self.fields["title"]
        title.label = _("What is the idea called?")
        title.error_messages["required"] = _("Give the idea a name. A few words are enough.")
        self.fields["part"].label = _("What would this person like to do?")


class BehalfCommentForm(SpokenBySomeone, CommentForm):
    asks = asks_answer = _("What does this person want to add?")


class ClaimForm(forms.Form):
    code = LineField(
        seen=20,
        label=_("The code on your paper"),
        help_text=_("Ten letters and digits. Capitals and dashes don't matter."),
        error_messages={"required": _("Type the code that is on your paper.")},
    )
