"""The outcome of a gathering, and of each idea on its table."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import WordsField
from common.languages import Theirs
from common.merging import Merged
from events.forms.table import MOST_HASHES
from events.merging import OutcomeMerger
from events.models import Gathering
from events.models.table import TableIdea


class OutcomeForm(forms.Form):
    """The outcome of the gathering, and of each idea on the table: one field `idea_42` per idea.

    `seen` is the `table_revision` that it started from, `was` a hash of each part. An idea that left the table since
    has a field too if text was written for it, so that the text isn't lost.
    """

    outcome = WordsField(
        rows=6,
        label=_("What came of the gathering?"),
        help_text=_("A few sentences. They go at the top of the page."),
        error_messages={"required": _("Write at least one sentence.")},
    )
    seen = forms.IntegerField(required=False, min_value=0, max_value=2**63 - 1, widget=forms.HiddenInput)
    was = forms.CharField(required=False, max_length=MOST_HASHES, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, gathering: Gathering) -> None:
        rows = list(gathering.table.select_related("idea"))
        self.rows = [row for row in rows if is_shown(row)]
        self.gone = [row for row in rows if not is_shown(row) and data is not None and name_of(row) in data]
        first: dict[str, Any] = {"outcome": gathering.outcome, **{name_of(row): row.outcome for row in self.rows}}
        self.merger = OutcomeMerger(first)
        first |= {"seen": gathering.table_revision, "was": self.merger.signs(first)}
        super().__init__(self.merger.take_over(data, first) if data is not None else None, initial=first)
        for row in (*self.rows, *self.gone):
            label = _("An idea that is not shown any more") if row.idea.is_hidden else Theirs(row.idea.title)
            self.fields[name_of(row)] = WordsField(rows=3, required=False, label=label)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for row in self.gone:
            if said.get(name_of(row), "") not in ("", row.outcome):
                self.add_error(
                    name_of(row), _("This idea is not on the table any more. Copy your text, and clear it.")
                )
        return said

    @property
    def idea_fields(self) -> list[Any]:
        names = [name_of(row) for row in self.rows] + [
            name_of(row) for row in self.gone if name_of(row) in self.errors
        ]
        return [self[name] for name in names]

    def outcomes(self) -> dict[int, str]:
        """Return the typed outcome by idea id, for each idea that had a field on the sender's page."""
        return {row.idea_id: self.cleaned_data[name_of(row)] for row in self.rows if name_of(row) in self.data}

    def merged(self, gathering: Gathering) -> Merged:
        """Merge this valid form with the outcomes as they are now."""
        current = OutcomeForm(gathering=gathering)
        return current.merger.merge(self, self.cleaned_data, current.initial)


def is_shown(row: TableIdea) -> bool:
    return not (row.is_off or row.idea.is_hidden)


def name_of(row: TableIdea) -> str:
    return f"idea_{row.idea_id}"
