"""Mails that waited as tasks during an update are sent, and go when their receiver erases the account."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from notifications.leaving import leave
from notifications.models import OutgoingMail, State
from notifications.old_tasks import take_over
from tests.factories import make_user
from tests.mails import send_all

pytestmark = pytest.mark.django_db
REFUSED, LOST = "builtins.ConnectionRefusedError", "django.db.utils.OperationalError"
GIVEN_UP = "notifications.mail.GivenUp"
A_MINUTE = timedelta(minutes=1)


def old_task(name, status="READY", error="", started=None, *more, **fields):
    """As a process from before wrote it down; `started` so many minutes ago."""
    at = timezone.now() - (started or 0) * A_MINUTE
    task = {
        "args_kwargs": {"args": [f"{name}@example.org", f"Hoi {name}", "Tekst\n", *more], "kwargs": {}},
        "backend_name": "default",
        "exception_class_path": error,
        "finished_at": at if error or status == "SUCCESSFUL" else None,
        "run_after": get_date_max(),
        "started_at": at if started is not None else None,
        "status": status,
        "task_path": "notifications.mail.deliver",
        "worker_ids": [] if started is None else ["worker"],
    }
    return DBTaskResult.objects.create(**task | fields)


def test_what_waits_goes_out_once_and_in_order():
    for name in ("anna", "bram", "chaima"):
        old_task(name, "READY", "", None, "BEGIN:VCALENDAR\nMETHOD:CANCEL\n" if name == "bram" else "")
    assert (take_over(), take_over()) == (3, 0)
    send_all()
    assert [(one.to, one.subject, one.body) for one in mail.outbox] == [
        ([f"{name}@example.org"], f"Hoi {name}", "Tekst\n") for name in ("anna", "bram", "chaima")
    ]
    assert [len(one.attachments) for one in mail.outbox] == [0, 1, 0]
    assert not DBTaskResult.objects.exists()


@pytest.mark.parametrize(
    ("task", "state", "goes_now"),
    [
        ({"status": "READY"}, State.WAITS, True),
        ({"status": "FAILED", "error": REFUSED, "started": 2}, State.WAITS, True),
        ({"status": "FAILED", "error": REFUSED, "started": 0}, State.WAITS, False),
        ({"status": "READY", "error": REFUSED, "started": 2}, State.WAITS, True),
        ({"status": "RUNNING", "started": 11}, State.WAITS, True),
        ({"status": "FAILED", "error": GIVEN_UP, "started": 2}, State.GIVEN_UP, False),
        ({"status": "FAILED", "error": LOST, "started": 2}, State.SENT, False),
        ({"status": "SUCCESSFUL", "started": 2}, State.SENT, False),
    ],
    ids=str,
)
def test_each_keeps_its_state(task, state, goes_now):
    old_task("bram", **task)
    assert take_over() == 1
    assert OutgoingMail.objects.get().state == state
    send_all()
    assert len(mail.outbox) == goes_now


def test_what_a_worker_from_before_is_sending_is_left_to_it():
    old_task("bram", "RUNNING", started=9)
    assert take_over() == 0
    assert DBTaskResult.objects.count() == 1


def test_two_days_are_counted_from_when_it_was_written():
    task = old_task("bram")
    written_at = timezone.now() - timedelta(days=1)
    DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=written_at)
    take_over()
    assert OutgoingMail.objects.get().written_at == written_at


def test_other_tasks_are_left_alone():
    old_task("bram", task_path="else.where")
    assert take_over() == 0
    assert DBTaskResult.objects.count() == 1


@pytest.mark.parametrize("same", ["bram", "BRAM", "Bram+lab"])
@pytest.mark.parametrize("status", ["READY", "RUNNING", "FAILED", "SUCCESSFUL"])
def test_those_to_someone_who_leaves_go_too(same, status):
    bram = make_user("Bram")
    for name in (same, "joanna", "x+bram"):
        old_task(name, status, started=1 if status == "RUNNING" else None)
    leave(bram)
    left = [task.args_kwargs["args"][0] for task in DBTaskResult.objects.all()]
    left += [one.address for one in OutgoingMail.objects.all()]
    assert sorted(left) == ["joanna@example.org", "x+bram@example.org"]


NO_MAILS = {
    "no arguments": {"kwargs": {}},
    "none": {"args": [], "kwargs": {}},
    "no words": {"args": ["bram@example.org"], "kwargs": {}},
    "no address": {"args": [None, "Hoi", "Tekst"], "kwargs": {}},
    "an address that fits in no column": {"args": [f"{'b' * 300}@example.org", "Hoi", "Tekst"], "kwargs": {}},
    "a list": ["bram@example.org", "Hoi", "Tekst"],
}


@pytest.fixture(params=NO_MAILS)
def no_mail(request):
    """A task that nobody can send."""
    return old_task("bram", args_kwargs=NO_MAILS[request.param])


def test_a_task_that_is_no_mail_keeps_nobody_from_leaving(no_mail):
    old_task("bram")
    leave(make_user("Bram"))
    assert list(DBTaskResult.objects.all()) == [no_mail]


def test_a_task_that_is_no_mail_holds_up_no_other_and_is_logged(no_mail, caplog):
    old_task("anna")
    assert (take_over(), take_over()) == (2, 0)
    assert OutgoingMail.objects.get().address == "anna@example.org"
    assert f"GivenUp: task {no_mail.pk}" in caplog.text
    assert "bram@example.org" not in caplog.text
