"""Workers, readers and an erasing at the same moment, on real threads. Controls show the fault without the guard."""

import threading
from collections import Counter

import pytest
from django.db import connection, transaction

from front.erasure import erase
from notifications import working_off
from notifications.collecting import collect_next
from notifications.groups import Mail
from notifications.models import Inbox, Notice, Notification, OutgoingMail, choose, inbox_of
from notifications.working_off import work_off_next
from tests.factories import make_idea, make_lab, make_member
from tests.ideas.test_care_races import together
from tests.mails import work_off
from tests.news import decide
from tests.notifications.test_races import on_postgresql, somebody_waits_for_us

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PEOPLE, IDEAS = 12, 6


@pytest.fixture
def lab():
    return make_lab()


@pytest.fixture
def mo(lab):
    return make_member(lab, "Mo", "moderator")


@pytest.fixture
def bram(lab):
    return make_member(lab, "Bram")


def work_all():
    """What a worker does, until no notice is left: another one may hold the last."""
    while Notice.objects.exists():
        work_off_next()


def test_several_workers_tell_each_person_once_while_they_read(lab, mo, monkeypatch):
    monkeypatch.setattr(working_off, "ON_PAGES", 5)
    people = [make_member(lab, f"Buur{number}") for number in range(PEOPLE)]
    for number in range(IDEAS):
        idea = make_idea(people[number], f"Idee {number}")
        for person in people:
            idea.support(person)
        decide(idea, mo)

    def read():
        while Notice.objects.exists():
            for person in people:
                newest = Notification.objects.filter(inbox=person.user_id).order_by("-pk").first()
                if newest:
                    inbox_of(person.user).read_all(newest.pk)

    assert together(work_all, work_all, work_all, read) == [None] * 4
    told = Counter(Notification.objects.values_list("inbox", "about_id"))
    assert (len(told), set(told.values())) == (PEOPLE * IDEAS, {1})
    for inbox in Inbox.objects.all():
        assert inbox.has_new == inbox.news.unread().exists()


def test_control_who_reads_without_holding_the_inbox_loses_what_is_told_meanwhile(lab, bram, mo):
    first, second = make_idea(bram), make_idea(bram, "Fietsbus")
    decide(first, mo)
    work_off()
    inbox = inbox_of(bram.user)
    inbox.news.unread().update(read_at=Notice().told_at)
    has_new = inbox.news.unread().exists()
    decide(second, mo)
    work_off()
    with transaction.atomic():
        inbox.advance(has_new=has_new)
    assert (inbox_of(bram.user).unread, inbox.news.unread().count()) == (0, 1)


@pytest.fixture
def erase_meanwhile(bram, mo):
    """`erase_meanwhile(erase)`: run it for Bram after a worker told him something, and before it commits.

    Returns how many of his news are left. The worker commits when `erase` is done, or waits for the worker. With
    `mailed` the worker makes his mail, and the mails count that are left.
    """
    wrote, erased = threading.Event(), threading.Event()
    decide(make_idea(bram), mo)
    table, does = ["notification"], [work_off_next]

    def wait_after_insert(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if sql.startswith(f'INSERT INTO "notifications_{table[0]}"'):
            wrote.set()
            while not erased.wait(0.02) and not somebody_waits_for_us():
                pass
        return result

    def work_slowly():
        with connection.execute_wrapper(wait_after_insert):
            return does[0]()

    def call(how, mailed=False):
        def erasing():
            assert wrote.wait(20)
            how(bram.user)
            erased.set()

        pk = bram.user_id
        if mailed:
            choose(bram.user, {"ideas": Mail.NOW})
            while work_off_next():
                pass
            table[0], does[0] = "outgoingmail", collect_next
        assert together(work_slowly, erasing) == [True, None]
        if mailed:
            return OutgoingMail.objects.filter(user=pk).count(), Inbox.objects.filter(pk=pk).count()
        return Notification.objects.filter(inbox=pk).count(), Inbox.objects.filter(pk=pk).count()

    return call


@on_postgresql
def test_nothing_is_left_of_who_leaves_while_a_worker_tells_them(erase_meanwhile):
    assert erase_meanwhile(lambda user: erase(user, keep_words=True)) == (0, 0)


@on_postgresql
def test_control_who_leaves_without_waiting_for_the_worker_leaves_news_behind(erase_meanwhile):
    def careless(user):
        Notification.objects.filter(inbox=user.pk).delete()
        Inbox.objects.filter(pk=user.pk).delete()

    assert erase_meanwhile(careless) == (1, 1)


@on_postgresql
def test_no_mail_is_left_of_who_leaves_while_a_worker_makes_it(erase_meanwhile):
    assert erase_meanwhile(lambda user: erase(user, keep_words=True), mailed=True) == (0, 0)
