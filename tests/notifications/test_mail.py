"""A mail is stored in the verb's transaction, and reaches a mail server that was down, once."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from accounts.models import User
from common import clock
from notifications import chores, sending
from notifications.mail import mail_to
from notifications.models import OutgoingMail, State
from tests.factories import make_user
from tests.mails import send_all
from tests.services import free_port
from tests.smtp_sink import sink
from tests.standing import standing_at

pytestmark = pytest.mark.django_db
TEMPLATE = "ideas/care_mail_restored.txt"


@pytest.fixture(autouse=True)
def port(settings):
    """The port of the mail server, when there is one."""
    port = free_port()
    backend = "django.core.mail.backends.smtp.EmailBackend"
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": {"host": "127.0.0.1", "port": port, "timeout": 2}}}
    return port


def send_for(minutes, begin=0):
    """What the worker does, each minute from `begin` to `minutes` after now."""
    for minute in range(begin, minutes):
        with standing_at(timezone.now() + timedelta(minutes=minute)):
            send_all()


def write(name="bram", **fields):
    address = f"{name}@example.org"
    words = {"address": address, "mailbox": address, "subject": "Hoi", "body": "Tekst\n"}
    return OutgoingMail.objects.create(**words | fields)


def kill_worker(mail, minutes_ago):
    """The worker took it and never came back."""
    assert sending.take(clock.now() - timedelta(minutes=minutes_ago)) == mail


def test_a_mail_waits_as_soon_as_it_is_written():
    bram = make_user("Bram")
    mail_to(bram, TEMPLATE, {"idea": "Pluktuin"}).save()
    mail = OutgoingMail.objects.get()
    assert (mail.address, mail.user, mail.state, mail.due_at) == ("bram@example.org", bram, State.WAITS, None)


def test_a_title_from_before_turns_no_line_of_a_mail_around():
    mail = mail_to(make_user("Bram"), TEMPLATE, {"idea": "\u202eTekst"})
    assert "Tekst" in mail.subject + mail.body
    assert "\u202e" not in mail.subject + mail.body


@pytest.mark.parametrize(
    ("address", "is_written"),
    [
        ("merel@voorbeeld.invalid", False),
        ("Merel+lab@Voorbeeld.INVALID", False),
        ("merel@invalid.example", True),
        ("merel.invalid@example.org", True),
    ],
)
def test_where_mails_are_sent_none_is_written_to_an_address_that_cannot_exist(settings, address, is_written):
    merel = User.objects.create_user(address, "Merel")
    settings.MAIL_IS_SENT = True
    assert bool(mail_to(merel, TEMPLATE, {"idea": "Pluktuin"})) == is_written
    settings.MAIL_IS_SENT = False
    assert mail_to(merel, TEMPLATE, {"idea": "Pluktuin"}), "bin/dev shows it"


# Everything that Python or a mail server may read as a line end
def test_a_subject_begins_with_a_capital_also_with_somebody_who_left():
    context = {"note": {"kind": "fine", "by": {"name": "oud-deelnemer"}}, "idea": {"title": "Bankje"}}
    mail = mail_to(make_user("Bram"), "answers/mail_draft.txt", context)
    assert mail.subject == "Oud-deelnemer vindt je antwoord op Bankje goed zo"


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"])
def test_no_line_break_in_a_title_reaches_the_subject(end):
    context = {"pledge": {"shown_name": "Anna"}, "idea": {"title": f"Pluktuin{end}Bcc: iedereen@example.org"}}
    mail = mail_to(make_user("Bram"), TEMPLATE, context)
    assert mail.subject.splitlines() == [mail.subject]
    assert mail.subject.startswith("Je idee Pluktuin")
    mail.save()
    names = "Content-Type MIME-Version Subject From To Date Message-ID"
    assert sorted(sending.as_message(mail).message().keys()) == sorted(names.split()), "a header more"


def test_a_mail_server_that_is_away_for_an_hour_loses_nothing_and_gets_each_once(port):
    names = ["anna", "bram", "chaima"]
    for name in names:
        write(name)
    send_for(60)
    assert OutgoingMail.objects.failing().count() == 3
    with sink(port) as server:
        send_for(180, begin=60)
        assert sorted(mail["To"] for mail in server.all_mails()) == [f"{name}@example.org" for name in names]
    ended = OutgoingMail.objects.values_list("state", "subject", "body", "calendar")
    assert list(ended) == [(State.SENT, "", "", "")] * 3, "and what they said is kept no longer"


def test_the_pause_grows_to_an_hour(port):
    mail, tried = write(), []
    for minute in range(4 * 60):
        before = mail.tries
        send_for(minute + 1, begin=minute)
        mail.refresh_from_db()
        tried += [minute] if mail.tries != before else []
    assert tried == [0, 1, 3, 7, 15, 31, 63, 123, 183]


def test_what_was_just_written_goes_before_what_failed(port):
    write("anna")
    send_for(1)
    write("bram")
    with sink(port) as server:
        send_for(2, begin=1)
        assert [mail["To"] for mail in server.all_mails()] == ["bram@example.org", "anna@example.org"]


def test_after_two_days_it_is_given_up_and_the_log_says_so(port, caplog):
    mail = write()
    for hour in range(60):
        send_for(hour * 60 + 1, begin=hour * 60)
    mail.refresh_from_db()
    assert (mail.state, mail.trouble) == (State.GIVEN_UP, "not sent for two days: ConnectionRefusedError")
    assert mail.tries < 60
    assert "GivenUp" in caplog.text
    assert "not sent for two days" in caplog.text
    with sink(port) as server:
        send_for(80 * 60, begin=80 * 60 - 1)
        assert server.all_mails() == []


def test_what_a_killed_worker_was_doing_is_done_again(port):
    kill_worker(write("bram"), minutes_ago=11)
    kill_worker(write("chaima"), minutes_ago=9)  # perhaps it still talks to the mail server
    with sink(port) as server:
        send_all()
        assert [mail["To"] for mail in server.all_mails()] == ["bram@example.org"]


@pytest.mark.parametrize("command", [b"RCPT", b"DATA"])
def test_a_mail_that_is_refused_for_good_is_given_up_at_once(port, command, caplog):
    write()
    with sink(port) as server:
        server.answers[command] = "550 5.1.1 <bram@example.org>: unknown"
        send_all()
        server.answers.clear()
        send_for(180)
        assert server.all_mails() == []
    assert "GivenUp" in caplog.text
    assert "refused for good: 550" in caplog.text
    assert "bram@example.org" not in caplog.text
    assert OutgoingMail.objects.get().trouble == "refused for good: 550"


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
    write()
    with sink(port) as server:
        server.answers[command] = answer
        send_all()
        assert OutgoingMail.objects.failing().count() == 1
        server.answers.clear()
        send_for(3)
        assert len(server.all_mails()) == 1
    assert "bram@example.org" not in caplog.text
    assert "bram@example.org" not in OutgoingMail.objects.get().trouble


def test_a_mail_that_cannot_be_written_holds_up_no_other(port):
    write("anna", subject="Twee\nregels")
    write("bram")
    with sink(port) as server:
        send_all()
        assert [mail["To"] for mail in server.all_mails()] == ["bram@example.org"]
    assert OutgoingMail.objects.waiting().get().address == "anna@example.org"


def test_a_mail_server_that_hangs_up_after_it_took_a_mail_does_not_get_it_again(port):
    write()
    with sink(port) as server:
        server.answers[b"QUIT"] = "2" * 9000  # more than a client reads
        send_for(180)
        assert len(server.all_mails()) == 1


@pytest.mark.django_db(transaction=True)
def test_a_mail_that_went_is_written_down_when_the_database_comes_back(port):
    write()
    failed = []

    def away(execute, sql, params, many, context):
        if sql.startswith("UPDATE") and State.SENT in params and len(failed) < 2:
            failed.append(sql)
            raise OperationalError("the server closed the connection")
        return execute(sql, params, many, context)

    with sink(port) as server, connection.execute_wrapper(away):
        send_for(180)
        assert len(server.all_mails()) == 1
    assert len(failed) == 2
    assert OutgoingMail.objects.get().state == State.SENT


def test_mail_fails_when_none_got_out_since(port):
    first = write("anna")
    with sink(port) as server:
        server.answers[b"RCPT"] = "452 4.2.2 mailbox full"
        send_all()
        assert list(OutgoingMail.objects.failing()) == [first]
        server.answers.clear()
        write("bram")
        send_all()
        assert not OutgoingMail.objects.failing(), "one mailbox is full, the mail server works"


def test_nothing_is_sent_to_who_left_while_it_was_written(port):
    bram = make_user("Bram")
    write("bram", user=bram)
    User.objects.filter(pk=bram.pk)._raw_delete(User.objects.db)  # as if it was written a moment later
    with sink(port) as server:
        send_all()
        assert server.all_mails() == []
    assert not OutgoingMail.objects.exists()


def test_a_week_later_what_went_or_was_given_up_is_forgotten():
    ages = [timedelta(days=6), timedelta(days=8)]
    for state in (State.SENT, State.GIVEN_UP, State.WAITS):
        for age in ages:
            done_at = None if state == State.WAITS else timezone.now() - age
            write(f"{state}.{age.days}", state=state, done_at=done_at, written_at=timezone.now() - age)
    assert chores.forget_mails() == 2
    left = [mail.address.partition("@")[0] for mail in OutgoingMail.objects.all()]
    assert left == ["sent.6", "given_up.6", "waits.6", "waits.8"]
