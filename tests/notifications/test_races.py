"""Several workers at once, on real threads: each mail goes once. The control shows the fault without the guard."""

import threading
from collections import Counter

import pytest
from django.core import mail
from django.db import connection, transaction
from django_tasks_db.models import DBTaskResult

from common import clock
from notifications import sending
from notifications.leaving import leave
from notifications.models import OutgoingMail, State
from notifications.old_tasks import take_over
from tests.factories import make_user
from tests.ideas.test_care_races import together
from tests.mails import send_all
from tests.notifications.test_mail import write
from tests.notifications.test_old_tasks import old_task

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
MAILS = 60


def test_several_workers_send_each_mail_once():
    for number in range(MAILS):
        write(f"nummer{number}")
    assert together(*[send_all] * 4) == [None] * 4
    assert Counter(one.to[0] for one in mail.outbox) == {f"nummer{number}@example.org": 1 for number in range(MAILS)}
    assert OutgoingMail.objects.filter(state=State.SENT, tries=1).count() == MAILS


def test_control_workers_that_look_before_they_take_send_it_twice():
    write()
    looked = threading.Barrier(2)

    def careless():
        found = OutgoingMail.objects.waiting().get()
        looked.wait(10)
        sending.hand_over(sending.as_message(found))

    assert together(careless, careless) == [None, None]
    assert [one.to for one in mail.outbox] == [["bram@example.org"]] * 2


def test_what_a_slow_worker_finds_out_changes_nothing_of_a_later_try():
    """Its mail was due again, and another worker sent it: the first one's failure is no longer of importance."""
    found = write()
    slow = sending.take(clock.now() - sending.LONGEST_TRY)
    assert slow == found
    send_all()
    sending.put_off(slow, ConnectionRefusedError(), clock.now())
    found.refresh_from_db()
    assert (found.state, found.tries, len(mail.outbox)) == (State.SENT, 2, 1)


@pytest.fixture
def erase_meanwhile():
    """`erase_meanwhile(erase)`: run it for Bram after a worker made a row of his task, and before it commits.

    Returns how many mails to him are left. The worker commits when `erase` is done, or waits for the worker.
    """
    bram, made, erased = make_user("Bram"), threading.Event(), threading.Event()
    old_task("bram")

    def wait_after_insert(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if sql.startswith('INSERT INTO "notifications_outgoingmail"'):
            made.set()
            while not erased.wait(0.02) and not somebody_waits_for_us():
                pass
        return result

    def take_over_slowly():
        with connection.execute_wrapper(wait_after_insert):
            return take_over()

    def call(erase):
        def erasing():
            assert made.wait(20)
            with transaction.atomic():
                erase(bram)
            erased.set()

        assert together(take_over_slowly, erasing) == [1, None]
        return OutgoingMail.objects.filter(mailbox=bram.mailbox).count()

    return call


def somebody_waits_for_us():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))")
        return cursor.fetchone()[0]


on_postgresql = pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one who writes")


@on_postgresql
def test_nothing_is_left_to_who_leaves_while_a_worker_makes_rows_of_old_tasks(erase_meanwhile):
    assert erase_meanwhile(leave) == 0


@on_postgresql
def test_control_who_leaves_without_the_tasks_that_a_worker_holds_is_mailed_later(erase_meanwhile):
    def careless(user):
        free = DBTaskResult.objects.select_for_update(skip_locked=True, no_key=True)
        DBTaskResult.objects.filter(pk__in=[task.pk for task in free]).delete()
        OutgoingMail.objects.to(user).delete()

    assert erase_meanwhile(careless) == 1
