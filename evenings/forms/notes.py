"""The forms of notes: write one, and put one on the wall."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.fields import KeyField, LineField, WordsField, field_of
from evenings.forms.fields import OneOfField
from evenings.models import Evening, Note, Participant, Pile
from evenings.models.note import TEXT_LENGTH
from evenings.models.pile import TITLE_LENGTH
from evenings.wall import paper_step, steps_with_notes
from labs.forms.fields import Form

WRITE_IT = _("Write something on the note first.")
AT = re.compile(r"new|(apart-)?(\d{1,18})", re.ASCII)
BOX = re.compile(r"(\d{1,18}):(\d{1,18})", re.ASCII)
KEEP = re.compile(r"(note|pile):(\d{1,18}):([01])", re.ASCII)
PICK = re.compile(r"(\d{1,18}):([01])", re.ASCII)
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
    step = OneOfField(label=_("Of which step?"), wrong=_("Choose one of these steps."))

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


class PickForm(Form):
    """A press of "Pick" at a note of a table: its id, and on or off."""

    press = forms.CharField(max_length=30)

    def clean_press(self) -> tuple[int, bool]:
        found = PICK.fullmatch(self.cleaned_data["press"])
        if not found:
            raise ValidationError("")
        return int(found[1]), found[2] == "1"


class SettleForm(Form):
    """A press of a button at a note: its id, the state that was on the page, and the state that it gets."""

    press = forms.CharField(max_length=40)

    def clean_press(self) -> tuple[int, str, str]:
        found = PRESS.fullmatch(self.cleaned_data["press"])
        if not found:
            raise ValidationError("")
        return int(found[1]), found[2], found[3]


class PilesForm(Form):
    """Lay the chosen notes together (`at` is "new"), at a pile (its id), loose (0), or take a pile apart ("apart-7").

    Each box says in which pile its note lay on the page; 0: it lay loose.
    """

    key = KeyField()
    title = LineField(seen=TITLE_LENGTH, required=False, label=_("What is the pile called?"))
    at = forms.CharField(required=False, max_length=30)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        found = AT.fullmatch(values.get("at") or "new")
        boxes = [BOX.fullmatch(box) for box in self.data.getlist("note")] if hasattr(self.data, "getlist") else []
        if not found or not all(boxes):
            raise ValidationError(_("This button doesn't work. Press it again."))
        values["apart"], values["pile"] = bool(found[1]), int(found[2]) if found[2] else None
        values["notes"] = {int(box[1]): int(box[2]) for box in boxes if box}
        if not values["notes"] and not values["apart"]:
            raise ValidationError(_("Choose notes first."))
        if values["pile"] is None and not values.get("title") and "title" not in self.errors:
            self.add_error("title", _("Give the pile a name."))
        return values


class KeepForm(Form):
    """A press of "Take along": at a note or a pile, its id, and on or off."""

    press = forms.CharField(max_length=40)

    def clean_press(self) -> tuple[type[Note] | type[Pile], int, bool]:
        found = KEEP.fullmatch(self.cleaned_data["press"])
        if not found:
            raise ValidationError("")
        return (Note if found[1] == "note" else Pile), int(found[2]), found[3] == "1"
