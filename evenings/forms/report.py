"""The forms of a report: its words, a personal word to read it with, and what is wrong in it."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import KeyField, LineField, WordsField
from common.languages import Theirs
from evenings.forms.closing import FinishForm
from evenings.forms.walk_in import BackForm
from evenings.models import Evening, Report
from evenings.models.report import INTRO_LENGTH, REMARK_LENGTH, STEP_LENGTH, TITLE_LENGTH
from evenings.record import Record, pieces_in
from labs.forms.fields import Form

DOES = ("begin", "read", "publish", "down")


class PickedField(forms.MultipleChoiceField):
    """Notes that are no longer there, because their writer took them back, are left out."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, widget=forms.CheckboxSelectMultiple, **options)

    def clean(self, value: Any) -> list[str]:
        return [one for one in value or () if self.valid_value(one)]


class ReportForm(FinishForm):
    """The words of the report. Once it is online, the notes in it stay as they are, but for those taken down.

    `record`: what is counted; `offered`: what it would be with all notes, tips and objections.
    """

    changed = _("Somebody else changed the report just now. What you typed is still here: save it again to keep it.")
    title = LineField(
        seen=TITLE_LENGTH,
        required=False,
        label=_("What is the report called?"),
        help_text=_("In one line what came of it. Empty: the name of the gathering."),
    )
    intro = WordsField(rows=5, seen=INTRO_LENGTH, required=False, label=_("What do you say first?"))

    def __init__(
        self, data: Any = None, *, evening: Evening, report: Report, record: Record, offered: Record, now: datetime
    ) -> None:
        super().__init__(data, evening=evening, now=now)
        self.initial = {**self.initial, "title": report.title, "intro": report.intro}
        self.steps = [(step["step"], step["title"]) for step in offered["asked"]]
        for pk, title in self.steps:
            self.fields[f"step_{pk}"] = LineField(seen=STEP_LENGTH, required=False, label=Theirs(title))
            self.initial[f"step_{pk}"] = report.step_words.get(str(pk), "")
        if not report.is_published:
            choices = choices_of(offered)
            self.fields["picked"] = PickedField(choices=choices, label=_("What stands in it?"))
            self.initial["picked"] = pieces_in(record)

    @property
    def step_fields(self) -> list[Any]:
        return [self[f"step_{pk}"] for pk, _title in self.steps]

    def words(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        steps = {str(pk): cleaned[f"step_{pk}"] for pk, _title in self.steps if cleaned[f"step_{pk}"]}
        words = super().words() | {"title": cleaned["title"], "intro": cleaned["intro"], "step_words": steps}
        if "picked" in self.fields and set(cleaned["picked"]) != set(self.initial["picked"]):
            words["picked"] = cleaned["picked"]
        return words


def choices_of(offered: Record) -> list[tuple[str, Theirs]]:
    """Return each note, with its pile, then the tips and objections, and what people bring."""
    notes = [
        (note["piece"], Theirs(f"{pile['title']}: {note['text']}" if pile["title"] else note["text"]))
        for pile in offered["piles"]
        for note in pile["notes"]
    ]
    said = [(one["piece"], Theirs(one["words"])) for chosen in offered["chosen"] for one in chosen["said"]]
    brings = [
        (one["piece"], Theirs(": ".join(filter(None, (one["name"], one["words"]))))) for one in offered["brings"]
    ]
    return notes + said + brings


class SetForm(Form):
    """A press of a button about the report."""

    do = forms.ChoiceField(choices=[(one, one) for one in DOES])
    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1)


class WordForm(BackForm):
    """The personal word, after the evening."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["word"].help_text = _("It stood on the page on your phone, like merel lamp 427.")


class RemarkForm(Form):
    key = KeyField()
    text = WordsField(
        rows=3,
        seen=REMARK_LENGTH,
        label=_("Something is wrong here"),
        help_text=_("Say in a sentence what is wrong. Only the organisers read this."),
        error_messages={"required": _("Write what is wrong.")},
    )
