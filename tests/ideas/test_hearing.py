"""*Keep me posted* on an idea, for anyone, and *Stop*, also for who takes part in it."""

import pytest

from ideas.models import Idea, IdeaSubscription
from ideas.news import people_of
from labs.models import RESIDENT_VOICE, HidingReason
from notifications.models import inbox_of
from notifications.rows import rows_of
from tests.factories import make_comment, make_idea, make_member
from tests.ideas.conftest import browser
from tests.mails import told, work_off

pytestmark = pytest.mark.django_db
POSTED, KEEP = "Je hoort hiervan", "Houd me op de hoogte"


@pytest.fixture
def idea(anna):
    return make_idea(anna)


@pytest.fixture
def chaima(lab):
    return make_member(lab, "Chaima")


def news_of(member):
    work_off()
    return [row.line.text for row in rows_of(inbox_of(member.user).news.shown().rows())]


def change(idea, by, words="We praten."):
    idea.set_status(by, RESIDENT_VOICE, "talking", words)


def says(client, idea):
    page = client.get(idea.get_absolute_url()).content.decode()
    return {words for words in (POSTED, KEEP) if words in page}


def test_who_asked_to_be_kept_posted_hears_of_it_and_who_stopped_does_not(idea, anna, bram, chaima, mo):
    assert idea.keep_posted(bram)
    change(idea, mo)
    assert (news_of(bram), news_of(chaima)) == (["Pluktuin: we praten erover"], [])
    assert idea.stop_posting(bram)
    idea.set_status(mo, RESIDENT_VOICE, "doing", "Er is een schop.")
    inbox_of(bram.user).read_all(10**9)
    assert len(news_of(bram)) == 1


@pytest.mark.parametrize("act", ["support", "pledge", "comment", "author"])
def test_who_takes_part_hears_of_it_until_they_stop_and_keeps_what_they_did(idea, anna, bram, mo, act):
    member = anna if act == "author" else bram
    if act == "support":
        idea.support(bram)
    elif act == "pledge":
        idea.pledge(bram, RESIDENT_VOICE, "time", "Ik help.")
    elif act == "comment":
        make_comment(idea, bram)
    client = browser(member)
    assert says(client, idea) == {POSTED}
    client.post(f"{idea.get_absolute_url()}op-de-hoogte/stop/")
    assert says(client, idea) == {KEEP}
    told()
    change(idea, mo)
    assert news_of(member) == ([] if act != "author" else [line for line in news_of(anna) if "praten" not in line])
    assert [subject for address, subject in told() if address == member.user.email and "praten" in subject] == []
    idea.refresh_from_db()
    assert (idea.support_count, idea.comment_count) == (act == "support", act == "comment")


def test_a_stop_holds_when_somebody_supports_it_later(idea, bram, mo):
    idea.stop_posting(bram)
    client = browser(bram)
    client.post(f"{idea.get_absolute_url()}steun/")
    page = client.get(idea.get_absolute_url()).content.decode()
    assert KEEP in page
    assert POSTED not in page
    assert "Je hoort hoe het verdergaat." not in page
    change(idea, mo)
    assert news_of(bram) == []


def test_who_asked_and_takes_part_is_told_once(idea, bram, mo):
    idea.support(bram)
    make_comment(idea, bram)
    idea.keep_posted(bram)
    change(idea, mo)
    assert news_of(bram) == ["Pluktuin: we praten erover"]


def test_who_did_it_is_not_told(idea, mo):
    idea.keep_posted(mo)
    change(idea, mo)
    assert news_of(mo) == []


def test_nobody_hears_of_what_is_hidden(idea, bram, mo):
    idea.keep_posted(bram)
    change(idea, mo)
    idea.hide(mo, HidingReason.SPAM)
    assert news_of(bram) == []


def test_twice_is_once_and_the_last_press_counts(idea, bram):
    assert [idea.keep_posted(bram), idea.keep_posted(bram)] == [True, False]
    assert [idea.stop_posting(bram), idea.stop_posting(bram)] == [True, False]
    assert [row.is_on for row in IdeaSubscription.objects.all()] == [False]


def test_a_reply_and_help_are_told_until_the_idea_is_stopped(idea, anna, bram, chaima):
    comment = make_comment(idea, bram)
    make_comment(idea, chaima, "Ja!", comment)
    assert len(news_of(bram)) == 1
    idea.stop_posting(bram)
    idea.stop_posting(anna)
    before, annas = len(told()), news_of(anna)
    make_comment(idea, chaima, "Nee!", comment)
    idea.pledge(chaima, RESIDENT_VOICE, "time", "Ik help.")
    assert (len(told()), len(news_of(bram)), news_of(anna)) == (before, 1, annas)
    assert annas == ["2 reacties op Pluktuin"]


def test_hiding_is_told_also_to_an_author_who_stopped(idea, anna, mo):
    idea.stop_posting(anna)
    idea.hide(mo, HidingReason.SPAM)
    assert [address for address, _subject in told()] == [anna.user.email]


# The page


def test_the_button_works_without_the_script_and_with_it(idea, bram):
    client, url = browser(bram), idea.get_absolute_url()
    assert says(client, idea) == {KEEP}
    answer = client.post(f"{url}op-de-hoogte/", follow=True)
    assert POSTED in answer.content.decode()
    assert "Je hoort hier nu van" in answer.content.decode()
    part = client.post(f"{url}op-de-hoogte/stop/", HTTP_HX_REQUEST="true").content.decode()
    assert "<html" not in part
    assert KEEP in part
    assert f'id="hear-idea-{idea.pk}"' in part
    assert POSTED in client.post(f"{url}op-de-hoogte/", HTTP_HX_REQUEST="true").content.decode()
    assert client.delete(f"{url}op-de-hoogte/", HTTP_HX_REQUEST="true").status_code == 200
    assert not IdeaSubscription.objects.get().is_on


def test_the_press_of_support_and_of_a_comment_says_that_one_will_hear(idea, bram):
    client, url = browser(bram), idea.get_absolute_url()
    page = client.post(f"{url}steun/", follow=True).content.decode()
    assert "Je steunt dit nu. Je hoort hoe het verdergaat." in page
    assert POSTED in client.post(f"{url}steun/", HTTP_HX_REQUEST="true").content.decode()
    assert KEEP in client.post(f"{url}steun/intrekken/", HTTP_HX_REQUEST="true").content.decode()
    page = client.post(f"{url}reacties/", {"text": "Mooi.", "key": ""}, follow=True).content.decode()
    assert "Je reactie staat online. Je hoort hoe het verdergaat." in page


def test_a_visitor_signs_in_first_and_then_it_is_done(idea, client):
    url = f"{idea.get_absolute_url()}op-de-hoogte/"
    assert f'href="{url}"' in client.get(idea.get_absolute_url()).content.decode()
    assert client.get(url).headers["Location"].startswith("/inloggen/?doe=")
    assert client.post(url).headers["Location"].startswith("/inloggen/?bij=")
    assert not IdeaSubscription.objects.exists()


def test_nothing_more_becomes_of_a_withdrawn_idea(idea, anna, bram):
    idea.support(bram)
    idea.withdraw(anna, RESIDENT_VOICE, "Ik verhuis.")
    client = browser(bram)
    assert says(client, idea) == set()
    assert client.post(f"{idea.get_absolute_url()}op-de-hoogte/").status_code == 403


def test_a_hidden_idea_is_not_there(idea, bram, mo):
    idea.hide(mo, HidingReason.SPAM)
    assert browser(bram).post(f"{idea.get_absolute_url()}op-de-hoogte/").status_code == 404


def test_people_of_an_idea_are_one_query_however_many_stopped(idea, lab, mo, django_assert_num_queries):
    idea = Idea.objects.select_related("author", "behalf", "lab").get(pk=idea.pk)
    for number in range(3):
        member = make_member(lab, f"Buur{number}")
        idea.support(member)
        idea.stop_posting(member)
        with django_assert_num_queries(1):
            assert [user.name for user in people_of(idea)] == ["Anna"]
