"""A mail waits in the transaction it belongs to, and reaches a mail server that was away: once."""

from datetime import timedelta

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from notifications import chores
from notifications.mail import deliver, failing, tell
from tests.factories import make_user
from tests.services import free_port
from tests.smtp_sink import sink

pytestmark = pytest.mark.django_db
TEMPLATE = "ideas/mail_help.txt"


@pytest.fixture(autouse=True)
def nothing_waits(monkeypatch):
    DBTaskResult.objects.all().delete()  # what a server of an earlier test left
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)  # the test is in a transaction


@pytest.fixture(autouse=True)
def port(settings):
    """Where the mail server listens, when there is one."""
    port = free_port()
    backend = "django.core.mail.backends.smtp.EmailBackend"
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": {"host": "127.0.0.1", "port": port, "timeout": 2}}}
    return port


def work():
    """What the worker does in a minute."""
    chores.try_again()
    name = f"worker-{timezone.now()}"
    db_worker.Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=name,
        excluded_queue_names=[],
    ).run()


def work_for(minutes, begin=0):
    """The same, each minute from `begin` to `minutes` after now."""
    for minute in range(begin, minutes):
        with time_machine.travel(timezone.now() + timedelta(minutes=minute)):
            work()


def enqueue(name="bram"):
    return deliver.enqueue(f"{name}@example.org", "Hoi", "Tekst").db_result


def kill_worker(mail, minutes_ago):
    """The worker took it up and never came back."""
    mail.claim("killed")
    DBTaskResult.objects.filter(pk=mail.pk).update(started_at=timezone.now() - timedelta(minutes=minutes_ago))


def test_a_mail_waits_as_soon_as_what_it_tells_of_is_written():
    with transaction.atomic():
        tell(make_user("Bram"), TEMPLATE, {"idea": "Pluktuin"})
    assert DBTaskResult.objects.get().args_kwargs["args"][0] == "bram@example.org"


def test_a_title_from_before_turns_no_line_of_a_mail_around():
    with transaction.atomic():
        tell(make_user("Bram"), TEMPLATE, {"idea": "\u202eTekst"})
    _address, subject, body, _calendar = DBTaskResult.objects.get().args_kwargs["args"]
    assert "Tekst" in subject + body
    assert "\u202e" not in subject + body


# Whatever Python or a mail server may take for the end of a line
@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"])
def test_no_line_break_in_a_title_reaches_the_subject(end):
    context = {"offer": {"person": {"name": "Anna"}}, "idea": {"title": f"Pluktuin{end}Bcc: iedereen@example.org"}}
    with transaction.atomic():
        tell(make_user("Bram"), TEMPLATE, context)
    _address, subject, body, _calendar = DBTaskResult.objects.get().args_kwargs["args"]
    assert subject.splitlines() == [subject]
    assert subject.startswith("Anna helpt mee met Pluktuin")
    written = EmailMessage(subject, body, to=["bram@example.org"]).message()
    assert written.keys() == EmailMessage("Hoi", body, to=["bram@example.org"]).message().keys(), "a header more"


def test_what_is_rolled_back_is_never_told():
    with pytest.raises(RuntimeError), transaction.atomic():
        tell(make_user("Bram"), TEMPLATE, {"idea": "Pluktuin"})
        raise RuntimeError
    assert not DBTaskResult.objects.exists()


def test_a_mail_server_that_is_away_for_an_hour_loses_nothing_and_gets_each_once(port):
    names = ["anna", "bram", "chaima"]
    for name in names:
        enqueue(name)
    work_for(60)
    assert DBTaskResult.objects.failed().count() == 3
    with sink(port) as server:
        work_for(180, begin=60)
        assert sorted(mail["To"] for mail in server.all_mails()) == [f"{name}@example.org" for name in names]
    assert DBTaskResult.objects.successful().count() == 3


def test_the_pause_grows_to_an_hour(port):
    mail, tried = enqueue(), []
    for minute in range(4 * 60):
        before = mail.worker_ids
        work_for(minute + 1, begin=minute)
        mail.refresh_from_db()
        tried += [minute] if mail.worker_ids != before else []
    assert tried == [0, 1, 3, 7, 15, 31, 63, 123, 183]


def test_after_two_days_it_is_given_up_and_the_log_says_so(port, caplog):
    mail = enqueue()
    for hour in range(60):
        work_for(hour * 60 + 1, begin=hour * 60)
    mail.refresh_from_db()
    assert (mail.status, mail.exception_class_path) == ("FAILED", "notifications.mail.GivenUp")
    assert len(mail.worker_ids) < 60
    assert "not sent for two days" in caplog.text


def test_what_a_killed_worker_was_doing_is_done_again(port):
    kill_worker(enqueue("bram"), minutes_ago=11)
    kill_worker(enqueue("chaima"), minutes_ago=9)  # perhaps it still talks to the mail server
    with sink(port) as server:
        work()
        assert [mail["To"] for mail in server.all_mails()] == ["bram@example.org"]


@pytest.mark.parametrize("command", [b"RCPT", b"DATA"])
def test_a_mail_that_is_refused_for_good_is_given_up_at_once(port, command, caplog):
    enqueue()
    with sink(port) as server:
        server.answers[command] = "550 5.1.1 <bram@example.org>: unknown"
        work()
        server.answers.clear()
        work_for(180)
        assert server.all_mails() == []
    assert "refused for good: 550" in caplog.text
    assert "bram@example.org" not in caplog.text
    assert "bram@example.org" not in DBTaskResult.objects.get().traceback


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        (b"RCPT", "452 4.2.2 <bram@example.org>: mailbox full"),
        (b"RCPT", "554 5.7.1 <bram@example.org>: relay access denied"),
        (b"DATA", "451 4.3.0 come back later"),
        (b"MAIL", "550 5.7.60 not allowed to send as this one"),
        (b"EHLO", ""),
    ],
)
def test_what_may_pass_is_tried_again(port, command, answer, caplog):
    enqueue()
    with sink(port) as server:
        server.answers[command] = answer
        work()
        assert DBTaskResult.objects.failed().count() == 1
        server.answers.clear()
        work_for(3)
        assert len(server.all_mails()) == 1
    assert "bram@example.org" not in caplog.text


def test_a_mail_server_that_hangs_up_after_it_took_a_mail_does_not_get_it_again(port):
    enqueue()
    with sink(port) as server:
        server.answers[b"QUIT"] = "2" * 9000  # more than a client reads
        work_for(180)
        assert len(server.all_mails()) == 1


def test_a_mail_that_went_is_not_sent_again_when_that_could_not_be_written_down(port):
    mail = enqueue()
    mail.claim("worker")
    mail.set_failed(type("OperationalError", (Exception,), {"__module__": "django.db.utils"})())
    with sink(port) as server:
        work_for(180)
        assert server.all_mails() == []


def test_other_work_that_failed_is_left_alone():
    DBTaskResult.objects.filter(pk=enqueue().pk).update(task_path="else.where", status="FAILED")
    assert chores.try_again() == 0


def test_mail_fails_when_none_got_out_since(port):
    first = enqueue("anna")
    with sink(port) as server:
        server.answers[b"RCPT"] = "452 4.2.2 mailbox full"
        work()
        assert list(failing()) == [first]
        server.answers.clear()
        enqueue("bram")
        work_for(1)
        assert not failing(), "one mailbox is full, the mail server works"
