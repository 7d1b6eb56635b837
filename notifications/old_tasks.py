"""Mails that an older version stored in the table of django-tasks-db, before decision 0050.

The next release removes this file and the dependency.
"""

import logging
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from accounts.models.user import MAILBOX_LENGTH, mailbox
from notifications.models import OutgoingMail, State
from notifications.sending import LONGEST_TRY, pause

logger = logging.getLogger(__name__)
DELIVER, GIVEN_UP = "notifications.mail.deliver", "notifications.mail.GivenUp"
BATCH = 100


def take_over() -> int:
    """Turn all these tasks into `OutgoingMail` rows, also sent and failed ones. Return how many. Runs each minute.

    Skips a mail that an old worker is sending, until that worker is done, or started ten minutes ago.
    """
    tasks = DBTaskResult.objects.filter(task_path=DELIVER).order_by("enqueued_at", "pk")
    free = tasks.exclude(status=TaskResultStatus.RUNNING, started_at__gt=timezone.now() - LONGEST_TRY)
    taken = 0
    while free.exists():
        with transaction.atomic():
            batch = list(free.select_for_update(skip_locked=True, no_key=True)[:BATCH])
            OutgoingMail.objects.bulk_create(as_mails(batch))
            DBTaskResult.objects.filter(pk__in=[task.pk for task in batch]).delete()
        if not batch:
            break  # another worker turns them into rows
        taken += len(batch)
    return taken


def erase_to(user: User) -> None:
    """Delete all these mails to this person, in every state. Waits for a worker that makes rows of them."""
    tasks = DBTaskResult.objects.filter(task_path=DELIVER).values_list("pk", "args_kwargs")
    theirs = [pk for pk, given in tasks if (args := args_of(given)) and mailbox(args[0]) == user.mailbox]
    DBTaskResult.objects.filter(pk__in=theirs).delete()


def args_of(given: Any) -> list[str]:
    """Return address, subject, text and perhaps a calendar; nothing if the task is not a mail that can be sent."""
    args = given.get("args") if isinstance(given, dict) else None
    if not isinstance(args, list) or len(args) not in (3, 4) or not all(isinstance(arg, str) for arg in args):
        return []
    return args if len(args[0]) <= MAILBOX_LENGTH else []


def as_mails(tasks: Iterable[DBTaskResult]) -> list[OutgoingMail]:
    """Return the tasks as rows. A task that is not a mail is only logged: nobody could send it."""
    boxes: dict[DBTaskResult, str] = {}
    for task in tasks:
        if args := args_of(task.args_kwargs):
            boxes[task] = mailbox(args[0])
        else:
            logger.error("GivenUp: task %s is not a mail", task.pk)
    users = {user.mailbox: user for user in User.objects.filter(mailbox__in=boxes.values())}
    return [as_mail(task, box, users.get(box)) for task, box in boxes.items()]


def as_mail(task: DBTaskResult, box: str, user: User | None) -> OutgoingMail:
    address, subject, body, *calendar = args_of(task.args_kwargs)
    state, tries = state_of(task), len(task.worker_ids)
    waits = state == State.WAITS
    return OutgoingMail(
        user=user,
        mailbox=box,
        address=address,
        subject=subject if waits else "",
        body=body if waits else "",
        calendar=calendar[0] if calendar and waits else "",
        written_at=task.enqueued_at,
        state=state,
        tries=tries,
        due_at=task.started_at + pause(tries) if waits and tries and task.started_at else None,
        done_at=None if waits else task.finished_at,
        trouble=task.exception_class_path.rpartition(".")[2][:80],
    )


def state_of(task: DBTaskResult) -> State:
    """Return the mail's state. The old task made no queries, so a database error means that the mail was sent."""
    if task.status == TaskResultStatus.SUCCESSFUL or task.exception_class_path.startswith("django.db."):
        return State.SENT
    return State.GIVEN_UP if task.exception_class_path == GIVEN_UP else State.WAITS
