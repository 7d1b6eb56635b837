"""The form for a team: its name, what it decides itself, its mailbox and its people."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from answers.models import Team
from answers.models.team import WORDS, servants_of
from common.fields import LineField, SomeField, with_value
from labs.forms.fields import Form, NameField
from labs.models import Lab, Membership


class PeopleField(SomeField):
    def label_from_instance(self, obj: Any) -> str:
        return obj.name


class TeamForm(Form):
    """A team of `lab`, or a new one. `seen` says which words and people were on the screen."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    name = NameField(label=_("Name of the team"), max_length=60, help_text=_("As people say it, like: team Groen."))
    mandate = LineField(
        seen=200,
        required=False,
        label=_("What does this team decide by itself?"),
        help_text=_(
            "One sentence, for everybody. For example: This team decides by itself up to € 2,500. Above that the"
            " municipal executive decides."
        ),
    )
    mailbox = forms.EmailField(
        required=False,
        label=_("Mailbox of the team"),
        help_text=_("Each Monday it gets what is waiting for the team. Only colleagues see it."),
        error_messages={"invalid": _("Write an email address, like naam@voorbeeld.nl.")},
    )
    members = PeopleField(
        queryset=Membership.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Who is in this team?"),
        error_messages={"invalid_choice": _("Someone no longer works for the municipality here. Choose again.")},
    )

    def __init__(self, data: QueryDict | None = None, *, lab: Lab, team: Team | None = None) -> None:
        self.now = team.seen if team else ""
        first: dict[str, Any] = {name: getattr(team, name) for name in WORDS} if team else {}
        first |= {"seen": self.now, "members": team.members.all() if team else []}
        super().__init__(data, initial=first)
        people = servants_of(lab)
        self.fields["members"].queryset = people  # type: ignore[attr-defined]
        self.has_people = people.exists()

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("seen", "") != self.now:
            self.data = with_value(self.data, "seen", self.now)  # after this error the same form can be sent again
            raise forms.ValidationError(
                gettext("This was changed in the meantime. Your words are still here: save again to use them.")
            )
        return said

    def say_taken(self) -> None:
        self.add_error("name", _("There is a team with this name already."))

    def words(self) -> dict[str, Any]:
        """Return the values for the verbs of a team."""
        return {name: self.cleaned_data[name] for name in (*WORDS, "members")}
