"""The edits of an idea for readers: those made together in one group, before and after."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from ideas.forms.idea import IdeaForm
from ideas.models import AuthorPlan, IdeaEdit
from labs.models import Membership


class Change(NamedTuple):
    """The change of one field. For a photo, which can't be compared, `sentence` says what happened."""

    label: str
    before: str
    after: str
    sentence: str = ""


class EditGroup(NamedTuple):
    revision: int
    by: Membership | None
    at: datetime
    changes: list[Change]


def edit_groups(edits: Iterable[IdeaEdit]) -> list[EditGroup]:
    """Group the edits that were made together; `edits` are in their order."""
    return [_group(revision, list(together)) for revision, together in groupby(edits, lambda edit: edit.revision)]


def _group(revision: int, edits: list[IdeaEdit]) -> EditGroup:
    order = list(IdeaForm.base_fields)
    edits.sort(key=lambda edit: order.index(edit.field) if edit.field in order else len(order))
    return EditGroup(revision, edits[0].by, edits[0].at, [_change(edit) for edit in edits])


def _change(edit: IdeaEdit) -> Change:
    field: Any = IdeaForm.base_fields.get(edit.field)
    label = str(field.label) if field else edit.field
    if edit.field == "photo":
        return Change(label, "", "", _photo_words(edit))
    if edit.field == "part":
        return Change(label, _plan_words(edit.before), _plan_words(edit.after))
    return Change(label, edit.before, edit.after)


def _plan_words(value: str) -> str:
    return str(AuthorPlan(value).label) if value in AuthorPlan.values else value


def _photo_words(edit: IdeaEdit) -> str:
    if not edit.before:
        return _("A photo was added.")
    return _("The photo was replaced.") if edit.after else _("The photo was removed.")
