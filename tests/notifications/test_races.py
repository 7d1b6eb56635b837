"""Several workers at once, on real threads: each mail goes once. The control shows the fault without the guard."""

import threading
from collections import Counter

import pytest
from django.core import mail

from common import clock
from notifications import sending
from notifications.models import OutgoingMail, State
from tests.ideas.test_care_races import together
from tests.mails import send_all
from tests.notifications.test_mail import write

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
