"""The outcome of a gathering, and of each idea on its table."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import WordsField
from events.models import Gathering


class OutcomeForm(forms.Form):
    """The outcome of the gathering, and of each idea on the table: one field `idea_42` per idea."""

    outcome = WordsField(
        rows=6,
        label=_("What came of the gathering?"),
        help_text=_("A few sentences. They go at the top of the page."),
        error_messages={"required": _("Write at least one sentence.")},
    )

    def __init__(self, *args: Any, gathering: Gathering, **options: Any) -> None:
        super().__init__(*args, **options | {"initial": {"outcome": gathering.outcome}})
        self.rows = list(gathering.table.shown())
        for row in self.rows:
            self.fields[f"idea_{row.idea_id}"] = WordsField(
                rows=3, required=False, label=row.idea.title, initial=row.outcome
            )

    @property
    def idea_fields(self) -> list[Any]:
        return [self[f"idea_{row.idea_id}"] for row in self.rows]

    def outcomes(self) -> dict[int, str]:
        return {row.idea_id: self.cleaned_data[f"idea_{row.idea_id}"] for row in self.rows}
