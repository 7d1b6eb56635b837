"""The forms of what was promised aloud: note it, correct it, put it with an idea."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import KeyField
from evenings.forms.harvest import NO_IDEA, WhichIdeaForm
from events.forms.aloud import SaidFields
from ideas.forms.spoken import RoleForm
from ideas.models import Idea


class NotePromiseForm(SaidFields):
    key = KeyField()


class SeenField(forms.IntegerField):
    """The version that was on the page."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=0, max_value=2**15 - 1, widget=forms.HiddenInput, **options)


class CorrectForm(SaidFields):
    seen = SeenField()


class PutForm(WhichIdeaForm, RoleForm, SaidFields):
    """At which idea, in which words and in whose name. With `is_put` False: only other words."""

    FIRST = ((NO_IDEA, _("At no idea yet")),)

    seen = SeenField()

    def __init__(self, *args: Any, is_put: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        self.is_put = is_put
        if not is_put:
            for name in ("subject", "voice"):
                self.fields[name].required = False

    def clean_subject(self) -> Idea | None:
        return super().clean_subject() if self.cleaned_data["subject"] else None

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.is_put and "subject" in said and said["subject"] is None:
            self.add_error("subject", _("Choose an idea."))
        return said
