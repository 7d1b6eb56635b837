"""The link *Stop these mails*: one press, signed out, twice the same, and back; and the page of settings."""

import pytest
from django.core.signing import Signer
from django.test import Client

from front.erasure import erase
from notifications import stopping
from notifications.groups import GATHERINGS, GROUPS, IDEAS, REPLIES, Mail
from notifications.models import Wish, all_wishes, choose
from tests.factories import make_lab, make_member, make_user
from tests.news import signed_in, words_of

pytestmark = pytest.mark.django_db
PAGE = "/van-mij/nieuw/instellen/"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def bram():
    return make_user("Bram")


@pytest.fixture
def link(bram):
    return stopping.link(bram.pk, [IDEAS.name, REPLIES.name]).removeprefix("http://testserver")


def mails(user):
    wishes = all_wishes(user)
    return wishes["ideas"], wishes["replies"], wishes["answers"]


def test_looking_changes_nothing_and_shows_a_button(bram, link):
    page = Client().get(link)
    assert "Deze mails stoppen?" in page.text
    assert "Ideeën en vragen waaraan ik meedoe" in page.text
    assert "Bram" not in words_of(page.text), "whoever has the link learns no name"
    assert mails(bram) == ("daily", "daily", "now")
    assert not Wish.objects.exists()


def test_a_mail_program_stops_them_signed_out_and_twice_is_the_same_answer(bram, link):
    program = Client(enforce_csrf_checks=True)
    first, second = (program.post(link, ONE_CLICK) for _again in "ab")
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.content == second.content
    assert "Je krijgt hier geen mail meer over." in first.text
    assert "Toch wel" in first.text
    assert not first.cookies
    assert mails(bram) == ("never", "never", "now")


def test_after_all_brings_them_back_as_they_were(bram, link):
    choose(bram, {"ideas": Mail.NOW})
    browser = Client(enforce_csrf_checks=True)
    browser.post(link)
    answers = [browser.post(link, {"mail": "again"}) for _again in "ab"]
    assert answers[0].content == answers[1].content
    assert "Je krijgt deze mails weer." in answers[0].text
    assert mails(bram) == ("now", "daily", "now")


def test_after_all_also_brings_back_what_was_set_to_never(bram, link):
    choose(bram, {"ideas": Mail.NEVER, "replies": Mail.NEVER})
    assert "Je krijgt hier geen mail meer over." in Client().get(link).text
    Client().post(link, {"mail": "again"})
    assert mails(bram) == ("daily", "daily", "now")


def test_the_page_is_in_the_language_of_the_reader(bram, link):
    bram.language = "en"
    bram.save()
    page = Client(headers={"accept-language": "nl"}).post(link).text
    assert "You get no more mail about this." in page
    assert 'lang="en"' in page


@pytest.mark.parametrize(
    "change", [lambda link: link[:-2] + "x/", lambda link: "/stop/7.ideas/", lambda link: "/stop/~/"]
)
def test_a_link_that_we_did_not_sign_is_not_there(bram, link, change):
    assert [getattr(Client(), method)(change(link)).status_code for method in ("get", "post")] == [404, 404]
    assert not Wish.objects.exists()


def test_a_signature_for_something_else_is_none_here(bram):
    signed = Signer(sep="~").sign(f"{bram.pk}.ideas")
    assert Client().post(f"/stop/{signed}/").status_code == 404


def test_without_the_account_the_answer_is_the_same_and_nothing_is_stored(bram, link):
    erase(bram, keep_words=True)
    answer = Client().post(link)
    assert "Je krijgt hier geen mail meer over." in answer.text
    assert Client().post(link, {"mail": "again"}).status_code == 200
    assert not Wish.objects.exists()


def test_a_link_concerns_only_its_account_and_groups(bram):
    chaima = make_user("Chaima")
    Client().post(stopping.link(bram.pk, [GATHERINGS.name]).removeprefix("http://testserver"))
    assert all_wishes(bram) == all_wishes(chaima) | {"gatherings": "never"}


# Settings


@pytest.fixture
def merel():
    return make_member(make_lab(), "Merel")


def test_the_settings_show_what_applies_and_keep_a_choice(merel):
    browser = signed_in(merel)
    asked = browser.get(PAGE).text
    assert asked.count("checked") == len(GROUPS)
    said = dict.fromkeys(GROUPS, "now") | {"ideas": "never"}
    answer = browser.post(PAGE, said, follow=True)
    assert "Bewaard. Het geldt vanaf nu." in answer.text
    assert all_wishes(merel.user) == said


@pytest.mark.parametrize("wrong", [{}, {"ideas": "soms"}, {"ideas": "\x00"}])
def test_a_choice_that_is_none_is_said_at_its_field(merel, wrong):
    said = {name: "now" for name in GROUPS if name != "ideas"} | wrong
    answer = signed_in(merel).post(PAGE, said)
    assert answer.status_code == 422
    assert "Kies een van de drie." in answer.text
    assert 'id="id_ideas_error"' in answer.text
    assert not Wish.objects.exists()
