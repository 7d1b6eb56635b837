"""A comment is news for the author of the idea, for who helps with it and for who asked to hear of it; joined."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.models import Comment
from ideas.models.onbehalf import write_down_comment, write_down_idea
from labs.models import RESIDENT_VOICE, HidingReason
from notifications.groups import GROUPS, Mail
from notifications.models import choose
from tests.factories import make_comment, make_idea, make_member
from tests.mails import bodies, mailed, work_off
from tests.news import lines, read, start_anew, told, unread

pytestmark = pytest.mark.django_db
SPAM = HidingReason.SPAM


@pytest.fixture
def idea(anna):
    return make_idea(anna)


@pytest.fixture
def people(lab):
    return {name: make_member(lab, name) for name in ("Chaima", "Daan", "Eva", "Fleur")}


def test_author_helpers_and_who_asked_to_hear_of_it_hear_a_comment_and_nobody_else(idea, bram, people):
    idea.support(people["Chaima"])
    make_comment(idea, people["Chaima"], "Ik was er eerst.")
    idea.pledge(people["Daan"], RESIDENT_VOICE, "things", "Een schep.")
    idea.keep_posted(people["Eva"])
    start_anew()
    make_comment(idea, bram, "Leuk.")
    assert told() == [(name, "commented") for name in ("Anna", "Daan", "Eva")]


def test_nobody_hears_of_their_own_comment_or_after_they_stopped(idea, anna, bram, people):
    idea.keep_posted(bram)
    idea.pledge(people["Daan"], RESIDENT_VOICE, "things", "Een schep.")
    idea.stop_posting(people["Daan"])
    start_anew()
    make_comment(idea, anna, "Ik begin vast.")
    assert told() == [("Bram", "commented")]
    idea.stop_posting(anna)
    make_comment(idea, bram, "Goed zo.")
    assert told() == [("Bram", "commented")]


def test_a_reply_is_told_once_to_each_and_also_to_who_replied_there_before(idea, anna, bram, people):
    comment = make_comment(idea, bram, "Wie doet mee?")
    make_comment(idea, people["Chaima"], "Ik.", comment)
    start_anew()
    make_comment(idea, people["Daan"], "Ik ook.", comment)
    assert told() == [("Anna", "commented"), ("Bram", "answered"), ("Chaima", "commented")]
    start_anew()
    make_comment(idea, bram, "Fijn, tot dan.", comment)
    assert told() == [("Anna", "commented"), ("Chaima", "commented"), ("Daan", "commented")]


def test_a_reply_to_the_author_of_the_idea_is_one_row_for_them(idea, anna, bram):
    comment = make_comment(idea, anna, "Wie doet mee?")
    make_comment(idea, bram, "Ik.", comment)
    assert told() == [("Anna", "answered")]


def test_many_comments_are_one_row_and_one_mail_with_all_their_words(idea, anna, bram, people):
    for number in range(12):
        make_comment(idea, bram if number % 2 else people["Chaima"], f"Reactie {number}.")
    assert len(told()) == 12
    assert (lines(anna), unread(anna)) == (["12 reacties op Pluktuin"], 1)
    (body,) = bodies()
    assert all(f"Reactie {number}." in body for number in range(12))


def test_comments_are_mailed_once_a_day_until_one_asks_for_more_and_never_when_stopped(idea, anna, bram):
    make_comment(idea, bram)
    assert mailed() == []
    choose(anna.user, dict.fromkeys(GROUPS, Mail.NOW))
    assert mailed() == [("anna", "Bram reageerde op Pluktuin")]
    choose(anna.user, dict.fromkeys(GROUPS, Mail.NEVER))
    make_comment(idea, bram, "Nog iets.")
    assert mailed() == []
    assert lines(anna) == ["2 reacties op Pluktuin"]


@pytest.mark.parametrize("after", [False, True], ids=["before the worker comes", "after it"])
@pytest.mark.parametrize("what", ["comment", "idea", "above", "removed"])
def test_what_is_hidden_or_removed_is_news_for_nobody(idea, anna, bram, mo, people, what, after):
    above = make_comment(idea, people["Chaima"], "Wie doet mee?")
    start_anew()
    comment = make_comment(idea, bram, "Koop bij mij.", above)
    if after:
        assert ("Anna", "commented") in told()
    if what == "removed":
        comment.remove()
    else:
        {"comment": comment, "idea": idea, "above": above}[what].hide(mo, SPAM)
    assert ("Anna", "commented") not in told() or after
    assert [line for line in lines(anna) if "reageerde" in line] == []
    assert [text for text in bodies() if "Koop bij mij." in text and "Beste Anna" in text] == []


def test_who_wrote_an_idea_down_hears_comments_and_that_they_pass_them_on(lab, anna, bram, mo):
    idea = write_down_idea(mo, RESIDENT_VOICE, "Jo", uuid.uuid4(), "Bankje", "Er kan een bankje staan.").thing
    start_anew()
    make_comment(idea, bram, "Ik heb hout.")
    assert told() == [("Mo", "commented")]
    (body,) = bodies()
    assert "Jo" in body


def test_a_comment_that_was_written_down_is_told_but_not_to_who_wrote_it_down(idea, anna, mo):
    idea.keep_posted(mo)
    start_anew()
    write_down_comment(idea, mo, RESIDENT_VOICE, "Jo", "Ik heb hout.", uuid.uuid4())
    assert told() == [("Anna", "commented")]
    assert lines(anna) == ["Jo reageerde op Pluktuin"]


def test_the_same_comment_twice_is_told_once(idea, bram):
    key = uuid.uuid4()
    for _again in range(2):
        idea.post_comment(bram, RESIDENT_VOICE, "Leuk.", key)
    assert Comment.objects.count() == 1
    assert told() == [("Anna", "commented")]


def test_who_left_hears_no_comments(idea, anna, bram):
    anna.user.is_active = False
    anna.user.save()
    make_comment(idea, bram)
    assert told() == []


def test_in_english_it_is_english(idea, anna, bram):
    anna.user.language = "en"
    anna.user.save()
    make_comment(idea, bram)
    choose(anna.user, dict.fromkeys(GROUPS, Mail.NOW))
    assert mailed() == [("anna", "Bram commented on Pluktuin")]


def test_the_page_costs_the_same_for_comments_on_one_idea_and_on_ten(lab, anna, bram):
    def cost():
        told()
        with CaptureQueriesContext(connection) as spent:
            read(anna)
        return len(spent)

    make_comment(make_idea(anna), bram)
    first = cost()
    for number in range(9):
        make_comment(make_idea(anna, f"Tuin {number}"), bram)
    assert cost() == first
    assert len(lines(anna)) == 10


def test_a_mail_counts_only_the_comments_that_it_shows(idea, anna, bram, mo):
    choose(anna.user, dict.fromkeys(GROUPS, Mail.NOW))
    hidden, *_others = [make_comment(idea, bram, text) for text in ("Koop bij mij.", "Leuk.", "Goed.")]
    work_off()
    hidden.hide(mo, SPAM)
    (body,) = [body for body in bodies() if "Leuk." in body]
    assert body.count("2 reacties op Pluktuin") == 1
    assert "3 reacties" not in body
