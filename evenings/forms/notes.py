"""The forms of notes: write one, and put one on the wall."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.fields import KeyField, WordsField, field_of
from evenings.models import Evening, Participant
from evenings.models.note import TEXT_LENGTH
from evenings.wall import paper_step, steps_with_notes
from labs.forms.fields import Form

WRITE_IT = _("Write something on the note first.")
PRESS = re.compile(r"(\d{1,18}):(waits|wall|off):(waits|wall|off)", re.ASCII)


class NoteForm(Form):
    """`step`: the step that people wrote it in."""

    key = KeyField()
    step = forms.IntegerField(min_value=0, max_value=2**63 - 1, widget=forms.HiddenInput)
    text = WordsField(rows=4, seen=TEXT_LENGTH, label=_("Your note"), error_messages={"required": WRITE_IT})

    def __init__(self, data: Any = None, *, participant: Participant) -> None:
        super().__init__(data, initial={"step": participant.evening.step_id or 0})
        if participant.is_table:
            self.fields["text"].label = _("A new note of your table")


class PaperForm(Form):
    """A note that who leads types over, and the step that it belongs to."""

    key = KeyField()
    text = WordsField(rows=2, seen=TEXT_LENGTH, label=_("What is on the note?"), error_messages={"required": WRITE_IT})
    step = forms.ChoiceField(
        label=_("Of which step?"),
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose one of these steps.")),
    )

    def __init__(self, data: Any = None, *, evening: Evening) -> None:
        steps = steps_with_notes(evening)
        super().__init__(data, initial={"step": paper_step(evening)}, auto_id="paper_%s")
        field_of(self, "step", forms.ChoiceField).choices = [(str(step.pk), step.title) for step in steps]
        if len(steps) < 2:
            self.fields["step"].widget = forms.HiddenInput()

    @property
    def has_steps(self) -> bool:
        return bool(field_of(self, "step", forms.ChoiceField).choices)


class OneNoteForm(Form):
    note = forms.IntegerField(min_value=0, max_value=2**63 - 1)


class SettleForm(Form):
    """A press of a button at a note: its id, the state that was on the page, and the state that it gets."""

    press = forms.CharField(max_length=40)

    def clean_press(self) -> tuple[int, str, str]:
        found = PRESS.fullmatch(self.cleaned_data["press"])
        if not found:
            raise ValidationError("")
        return int(found[1]), found[2], found[3]
