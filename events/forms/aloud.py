"""The forms about what was said aloud at a gathering: note it, confirm it, deny it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from answers.forms.spoken import MunicipalForm
from common.fields import DayField, LineField, WordsField, field_of
from events.models import Gathering
from ideas.forms.care import REASON_LENGTH
from ideas.forms.spoken import RoleForm
from ideas.models import OPEN, Idea
from labs.forms.fields import Form
from labs.models import Membership

NEWEST = 50  # ideas that are offered besides those on the table


class SaidFields(Form):
    """Who said it, the words, and the day."""

    name = LineField(seen=60, label=_("Who said it?"), help_text=_("A first name is enough."))
    role = LineField(seen=60, label=_("In which role?"), help_text=_("For example: alderman, or the team."))
    words = WordsField(seen=REASON_LENGTH, label=_("What was said?"), help_text=_("As literally as you can."))
    day = DayField(label=_("By when, as it was said?"), required=False)

    def words_said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("name", "role", "words", "day")}


class NoteForm(RoleForm, SaidFields):
    """About which idea (`subject`, because the form of an outcome has `idea_7`), who said it, and the words."""

    subject = forms.ModelChoiceField(
        queryset=Idea.objects.none(),
        label=_("About which idea?"),
        empty_label=_("Choose"),
        error_messages={
            "required": _("Choose an idea."),
            "invalid_choice": _("This idea can't be chosen any more. Choose another."),
        },
    )

    def __init__(self, *args: Any, member: Membership, gathering: Gathering, **options: Any) -> None:
        super().__init__(*args, member=member, **options)
        shown = Idea.objects.listed_for(member)
        table = [row.idea_id for row in gathering.ideas_on_table]
        newest = list(shown.filter(status__in=OPEN).order_by("-pk").values_list("pk", flat=True)[:NEWEST])
        offered = shown.filter(pk__in={*table, *newest}).order_by("title")
        field_of(self, "subject", forms.ModelChoiceField).queryset = offered

    def said(self) -> dict[str, Any]:
        return self.words_said() | {"idea": self.cleaned_data["subject"], "voice": self.chosen_voice}


class ConfirmForm(MunicipalForm):
    """The words and the day that the municipality confirms."""

    words = WordsField(
        seen=REASON_LENGTH,
        label=_("What does the municipality promise?"),
        help_text=_("Change the words if it was a little different. What was noted stays readable."),
    )
    day = DayField(label=_("By when?"), required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if "day" not in self.errors:
            self.check_day("day", said.get("day"), is_after_today=True)
        return said

    def said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("words", "day")} | {"voice": self.chosen_voice}


class DenyForm(Form):
    reason = WordsField(
        seen=REASON_LENGTH,
        label=_("What was said then, or why not?"),
        help_text=_("One sentence is enough. Everybody can read it."),
    )
