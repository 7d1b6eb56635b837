"""A verb tells the people concerned, whoever calls it: a page, a command or a shell."""

import uuid

import pytest
from django.db import transaction

from ideas.models import Comment, CommentHiding, Idea, IdeaHiding, Status
from ideas.models.onbehalf import write_down_comment, write_down_idea
from labs.models import RESIDENT_VOICE
from tests.factories import make_comment
from tests.mails import forget, told

pytestmark = pytest.mark.django_db

ANNA = "anna@example.org"


@pytest.fixture
def comment(idea, anna):
    return make_comment(idea, anna, "Wie heeft een schop?")


def answer(comment, member):
    return comment.idea.post_comment(member, RESIDENT_VOICE, "Ik heb er een.", uuid.uuid4(), comment)


def answer_for_somebody(comment, member):
    return write_down_comment(
        comment.idea, member, RESIDENT_VOICE, "Tineke", "Ik heb er twee.", uuid.uuid4(), parent=comment
    )


# The preparation, the verb, and the subject that its reader gets
VERBS = {
    "hide an idea": (None, lambda idea, comment, mo: idea.hide(mo, "spam"), "Je idee Pluktuin is verborgen"),
    "hide a comment": (
        None,
        lambda idea, comment, mo: comment.hide(mo, "spam"),
        "Je reactie bij Pluktuin is verborgen",
    ),
    "restore an idea": (
        lambda idea, comment, mo: idea.hide(mo, "spam"),
        lambda idea, comment, mo: idea.restore(mo, "Toch goed."),
        "Je idee Pluktuin is weer te lezen",
    ),
    "restore a comment": (
        lambda idea, comment, mo: comment.hide(mo, "spam"),
        lambda idea, comment, mo: comment.restore(mo, "Toch goed."),
        "Je reactie bij Pluktuin is weer te lezen",
    ),
    "set the status": (
        None,
        lambda idea, comment, mo: idea.set_status(mo, RESIDENT_VOICE, Status.DONE, "Hij staat er."),
        "Pluktuin: gelukt",
    ),
    "pledge": (
        None,
        lambda idea, comment, mo: idea.pledge(mo, RESIDENT_VOICE, "time", "Op zaterdag."),
        "Mo helpt mee met Pluktuin",
    ),
    "answer a comment": (None, lambda idea, comment, mo: answer(comment, mo), "Mo reageerde op jou bij Pluktuin"),
    "answer a comment for somebody": (
        None,
        lambda idea, comment, mo: answer_for_somebody(comment, mo),
        "Tineke reageerde op jou bij Pluktuin",
    ),
}


@pytest.fixture(params=VERBS)
def verb(request, idea, comment, mo):
    """`verb()` is called as in a shell, on fresh copies; earlier mails are deleted."""
    before, act, subject = VERBS[request.param]

    def call(do):
        here = Idea.objects.get(pk=idea.pk)
        return do(here, Comment.objects.get(pk=comment.pk), mo)

    if before:
        call(before)
    forget()
    return lambda: call(act), subject


def test_called_by_anybody_it_tells_the_writer(verb):
    act, subject = verb
    assert act()
    assert told() == [(ANNA, subject)]


def test_what_is_rolled_back_is_never_told(verb):
    act, _subject = verb
    with pytest.raises(RuntimeError), transaction.atomic():
        act()
        raise RuntimeError
    assert told() == []


@pytest.mark.parametrize(
    "verb", [name for name in VERBS if name not in ("set the status", "answer a comment")], indirect=True
)
def test_done_before_it_tells_nobody(verb):
    act, subject = verb
    for _again in "ab":
        act()
    assert told() == [(ANNA, subject)]


def act_as(verb, idea, comment, by, mo):
    """Let `by` do it, after the preparation by Mo; return the readers of the mails about it."""
    before, act, _subject = VERBS[verb]
    if before:
        before(idea, comment, mo)
    forget()
    act(idea, comment, by)
    return [reader for reader, _subject in told()]


MODERATION = ("hide an idea", "hide a comment", "restore an idea", "restore a comment")  # nobody does it to their own


@pytest.mark.parametrize("verb", [name for name in VERBS if name not in MODERATION])
def test_nobody_hears_what_they_do_themselves(verb, idea, comment, anna, mo):
    assert act_as(verb, idea, comment, anna, mo) == []


@pytest.mark.parametrize(("name", "readers"), [("bram", []), ("anna", ["bram@example.org"])])
@pytest.mark.parametrize("verb", [name for name in VERBS if name not in MODERATION])
def test_nobody_hears_what_they_do_to_what_they_wrote_down(request, verb, bram, mo, name, readers):
    idea = write_down_idea(bram, RESIDENT_VOICE, "Tineke", uuid.uuid4(), "Pluktuin", "Fruit voor iedereen.").thing
    comment = write_down_comment(idea, bram, RESIDENT_VOICE, "Tineke", "Wie heeft een schop?", uuid.uuid4()).thing
    assert act_as(verb, idea, comment, request.getfixturevalue(name), mo) == readers


def test_the_tombstone_says_that_the_writer_knows_only_when_there_was_one_to_tell(idea, comment, anna, mo):
    Comment.objects.filter(pk=comment.pk).update(author=None)
    assert Comment.objects.get(pk=comment.pk).hide(mo, "spam").writer_knows is False
    assert told() == []
    assert idea.hide(mo, "spam").writer_knows is True
    assert [reader for reader, _subject in told()] == [ANNA]
    assert (IdeaHiding.objects.count(), CommentHiding.objects.count()) == (1, 1)
