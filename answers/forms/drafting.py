"""The forms about a draft: ask a colleague or the alderman to read it, say something of it, record an approval."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from answers.forms.work import NOT_HERE
from answers.models import Draft
from answers.models.approval import aldermen_of
from answers.models.draft import seen_of
from answers.models.team import servants_of
from common.fields import DayField, LineField, WordsField, field_of, with_value
from ideas.forms.care import REASON_LENGTH
from labs.forms.fields import Form
from labs.models import Membership


class PersonForm(Form):
    """Whom to ask, with words for them."""

    to = forms.ChoiceField(label=_("Whom do you ask?"), error_messages=NOT_HERE)
    words = WordsField(seen=REASON_LENGTH, rows=2, required=False, label=_("What should they look at?"))

    def __init__(self, data: QueryDict | None = None, *, member: Membership) -> None:
        super().__init__(data, auto_id=f"{self.prefix_of_ids}-%s")
        self.people = {str(one.pk): one for one in self.choose_from(member)}
        named = [(key, one.name) for key, one in self.people.items()]
        field_of(self, "to", forms.ChoiceField).choices = named if len(named) == 1 else [("", _("Choose")), *named]

    prefix_of_ids = "read"

    def choose_from(self, member: Membership) -> Any:
        return servants_of(member.lab).exclude(pk=member.pk)

    def said(self) -> dict[str, Any]:
        return {"to": self.people[self.cleaned_data["to"]], "words": self.cleaned_data["words"]}


class AldermanForm(PersonForm):
    prefix_of_ids = "alderman"

    def choose_from(self, member: Membership) -> Any:
        return aldermen_of(member.lab)


class OfTextForm(Form):
    """Something about the text that was on the screen."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, data: QueryDict | None = None, *, draft: Draft | None, **first: Any) -> None:
        super().__init__(data, initial={"seen": seen_of(draft)} | first, auto_id=f"{type(self).__name__.lower()}-%s")

    def seen_again(self, draft: Draft | None) -> None:
        """Accept the text as it is now: the person reads it above the form."""
        self.data = with_value(self.data, "seen", seen_of(draft))


class SaidForm(OfTextForm):
    """Fine, or what should change: two buttons, `says`."""

    words = WordsField(
        seen=REASON_LENGTH,
        rows=3,
        required=False,
        label=_("What should change? (only with a remark)"),
        help_text=_("Only colleagues see this. When someone asks for documents (Woo), it may become public."),
    )

    @property
    def is_fine(self) -> bool:
        return self.data.get("says") == "yes"

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.is_fine and not said.get("words") and "words" not in self.errors:
            self.add_error("words", _("Write what should change."))
        return said


class RecordForm(OfTextForm):
    """On which day an alderman agreed, and who it was."""

    on = DayField(label=_("On which day did the alderman agree?"))
    name = LineField(seen=60, required=False, label=_("What is the name of the alderman?"))

    def __init__(self, data: QueryDict | None = None, *, draft: Draft | None) -> None:
        super().__init__(data, draft=draft, on=timezone.localdate())

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if (day := said.get("on")) and day > timezone.localdate():
            self.add_error("on", _("This day is still to come. Choose the day on which the alderman agreed."))
        return said
