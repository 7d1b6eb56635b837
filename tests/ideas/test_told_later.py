"""What changes between a verb and the worker that writes its mails: who is still told, and what they read.

The table in docs/decisions/0051 says it for each kind.
"""

import uuid

import pytest

from front.erasure import erase
from ideas.models import Status
from labs.models import RESIDENT_VOICE
from notifications.models import Notice
from tests.factories import make_comment
from tests.mails import bodies, told

pytestmark = pytest.mark.django_db


def subjects():
    return [subject for _reader, subject in told()]


@pytest.fixture
def comment(idea, anna):
    return make_comment(idea, anna, "Wie heeft een schop?")


def reply(comment, member, text="Ik heb er een."):
    return comment.idea.post_comment(member, RESIDENT_VOICE, text, uuid.uuid4(), comment).thing


def say_done(idea, member):
    idea.set_status(member, RESIDENT_VOICE, Status.DONE, "Hij staat er.")


def help_with(idea, member):
    idea.pledge(member, RESIDENT_VOICE, "time", "Op zaterdag.")


def hide(thing, mo):
    type(thing).objects.get(pk=thing.pk).hide(mo, "spam")


@pytest.mark.parametrize("act", [say_done, help_with])
def test_of_an_idea_that_was_hidden_meanwhile_only_that_is_told(idea, bram, mo, act):
    act(idea, bram)
    hide(idea, mo)
    assert subjects() == ["Je idee Pluktuin is verborgen"]


@pytest.mark.parametrize(
    ("which", "said"),
    [
        ("idea", ["Je idee Pluktuin is verborgen"]),
        ("comment", ["Je reactie bij Pluktuin is verborgen"]),
        ("answer", []),
    ],
)
def test_a_reply_is_not_told_when_it_or_what_it_answers_was_hidden(idea, comment, bram, mo, which, said):
    answer = reply(comment, bram)
    hide({"idea": idea, "comment": comment, "answer": answer}[which], mo)
    assert [subject for reader, subject in told() if reader == "anna@example.org"] == said


@pytest.mark.parametrize("which", ["comment", "answer"])
def test_a_reply_is_not_told_when_it_or_what_it_answers_was_removed(comment, bram, which):
    answer = reply(comment, bram)
    {"comment": comment, "answer": answer}[which].remove()
    assert told() == []


def test_a_reply_that_was_mended_at_once_is_told_as_it_is_then(comment, bram):
    reply(comment, bram).edit("Ik heb er twee.")
    (body,) = bodies()
    assert "Ik heb er twee." in body
    assert "Ik heb er een." not in body


def test_help_that_was_taken_back_is_not_told(idea, bram):
    help_with(idea, bram)
    idea.pledges.get().take_back()
    assert told() == []


def test_two_steps_at_once_are_one_mail_that_says_how_it_is_now(idea, mo):
    idea.set_status(mo, RESIDENT_VOICE, Status.TALKING, "We praten.")
    say_done(idea, mo)
    assert subjects() == ["Pluktuin: gelukt"]
    assert [("We praten." in body, "Hij staat er." in body) for body in bodies()] == [(False, True)]


def test_hidden_and_put_back_at_once_is_told_in_that_order(comment, mo):
    comment.hide(mo, "spam", "Staat er al.")
    comment.restore(mo, "Toch niet.")
    assert subjects() == ["Je reactie bij Pluktuin is verborgen", "Je reactie bij Pluktuin is weer te lezen"]
    first, second = bodies()
    assert "Staat er al." in first
    assert "Toch niet." in second
    assert "Mo, moderator" in second


def test_put_back_and_hidden_again_is_told_in_that_order_each_with_its_reason(comment, mo):
    comment.hide(mo, "spam", "Staat er al.")
    comment.restore(mo, "Toch niet.")
    comment.hide(mo, "abuse", "Dit is iets anders.")
    first, _second, third = bodies()
    assert "Dit is iets anders." not in first
    assert "Dit is iets anders." in third


@pytest.mark.parametrize("act", [say_done, help_with, hide])
def test_who_erases_the_account_is_told_nothing_more(idea, anna, mo, act):
    idea.support(mo)
    act(idea, mo)
    erase(anna.user, keep_words=True)
    assert told() == []


def test_an_idea_that_is_gone_is_not_told_of(idea, anna, mo):
    idea.hide(mo, "spam")
    say = [notice.kind for notice in Notice.objects.all()]
    type(idea).objects.filter(pk=idea.pk).delete()
    assert (say, told(), Notice.objects.count()) == (["hidden", "case_decided", "words_hidden"], [], 0)


def test_who_did_it_and_left_is_not_named(idea, bram):
    say_done(idea, bram)
    erase(bram.user, keep_words=True)
    (body,) = bodies()
    assert "oud-deelnemer" in body
    assert "Bram" not in body
