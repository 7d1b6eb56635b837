"""The forms of colleagues: pass an answer on, write a note or a question, say when you are away."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from answers.models import Absence, Answer, Team
from answers.models.team import servants_of
from common.fields import DayField, WordsField, field_of, with_value
from ideas.forms.care import REASON_LENGTH
from labs.forms.fields import Form
from labs.models import Lab, Membership

NOTE_LENGTH = 2000
NOT_HERE = {
    "required": _("Choose a team or a colleague."),
    "invalid_choice": _("This team or colleague can't be chosen any more. Choose another."),
}


def choices_of(lab: Lab) -> tuple[dict[str, Team], dict[str, Membership]]:
    """Return the open teams and the civil servants of `lab`, by form value. Two queries."""
    teams = {f"team-{team.pk}": team for team in lab.teams.open()}
    return teams, {f"person-{member.pk}": member for member in servants_of(lab)}


def offer(form: Form, teams: dict[str, Team], people: dict[str, Membership]) -> None:
    """Let the field `who` choose from these teams and colleagues, each under their heading."""
    named = [(key, team.name) for key, team in teams.items()], [(key, one.name) for key, one in people.items()]
    groups = zip((_("Teams"), _("Colleagues")), named, strict=True)
    field_of(form, "who", forms.ChoiceField).choices = [("", _("Choose")), *(group for group in groups if group[1])]


class PassForm(Form):
    """To which team or colleague, with words for colleagues. `seen` says who worked on it on the screen."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=40)
    who = forms.ChoiceField(label=_("Who picks this up?"), error_messages=NOT_HERE)
    words = WordsField(
        seen=REASON_LENGTH,
        required=False,
        label=_("What should they know?"),
        help_text=_("Only colleagues see this. When someone asks for documents (Woo), it may become public."),
    )

    def __init__(self, data: QueryDict | None = None, *, answer: Answer) -> None:
        super().__init__(data, initial={"seen": answer.care_seen})
        self.teams, self.people = choices_of(answer.lab)
        offer(self, self.teams, self.people)

    def said(self) -> dict[str, Any]:
        """Return the values for the verb `pass_on`."""
        who = self.cleaned_data["who"]
        chosen = {"team": self.teams.get(who), "owner": self.people.get(who)}
        return chosen | {name: self.cleaned_data[name] for name in ("words", "seen")}

    def seen_again(self, answer: Answer) -> None:
        """Accept what is there now: the person saw the conflict, and may send the same words again."""
        self.data = with_value(self.data, "seen", answer.care_seen)


class NoteForm(Form):
    """A note for colleagues, or a question to one of them."""

    words = WordsField(
        seen=NOTE_LENGTH,
        rows=4,
        label=_("Note for colleagues"),
        error_messages={"required": _("Write something first.")},
    )
    to = forms.ChoiceField(
        required=False,
        label=_("Is it a question to somebody?"),
        error_messages=NOT_HERE,
    )

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {str(other.pk): other for other in servants_of(member.lab) if other.pk != member.pk}
        named = [(key, other.name) for key, other in self.people.items()]
        field_of(self, "to", forms.ChoiceField).choices = [("", _("No, a note")), *named]

    def said(self) -> dict[str, Any]:
        return {"words": self.cleaned_data["words"], "to": self.people.get(self.cleaned_data["to"])}


class AwayForm(Form):
    """From when until when somebody is away, and who does their work."""

    first_day = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"))
    deputy = forms.ChoiceField(label=_("Who does your work?"), error_messages=NOT_HERE)

    def __init__(self, data: QueryDict | None = None, *, member: Membership) -> None:
        absence = Absence.objects.ending_from(timezone.localdate()).filter(member=member).first()
        first: dict[str, Any] = {}
        if absence:
            first = {"first_day": absence.first_day, "last_day": absence.last_day, "deputy": str(absence.deputy_id)}
        super().__init__(data, initial=first)
        self.is_there = absence is not None
        self.people = {str(other.pk): other for other in servants_of(member.lab) if other.pk != member.pk}
        named = [(key, other.name) for key, other in self.people.items()]
        field_of(self, "deputy", forms.ChoiceField).choices = [("", _("Choose")), *named]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("first_day"), said.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day comes before the first one."))
        elif last and last < timezone.localdate():
            self.add_error("last_day", _("This date is in the past. Choose one that is still to come."))
        return said

    def said(self) -> dict[str, Any]:
        days: dict[str, date] = {name: self.cleaned_data[name] for name in ("first_day", "last_day")}
        return days | {"deputy": self.people[self.cleaned_data["deputy"]]}
