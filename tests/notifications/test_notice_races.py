"""Several workers at one notice, and an erasing at the same moment, on real threads.

Each has a control, which shows the fault without the guard.
"""

import threading
from collections import Counter

import pytest
from django.db import connection, transaction

from accounts.models import User
from events import leaving as events
from front.erasure import erase
from notifications.mail import mail_to
from notifications.models import Notice, OutgoingMail
from notifications.notices import KINDS, Kind, Readers, notify
from notifications.working_off import BATCH, work_off, work_off_next
from tests.events.factories import make_gathering
from tests.factories import make_idea, make_lab, make_member, make_user
from tests.ideas.test_care_races import together
from tests.notifications.test_races import on_postgresql, somebody_waits_for_us

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PEOPLE, NOTICES = BATCH + 5, 4


@pytest.fixture
def anna():
    return make_member(make_lab(), "Anna")


@pytest.fixture
def everybody():
    """A kind that concerns all people but Anna."""

    def read(notice):
        return {"idea": {"title": str(notice.pk)}}

    def mail(news, user):
        return mail_to(user, "ideas/care_mail_restored.txt", news)

    readers = Readers(lambda news: User.objects.exclude(name="Anna"), mail)
    with KINDS.also(Kind("test", read, (readers,))):
        yield


def work_all():
    """What a worker does, until no notice is left: another one may hold the last."""
    while Notice.objects.exists():
        work_off_next()


@pytest.mark.usefixtures("everybody")
def test_several_workers_write_each_mail_once(anna):
    for number in range(PEOPLE):
        make_user(f"Buur{number}")
    for number in range(NOTICES):
        notify("test", make_idea(anna, f"Idee {number}"))
    assert together(*[work_all] * 4) == [None] * 4
    written = Counter(OutgoingMail.objects.values_list("address", "subject"))
    assert (len(written), set(written.values())) == (PEOPLE * NOTICES, {1})


@pytest.mark.usefixtures("everybody")
def test_control_workers_that_look_before_they_lock_write_it_twice(anna):
    make_user("Bram")
    notify("test", make_idea(anna))
    looked = threading.Barrier(2)

    def careless():
        notice = Notice.objects.get()
        looked.wait(10)
        with transaction.atomic():
            work_off(notice, notice.told_at)

    assert together(careless, careless) == [None, None]
    assert list(OutgoingMail.objects.values_list("address", flat=True)) == ["bram@example.org"] * 2


@pytest.fixture
def erase_meanwhile(anna):
    """`erase_meanwhile(erase)`: run it for Bram, a guest too, after a worker wrote his mail and before it commits.

    Returns how many mails to him are left. The worker commits when `erase` is done, or waits for the worker.
    """
    bram, wrote, erased = make_user("Bram"), threading.Event(), threading.Event()
    gathering = make_gathering(anna)
    while work_off_next():  # that there is a gathering is no mail
        pass
    gathering.sign_up_guest("B.", "bram@example.org", "nl")

    def wait_after_insert(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if sql.startswith('INSERT INTO "notifications_outgoingmail"'):
            wrote.set()
            while not erased.wait(0.02) and not somebody_waits_for_us():
                pass
        return result

    def work_slowly():
        with connection.execute_wrapper(wait_after_insert):
            return work_off_next()

    def call(how):
        def erasing():
            assert wrote.wait(20)
            how(bram)
            erased.set()

        assert together(work_slowly, erasing) == [True, None]
        return OutgoingMail.objects.filter(mailbox=bram.mailbox).count()

    return call


@on_postgresql
def test_nothing_is_left_to_who_leaves_while_a_worker_writes_to_them(erase_meanwhile):
    assert erase_meanwhile(lambda user: erase(user, keep_words=True)) == 0


@on_postgresql
def test_control_who_leaves_without_waiting_for_the_worker_is_mailed_later(erase_meanwhile):
    def careless(user):
        events.leave(user, [])
        OutgoingMail.objects.to(user).delete()

    assert erase_meanwhile(careless) == 1
