"""Take a task, take it back, and renew its QR code. Verbs of `Evening`."""

import secrets
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare

from evenings import live
from evenings.models.helper import Helper, Task, TaskKind
from evenings.models.participant import Participant
from evenings.models.states import EveningClosed

if TYPE_CHECKING:
    from evenings.models.evening import Evening

KEY_BYTES = 9  # 72 random bits


class OldKey(Exception):
    """The QR code that was scanned is no longer that of the task."""


class NewHelper(NamedTuple):
    """Somebody who takes a first task: the key of their form, their name, and who they are if they take part."""

    key: UUID
    name: str
    participant: Participant | None = None


def new_keys() -> dict[str, str]:
    """Return a key for the QR code of each task."""
    return {kind: secrets.token_urlsafe(KEY_BYTES) for kind in TaskKind.values}


def kind_of(evening: "Evening", key: str) -> TaskKind | None:
    """Return the task that this key gives; None if it is not, or no longer, a key of this evening."""
    found = [kind for kind, right in evening.task_keys.items() if constant_time_compare(key, right)]
    return TaskKind(found[0]) if found else None


@transaction.atomic
def take_task(evening: "Evening", scanned: str, at: datetime, who: Helper | NewHelper) -> Helper:
    """Give the task of this QR code to `who`, and return the helper; the same task again is one row.

    The same form of somebody new is the same helper. Raises EveningClosed, OldKey.
    """
    evening.hold()
    if not evening.is_open(at):
        raise EveningClosed
    kind = kind_of(evening, scanned)
    if kind is None:
        raise OldKey
    if isinstance(who, NewHelper):
        words = {"name": who.name, "participant": who.participant, "came_at": at}
        who, _is_new = evening.helpers.get_or_create(key=who.key, defaults=words)
    _task, is_new = who.tasks.get_or_create(kind=kind, defaults={"taken_at": at})
    if is_new:
        change(evening)
    return who


@transaction.atomic
def take_back(evening: "Evening", task_pk: int) -> bool:
    """Take this task back, and renew its QR code, so that whoever scanned it can't take it again.

    In a rehearsal the code stays as it is printed. False if nobody has it any more.
    """
    evening.hold()
    task = Task.objects.filter(helper__evening=evening, pk=task_pk).first()
    if task is None:
        return False
    task.delete()
    change(evening, **({} if evening.is_rehearsal else {"task_keys": renewed(evening, task.kind)}))
    live.rights_changed()
    return True


@transaction.atomic
def renew_key(evening: "Evening", kind: TaskKind, seen: str) -> bool:
    """Give the task another QR code; who has the task keeps it. False if `seen` was renewed already."""
    evening.hold()
    if not constant_time_compare(seen, evening.task_keys[kind]):
        return False
    change(evening, task_keys=renewed(evening, kind))
    return True


def renewed(evening: "Evening", kind: str) -> dict[str, str]:
    return evening.task_keys | {kind: secrets.token_urlsafe(KEY_BYTES)}


def change(evening: "Evening", **values: Any) -> None:
    evening.advance(**values, tasks_revision=F("revision") + 1)
    live.evening_changed(evening)
    live.tasks_changed(evening)
