"""The form of a plan of the lab: its name, and what it is for."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from common.fields import KeyField, LineField
from evenings.models import LabPlan
from evenings.models.lab_plan import GOAL_LENGTH, NAME_LENGTH
from labs.forms.fields import SeenForm


class LabPlanForm(SeenForm):
    """`key` makes a plan that is kept count once; `seen` says which words were on the screen."""

    key = KeyField()
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    name = LineField(
        seen=NAME_LENGTH,
        label=_("What is this plan called?"),
        help_text=_("So that a colleague recognises it. For example: Kansen ophalen, korte versie."),
        error_messages={"required": _("Give the plan a short name.")},
    )
    goal = LineField(
        seen=GOAL_LENGTH,
        required=False,
        label=_("What is it for?"),
        help_text=_("One sentence: when do you choose this plan?"),
    )

    def __init__(self, data: QueryDict | None = None, *, plan: LabPlan | None = None) -> None:
        words = {"name": plan.name, "goal": plan.goal, "seen": plan.state} if plan else {}
        super().__init__(data, initial=words)

    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("name", "goal")}

    def say_taken(self) -> None:
        self.add_error("name", _("There is a plan with this name already. Choose another name."))
