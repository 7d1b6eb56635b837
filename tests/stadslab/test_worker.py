"""The worker does by the clock what is due, and one thing that fails doesn't stop the others."""

import threading
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.module_loading import import_string

from stadslab import chores
from stadslab import settings as real
from stadslab.management.commands import worker

pytestmark = pytest.mark.django_db
done = []


def does_it():
    done.append("done")


def fails():
    done.append("failed")
    raise RuntimeError("as an example")


@pytest.fixture(autouse=True)
def nothing_done_yet(settings):
    done.clear()
    settings.EVERY_MINUTE = [f"{__name__}.fails", f"{__name__}.does_it"]
    settings.EVERY_DAY = []


def test_one_that_fails_is_logged_and_the_others_go_on(settings, caplog):
    worker.do_all(settings.EVERY_MINUTE)
    assert done == ["failed", "done"]
    assert f"{__name__}.fails failed" in caplog.text


def test_clock_begins_at_once_and_ends_when_asked(settings):
    settings.EVERY_MINUTE, settings.EVERY_DAY = [f"{__name__}.does_it"], [f"{__name__}.does_it"]
    ending = threading.Event()
    clock = threading.Thread(target=worker.watch_clock, args=(ending,))
    clock.start()
    ending.set()
    clock.join(60)
    assert not clock.is_alive()
    assert done == ["done", "done"]


def test_every_day_sessions_that_ended_go():
    Session.objects.create(session_key="over", session_data="", expire_date=timezone.now() - timedelta(hours=1))
    Session.objects.create(session_key="alive", session_data="", expire_date=timezone.now() + timedelta(hours=1))
    chores.tidy_up()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["alive"]


def test_every_job_of_the_clock_can_be_called():
    for job in (*real.EVERY_MINUTE, *real.EVERY_DAY):
        import_string(job)()
