"""A moderator lets the first comment of somebody new through, or hides it."""

import pytest
from django.core.exceptions import PermissionDenied

from ideas.models import Comment, CommentHiding, Moved
from labs.models import RoleKind
from moderation.models import Case, Flag, first_comments
from tests import mails
from tests.factories import make_member
from tests.ideas.conftest import browser
from tests.moderation.first_comments.conftest import WORDS, fresh, send, the_wait

pytestmark = pytest.mark.django_db


def press(member, waiting, act="", **fields):
    fields = {"seen": waiting.version} | fields
    return browser(member).post(f"/{waiting.lab.slug}/moderatie/opvallend/wacht/{waiting.pk}/{act}", fields)


def test_a_moderator_lets_it_through_and_need_not_look_again(idea, nieuw, mo):
    waiting = send(nieuw, idea).thing
    answer = press(mo, waiting)
    comment = Comment.objects.get()
    assert answer.url == comment.get_absolute_url()
    assert (the_wait().shown_by, the_wait().comment) == (mo, comment)
    assert Flag.objects.get(comment=comment).seen_by == mo
    again = press(mo, waiting)
    assert again.status_code == 409
    assert "wacht niet meer" in again.text
    assert Comment.objects.count() == 1


def test_a_moderator_hides_it_with_a_case_and_nobody_read_it(idea, nieuw, mo, old):
    idea.keep_posted(old)
    waiting = send(nieuw, idea).thing
    assert WORDS in browser(mo).get(f"/{idea.lab.slug}/moderatie/opvallend/wacht/{waiting.pk}/verbergen/").text
    assert press(mo, waiting, "verbergen/", reason="abuse").status_code == 422
    press(mo, waiting, "verbergen/", reason="abuse", explanation="Zeg het zonder schelden.")
    comment, idea = Comment.objects.get(), fresh(idea)
    assert (comment.is_hidden, comment.text, idea.comment_count) == (True, WORDS, 0)
    assert CommentHiding.objects.get().reason == "abuse"
    assert Case.objects.about(comment).get().decided_at
    assert [to for to, _subject in mails.told()] == [nieuw.user.email]
    assert not Flag.objects.about(comment).exists()
    page = browser(old).get(idea.get_absolute_url()).text
    assert WORDS not in page
    assert "verborgen" in page
    assert comment.restore(mo, "Toch goed.")
    assert WORDS in browser(old).get(idea.get_absolute_url()).text


@pytest.mark.parametrize("act", ["", "verbergen/"])
def test_what_the_writer_changed_meanwhile_is_read_again_first(idea, nieuw, mo, act):
    waiting = send(nieuw, idea).thing
    the_wait().edit("Iets anders.")
    answer = press(mo, waiting, act, reason="abuse", explanation="Zeg het zonder schelden.")
    assert answer.status_code == 409
    assert "Iets anders." in answer.text
    assert Comment.objects.count() == 0
    for nonsense in ("", "veel", "9" * 30):
        assert press(mo, waiting, act, reason="abuse", explanation="Nee.", seen=nonsense).status_code == 409


def test_who_may_not_decide_gets_nowhere(idea, nieuw, old, lab, mo):
    waiting = send(nieuw, idea).thing
    ina = make_member(lab, "Ina", RoleKind.MODERATOR, RoleKind.CIVIL_SERVANT)
    assert [press(one, waiting).status_code for one in (old, nieuw, ina)] == [403] * 3
    with pytest.raises(PermissionDenied):
        first_comments.let_through(the_wait(), ina, 1)
    with pytest.raises(Moved):
        first_comments.let_through(the_wait(), mo, 2)
    assert Comment.objects.count() == 0
