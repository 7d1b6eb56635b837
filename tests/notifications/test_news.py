"""What a person is told on their page: each act once, never their own, never of hidden things; joined, and read."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.models import Status
from labs.models import RESIDENT_VOICE, RoleKind
from notifications import working_off
from notifications.chores import forget_news
from notifications.models import Inbox, Notice, Notification
from tests.factories import make_comment, make_idea, make_member, make_user
from tests.mails import forget, work_off
from tests.news import decide, read, told, unread

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """The worker ends here."""


@pytest.fixture
def bram(lab):
    return make_member(lab, "Bram")


@pytest.fixture
def idea(anna):
    return make_idea(anna)


# Whom it concerns


def test_all_who_take_part_in_an_idea_hear_its_status_and_nobody_else(lab, idea, bram, mo):
    chaima, daan, eva = (make_member(lab, name) for name in ("Chaima", "Daan", "Eva"))
    make_user("Fleur")
    idea.support(bram)
    make_comment(idea, chaima)
    idea.pledge(daan, RESIDENT_VOICE, "things", "Een schep.")
    work_off()
    Notification.objects.all().delete()
    decide(idea, mo)
    names = [name for name, kind in told() if kind == "status_changed"]
    assert names == ["Anna", "Bram", "Chaima", "Daan"]
    assert eva.name not in names


def test_nobody_hears_of_their_own_act(idea, anna, bram, mo):
    idea.support(bram)
    idea.support(mo)
    decide(idea, mo)
    assert told() == [("Anna", "status_changed"), ("Bram", "status_changed")]


def test_somebody_who_takes_part_in_three_ways_hears_it_once(idea, bram, mo):
    idea.support(bram)
    make_comment(idea, bram)
    make_comment(idea, bram, "Nog iets.")
    decide(idea, mo)
    assert [name for name, kind in told() if kind == "status_changed"] == ["Anna", "Bram"]


def test_who_left_hears_nothing(idea, bram, mo):
    idea.support(bram)
    bram.user.is_active = False
    bram.user.save()
    decide(idea, mo)
    assert told() == [("Anna", "status_changed")]


def test_a_hidden_idea_is_told_to_its_author_alone(idea, bram, mo):
    idea.support(bram)
    decide(idea, mo)
    idea.hide(mo, "spam")
    assert told() == [("Anna", "words_hidden")]


def test_the_author_of_a_comment_hears_of_replies_by_others(idea, anna, bram):
    comment = make_comment(idea, bram)
    make_comment(idea, bram, "Ik antwoord mezelf.", comment)
    make_comment(idea, anna, "Dank je.", comment)
    assert told() == [("Anna", "commented"), ("Anna", "commented"), ("Bram", "answered")]
    assert "Anna reageerde op jou bij Pluktuin" in read(bram)
    assert "Dank je." in read(bram)


def test_a_new_role_is_told_with_what_it_is_for(lab, anna, bram):
    admin = make_member(lab, "Mo", "lab_admin")
    admin.give_role(RoleKind.CONNECTOR, "", admin, "Zelf gedaan.")
    bram.give_role(RoleKind.MODERATOR, "", admin, "Zij wil dat.")
    assert told() == [("Bram", "role_given")]
    assert "Je rol in stadslab Proefdorp: moderator" in read(bram)
    assert "Zij wil dat." not in read(bram), "the reason is for the log"


def test_a_role_that_was_taken_back_is_not_news(lab, bram):
    admin = make_member(lab, "Mo", "lab_admin")
    role = bram.give_role(RoleKind.MODERATOR, "", admin, "Zij wil dat.")
    work_off()
    bram.take_role(role, admin, "Toch niet.")
    assert "moderator" not in read(bram)
    assert unread(bram) == 0


# Once


def test_an_act_is_told_once_whatever_the_worker_repeats(idea, bram, mo):
    idea.support(bram)
    decide(idea, mo)
    notice = Notice.objects.get()
    work_off()
    notice.save(force_insert=True)
    assert told() == [("Anna", "status_changed"), ("Bram", "status_changed")]


@pytest.mark.parametrize("killed_at", [0, 1, 2, 3])
def test_a_worker_that_is_killed_leaves_nobody_out_and_tells_nobody_twice(lab, idea, mo, monkeypatch, killed_at):
    monkeypatch.setattr(working_off, "ON_PAGES", 2)
    for number in range(5):
        idea.support(make_member(lab, f"Buur{number}"))
    decide(idea, mo)
    batches, tell = [], working_off.tell

    def told_then_killed(*what):
        tell(*what)
        batches.append(what)
        if len(batches) == killed_at:
            raise Killed

    monkeypatch.setattr(working_off, "tell", told_then_killed)
    try:
        work_off()
    except Killed:
        pass
    work_off()
    assert told() == [(name, "status_changed") for name in ("Anna", "Buur0", "Buur1", "Buur2", "Buur3", "Buur4")]
    assert set(Inbox.objects.values_list("revision", flat=True)) == {1}


def test_the_verb_costs_the_same_for_any_number_of_people(lab, idea, mo):
    def cost(status):
        with CaptureQueriesContext(connection) as asked:
            decide(idea, mo, status)
        return len(asked)

    idea.support(make_member(lab, "Bram"))
    few = cost(Status.TALKING)
    for number in range(40):
        idea.support(make_member(lab, f"Buur{number}"))
    assert cost(Status.DOING) == few


def test_a_batch_costs_the_same_queries_for_one_person_as_for_many(lab, idea, mo):
    def cost(status):
        decide(idea, mo, status)
        with CaptureQueriesContext(connection) as asked:
            work_off()
        assert not Notice.objects.exists()
        return len(asked)

    few = cost(Status.TALKING)
    for number in range(40):
        idea.support(make_member(lab, f"Buur{number}"))
    forget()
    assert cost(Status.DOING) == few


# Hidden later, gone, old


def test_what_is_hidden_later_is_neither_shown_nor_counted_and_comes_back_when_restored(idea, anna, bram, mo):
    comment = make_comment(idea, bram)
    idea.support(bram)
    decide(idea, mo)
    make_comment(idea, anna, "Ja.", comment)
    work_off()
    assert unread(bram) == 2
    assert "Pluktuin" in read(bram), "there is something that could leak"
    idea.hide(mo, "spam")
    assert (unread(bram), "Pluktuin" in read(bram)) == (0, False)
    idea.restore(mo, "Toch goed.")
    assert (unread(bram), "Pluktuin" in read(bram)) == (2, True)


@pytest.mark.parametrize("gone", ["hide", "remove"])
def test_a_reply_that_is_gone_is_no_news(idea, anna, bram, mo, gone):
    reply = make_comment(idea, anna, "Lelijke woorden.", make_comment(idea, bram))
    work_off()
    assert "Lelijke woorden." in read(bram)
    reply.hide(mo, "abuse") if gone == "hide" else reply.remove()
    assert unread(bram) == 0
    assert "Anna" not in read(bram)


def test_an_account_that_is_erased_takes_its_news_along(idea, anna, bram, mo):
    from front.erasure import erase

    idea.support(bram)
    decide(idea, mo)
    work_off()
    assert Inbox.objects.filter(pk=bram.user_id).exists()
    erase(bram.user, keep_words=True)
    assert list(Inbox.objects.values_list("pk", flat=True)) == [anna.user_id]
    assert told() == [("Anna", "status_changed")]


def test_old_news_and_inboxes_of_nobody_are_deleted(idea, anna, bram, mo, settings):
    idea.support(bram)
    decide(idea, mo)
    work_off()
    Notification.objects.filter(inbox=bram.user_id).update(told_at=Notice().told_at - settings.NEWS_KEPT)
    Inbox.objects.create(user_id=10**9)
    Notification.objects.filter(inbox=anna.user_id).update(
        told_at=Notice().told_at - settings.NEWS_KEPT + timedelta(days=1)
    )
    assert forget_news() == 1
    assert told() == [("Anna", "status_changed")]
    assert not Inbox.objects.filter(pk=10**9).exists()
