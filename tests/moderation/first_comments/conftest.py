"""A lab in calm mode, with somebody new and somebody who is there for long."""

import uuid
from datetime import timedelta

import pytest

from common import clock
from common.times import day_of
from ideas.chores import show_what_waited
from ideas.models import Idea, WaitingComment, send_comment
from labs.models import RESIDENT_VOICE, Lab, Membership
from moderation.models import ModerationSettings
from tests.factories import make_lab, make_member
from tests.ideas.conftest import browser

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
WORDS = "Wat een onzin is dit."


@pytest.fixture
def lab(db):
    """A lab that is there for long, in calm mode until and with tomorrow."""
    lab = make_lab_of_long_ago()
    who = {"calm_name": "Wim", "calm_phone": "077 123 45 67"}
    ModerationSettings.objects.create(lab=lab, calm_until=day_of(clock.now()) + DAY, **who)
    return lab


def make_lab_of_long_ago():
    lab = make_lab()
    Lab.objects.update(created_at=clock.now() - 365 * DAY)
    lab.refresh_from_db()
    return lab


@pytest.fixture
def nieuw(lab):
    return make_member(lab, "Nieuw")


@pytest.fixture
def old(lab):
    return since(make_member(lab, "Oud"), 300)


def since(member, days):
    Membership.objects.filter(pk=member.pk).update(joined_at=clock.now() - days * DAY)
    member.refresh_from_db(fields=["joined_at"])
    return member


def send(member, idea, text=WORDS, parent=None):
    return send_comment(fresh(idea), member, RESIDENT_VOICE, text, uuid.uuid4(), parent)


def fresh(idea):
    return Idea.objects.select_related("lab").get(pk=idea.pk)


def say(member, idea, text=WORDS, **headers):
    return browser(member).post(f"{idea.get_absolute_url()}reacties/", {"text": text}, **headers)


def the_wait():
    return WaitingComment.objects.select_related("idea__lab", "author", "parent").get()


@pytest.fixture
def later(monkeypatch):
    """Move the clock, and return what the worker did then."""

    def move(by):
        now = clock.now() + by
        monkeypatch.setattr(clock, "now", lambda: now)
        return show_what_waited()

    return move
