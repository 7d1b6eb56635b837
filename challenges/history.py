"""The edits of a question for readers: those made together in one group, before and after."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from challenges.forms.ending import ReportForm
from challenges.forms.words import MunicipalForm
from challenges.models import ChallengeEdit, Level
from ideas.history import Change, EditGroup

FIELDS: dict[str, Any] = MunicipalForm.base_fields | ReportForm.base_fields


def edit_groups(edits: Iterable[ChallengeEdit]) -> list[EditGroup]:
    """Group the edits that were made together; `edits` are in their order."""
    return [_group(revision, list(together)) for revision, together in groupby(edits, lambda edit: edit.revision)]


def _group(revision: int, edits: list[ChallengeEdit]) -> EditGroup:
    edits.sort(key=lambda edit: list(FIELDS).index(edit.field))
    return EditGroup(revision, edits[0].by, edits[0].at, [_change(edit) for edit in edits])


def _change(edit: ChallengeEdit) -> Change:
    label = str(FIELDS[edit.field].label)
    if edit.field == "level":
        return Change(label, _level_words(edit.before), _level_words(edit.after))
    return Change(label, edit.before, edit.after)


def _level_words(value: str) -> str:
    return str(Level(value).label) if value in Level.values else value
