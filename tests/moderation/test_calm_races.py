"""Two comments of one person at the same moment, in calm mode: one of them waits. With a control."""

import threading
import uuid
from datetime import timedelta

import pytest

from common import clock
from common.times import day_of
from ideas.models import Comment, Idea, Repeat, TooSoon
from labs.models import RESIDENT_VOICE
from moderation.calm import must_have_waited
from moderation.models import ModerationSettings
from tests.conftest import EVERYTHING
from tests.factories import make_idea, make_lab, make_member
from tests.ideas.test_care_races import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ROUNDS = 30 if EVERYTHING else 5


@pytest.fixture
def idea():
    lab = make_lab()
    until = day_of(clock.now()) + timedelta(days=1)
    ModerationSettings.objects.create(lab=lab, calm_until=until, calm_name="Wim", calm_phone="077 123 45 67")
    return make_idea(make_member(lab, "Anna"))


def again(idea):
    return Idea.objects.select_related("lab").get(pk=idea.pk)


def test_one_of_two_comments_from_two_tabs_waits(idea):
    for number in range(1, ROUNDS + 1):
        bram = make_member(idea.lab, f"Bram {number}")
        told = together(
            *[
                lambda text=text, bram=bram: again(idea).post_comment(bram, RESIDENT_VOICE, text, uuid.uuid4())
                for text in ("Eén.", "Twee.")
            ]
        )
        assert {type(one) for one in told} == {Repeat, TooSoon}
        assert Comment.objects.count() == number


def test_control_whoever_asks_before_the_lock_lets_both_through(idea):
    bram, asked = make_member(idea.lab, "Bram"), threading.Barrier(2)

    def careless():
        must_have_waited(again(idea), bram, clock.now())
        asked.wait(10)
        return idea.comments.create(author=bram, text="Te snel.", revision=1)

    assert [type(one) for one in together(careless, careless)] == [Comment, Comment]
