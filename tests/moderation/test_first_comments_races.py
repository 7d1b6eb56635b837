"""The minute at which a first comment appears by itself, and a moderator who lets it through then: one comment."""

import uuid
from datetime import timedelta

import pytest

from common import clock
from common.times import day_of
from ideas.chores import show_what_waited
from ideas.models import Comment, Idea, Moved, TooSoon, WaitingComment, send_comment
from labs.models import RESIDENT_VOICE, Lab, Membership
from moderation.models import ModerationSettings, first_comments
from tests.conftest import EVERYTHING
from tests.factories import make_idea, make_lab, make_member
from tests.ideas.test_care_races import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ROUNDS = 20 if EVERYTHING else 4
DAY = timedelta(days=1)


@pytest.fixture
def idea():
    lab = make_lab()
    Lab.objects.update(created_at=clock.now() - 365 * DAY)
    lab.refresh_from_db()
    ModerationSettings.objects.create(lab=lab, calm_until=day_of(clock.now()) + DAY, calm_name="Wim", calm_phone="077")
    return make_idea(make_member(lab, "Anna"))


def over(idea, name):
    """Return a comment of which the day is over, and that the worker has not seen yet."""
    ago = clock.now() - DAY
    facts = {"key": uuid.uuid4(), "sent_at": ago, "due_at": ago + DAY, "text": f"Van {name}."}
    return WaitingComment.objects.create(idea=idea, author=make_member(idea.lab, name), **facts)


def again(waiting):
    return WaitingComment.objects.select_related("idea__lab", "author", "parent").get(pk=waiting.pk)


def test_the_worker_and_a_moderator_at_once_are_one_comment(idea):
    mo = make_member(idea.lab, "Mo", "moderator")
    for number in range(1, ROUNDS + 1):
        waiting = over(idea, f"Bram {number}")
        one = again(waiting)
        told = together(show_what_waited, lambda one=one: first_comments.let_through(one, mo, 1))
        assert {type(answer) for answer in told} in ({int, Comment}, {int, Moved})
        assert Comment.objects.filter(author=waiting.author).count() == 1
        assert Idea.objects.get().comment_count == number


def test_control_whoever_reads_before_the_lock_makes_two(idea):
    waiting = over(idea, "Bram")
    both = [again(waiting), again(waiting)]

    def careless(one):
        return Comment.objects.create(idea=one.idea, author=one.author, text=one.text, revision=1)

    together(*[lambda one=one: careless(one) for one in both])
    assert Comment.objects.count() == 2


def test_of_two_first_comments_from_two_tabs_one_waits_and_one_is_too_soon(idea):
    for number in range(ROUNDS):
        bram = make_member(idea.lab, f"Bram {number}")

        def send(text, pk=bram.pk):
            member = Membership.objects.select_related("lab", "user").get(pk=pk)
            here = Idea.objects.select_related("lab").get(pk=idea.pk)
            return send_comment(here, member, RESIDENT_VOICE, text, uuid.uuid4())

        told = together(lambda: send("Eén."), lambda: send("Twee."))
        assert sorted(type(answer).__name__ for answer in told) == ["Repeat", TooSoon.__name__]
        assert WaitingComment.objects.filter(author=bram).count() == 1
