"""The worker runs the periodic tasks that are due, and a failing one doesn't stop the others."""

import signal
import threading
import time
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone

from common.chores import EVERY_DAY, EVERY_MINUTE, EVERY_TWO_SECONDS
from ideas.models import Comment
from notifications.models import OutgoingMail
from realtime import names
from realtime.models import NameChange
from stadslab import chores
from stadslab.management.commands import worker
from tests.factories import make_comment, make_idea, make_lab, make_member

pytestmark = pytest.mark.django_db
done = []


def does_it():
    done.append("done")


def fails():
    done.append("failed")
    raise RuntimeError("as an example")


@pytest.fixture(autouse=True)
def nothing_done_yet():
    done.clear()


def test_one_that_fails_is_logged_and_the_others_go_on(caplog):
    worker.do_all([fails, does_it])
    assert done == ["failed", "done"]
    assert f"{__name__}.fails failed" in caplog.text


def test_clock_begins_at_once_and_ends_when_asked():
    ending = threading.Event()
    clock = threading.Thread(target=worker.watch_clock, args=(ending,))
    with EVERY_MINUTE.only(does_it), EVERY_DAY.only(does_it):
        clock.start()
        ending.set()
        clock.join(60)
    assert not clock.is_alive()
    assert done == ["done", "done"]


@pytest.fixture
def spoken():
    """Anna's comment on her own idea."""
    anna = make_member(make_lab(), "Anna")
    return make_comment(make_idea(anna, "Pluktuin"), anna, "Wie heeft een schop?")


def brought(comment):
    """Return how many changes still wait, and how often this comment got a new revision."""
    now = Comment.objects.get(pk=comment.pk)
    return NameChange.objects.count(), now.revision - comment.revision


def until(is_so):
    """Wait at most ten times the two seconds."""
    end = time.monotonic() + 20
    while not is_so() and time.monotonic() < end:
        time.sleep(0.05)


@pytest.fixture
def own_signals():
    """Restore the signal handlers after the worker."""
    before = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)}
    yield
    for one, does in before.items():
        signal.signal(one, does)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("own_signals")
def test_a_name_is_brought_by_the_worker_at_once_and_by_its_look_of_each_two_seconds(spoken):
    spoken.author.user.choose_name("Anna Maria")
    assert brought(spoken) == (1, 0)
    with EVERY_MINUTE.only(), EVERY_DAY.only():
        call_command("worker", batch=True)
    assert brought(spoken) == (0, 1)
    ending = threading.Event()
    looks = threading.Thread(target=worker.watch_seconds, args=(ending,))
    with EVERY_TWO_SECONDS.also(does_it):
        looks.start()
        try:
            until(lambda: done == ["done"])  # its first run is over
            spoken.author.user.choose_name("Anna Sofie")
            until(lambda: brought(spoken) == (0, 2))
            assert brought(spoken) == (0, 2)
        finally:
            ending.set()
            looks.join(60)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("own_signals")
def test_the_worker_mails_what_was_told_also_after_an_error(spoken, caplog):
    spoken.hide(make_member(spoken.lab, "Mo", "moderator"), "spam")
    assert mail.outbox == []
    with EVERY_MINUTE.only(), EVERY_DAY.only(), EVERY_TWO_SECONDS.only():
        call_command("worker", batch=True)
    assert [one.subject for one in mail.outbox] == ["Je reactie bij Pluktuin is verborgen"]
    spoken.restore(spoken.hidings.get().by, "Toch niet.")
    failed, ending = [], threading.Event()

    def away(execute, sql, params, many, context):
        if not failed:
            failed.append(sql)
            raise OperationalError("the server closed the connection")
        return execute(sql, params, many, context)

    def look():
        with connection.execute_wrapper(away):
            worker.watch_notices(ending)

    looks = threading.Thread(target=look)
    looks.start()
    try:
        until(OutgoingMail.objects.waiting().exists)
        assert OutgoingMail.objects.waiting().get().subject == "Je reactie bij Pluktuin is weer te lezen"
        assert "Notices could not be worked off" in caplog.text
    finally:
        ending.set()
        looks.join(60)


def test_every_day_sessions_that_ended_go():
    Session.objects.create(session_key="over", session_data="", expire_date=timezone.now() - timedelta(hours=1))
    Session.objects.create(session_key="alive", session_data="", expire_date=timezone.now() + timedelta(hours=1))
    chores.tidy_up()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["alive"]


def test_every_job_of_the_clock_can_be_called():
    assert names.bring in EVERY_TWO_SECONDS
    for chore in (*EVERY_TWO_SECONDS, *EVERY_MINUTE, *EVERY_DAY):
        chore()
