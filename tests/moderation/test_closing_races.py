"""A comment and the closing of its conversation at the same moment: none comes after the closing. With a control."""

import threading
import uuid

import pytest

from common import clock
from ideas.models import Comment, Idea, Repeat, TalkClosed, TalkClosing
from labs.models import RESIDENT_VOICE, RoleKind
from moderation.models import Case, Decided, Decision, report
from moderation.models.closing import close_talk, open_talk
from tests.conftest import EVERYTHING
from tests.factories import make_comment, make_idea, make_lab, make_member
from tests.ideas.test_care_races import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ROUNDS = 30 if EVERYTHING else 5
WHY = "Het werd een ruzie."


@pytest.fixture
def lab():
    return make_lab()


@pytest.fixture
def bram(lab):
    return make_member(lab, "Bram")


@pytest.fixture
def moderators(lab):
    return [make_member(lab, name, RoleKind.MODERATOR) for name in ("Mo", "Noor")]


def again(idea):
    return Idea.objects.select_related("lab").get(pk=idea.pk)


def say(idea, member):
    return again(idea).post_comment(member, RESIDENT_VOICE, "Nog één ding.", uuid.uuid4())


def late(idea):
    """The comments that came after the closing, by their revision."""
    return Comment.objects.filter(idea=idea, revision__gt=again(idea).closing_revision)


def test_no_comment_comes_after_the_closing(lab, bram, moderators):
    for number in range(ROUNDS):
        idea = make_idea(make_member(lab, f"Anna {number}"), f"Idee {number}")
        said, closed = together(
            lambda idea=idea: say(idea, bram), lambda idea=idea: close_talk(again(idea), moderators[0], "abuse", WHY)
        )
        assert isinstance(closed, Decision)
        assert isinstance(said, Repeat | TalkClosed)
        assert not late(idea).exists()
        assert idea.comments.count() == int(isinstance(said, Repeat))


def test_no_comment_is_changed_after_the_closing(lab, bram, moderators):
    for number in range(ROUNDS):
        idea = make_idea(make_member(lab, f"Anna {number}"), f"Idee {number}")
        comment = make_comment(idea, bram)

        def edit(comment=comment):
            return Comment.objects.select_related("idea__lab").get(pk=comment.pk).edit("Anders.")

        together(edit, lambda idea=idea: close_talk(again(idea), moderators[0], "abuse", WHY))
        assert not late(idea).exists()


def test_control_whoever_asks_before_the_lock_comes_after_it(lab, bram, moderators):
    idea = make_idea(make_member(lab, "Anna"))
    asked, closed = threading.Barrier(2), threading.Barrier(2)

    def careless():
        mine = again(idea)
        assert mine.takes_comments(clock.now())
        asked.wait(10)
        closed.wait(10)
        return mine.comments.create(author=bram, text="Te laat.", revision=again(idea).revision + 1)

    def closing():
        asked.wait(10)
        made = close_talk(again(idea), moderators[0], "abuse", WHY)
        closed.wait(10)
        return made

    assert [type(one) for one in together(careless, closing)] == [Comment, Decision]
    assert late(idea).exists()


def test_two_moderators_close_it_once_directly_and_by_a_case(lab, bram, moderators):
    mo, noor = moderators
    for number in range(ROUNDS):
        idea = make_idea(make_member(lab, f"Anna {number}"), f"Idee {number}")
        case = report(make_comment(idea, make_member(lab, f"Piet {number}")), bram, "abuse").report.case
        told = together(
            lambda idea=idea: close_talk(again(idea), mo, "abuse", WHY),
            lambda case=case: Case.objects.with_thing().get(pk=case.pk).decide(noor, "close", "spam", "Al gezegd."),
        )
        assert sorted(type(one).__name__ for one in told) == [Decided.__name__, Decision.__name__]
        assert TalkClosing.objects.filter(idea=idea).count() == 1


def test_two_moderators_open_it_once(lab, moderators):
    idea = make_idea(make_member(lab, "Anna"))
    close_talk(again(idea), moderators[0], "abuse", WHY)
    told = together(*[lambda by=by: open_talk(again(idea), by, "Weer rustig.") for by in moderators])
    assert sorted(told) == [False, True]
    assert Decision.objects.filter(kind="open").count() == 1
