"""The form for several answers on the desk: pick them up, or give them to a team or a colleague."""

from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from answers.forms.work import NOT_HERE, choices_of, offer
from common.fields import is_id
from labs.forms.fields import Form
from labs.models import Lab

MOST = 50  # a page of the desk


class Picked(NamedTuple):
    """An answer, and who worked on it on the screen."""

    pk: int
    seen: str


class PickedField(forms.MultipleChoiceField):
    """Values like "42:3-7"; the verbs check the rest."""

    def validate(self, value: Any) -> None:
        if not value:
            raise ValidationError(_("Choose at least one answer."))
        if len(value) > MOST or not all(is_id(one.partition(":")[0]) and len(one) < 60 for one in value):
            raise ValidationError(_("Something went wrong with your choice. Load the page again."))


class TogetherForm(Form):
    picked = PickedField(required=False, label=_("Answers"))
    does = forms.ChoiceField(choices=[("take", ""), ("pass", "")])
    who = forms.ChoiceField(required=False, label=_("Who picks this up?"), error_messages=NOT_HERE)

    def __init__(self, *args: Any, lab: Lab, **options: Any) -> None:
        super().__init__(*args, **options)
        self.teams, self.people = choices_of(lab)
        offer(self, self.teams, self.people)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("does") == "pass" and not said.get("who") and "who" not in self.errors:
            self.add_error("who", NOT_HERE["required"])
        return said

    def answers(self) -> list[Picked]:
        parts = [one.partition(":") for one in dict.fromkeys(self.cleaned_data["picked"])]
        return [Picked(int(pk), seen) for pk, _colon, seen in parts]

    def chosen(self) -> dict[str, Any]:
        """Return the team or the owner for the verb `pass_on`."""
        who = self.cleaned_data["who"]
        return {"team": self.teams.get(who), "owner": self.people.get(who)}
