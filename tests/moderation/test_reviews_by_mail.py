"""Somebody who reported without an account asks for another look, on the page of their report, once."""

from datetime import timedelta

import pytest

from common import clock
from front.erasure import erase
from labs.models import RoleKind
from moderation.chores import forget_reporters
from moderation.models import Report, Review, report_by_mail, reviewing
from moderation.models.report import KEPT
from tests import mails
from tests.factories import make_member
from tests.ideas.conftest import browser
from tests.moderation.test_reviews import HIDE, STANDS, WHY, decide
from tests.moderation.test_reviews import ask as ask_signed_in
from tests.standing import standing_at

pytestmark = pytest.mark.django_db
TESS = "tess@example.org"


@pytest.fixture
def reported(comment, mo):
    return report_by_mail(comment, TESS, "nl", "privacy", "Iedereen weet wie dat is.").report


@pytest.fixture
def stayed(reported, mo):
    reported.case.decide(mo, "nothing", explanation="Dit is een mening.")
    return Report.objects.get()


def ask(client, report, why=WHY):
    return client.post(report.get_absolute_url(), {"why": why})


def test_they_ask_on_the_page_to_which_the_mail_leads_and_hear_how_it_ended(client, stayed, noor):
    (theirs,) = [body for body in mails.bodies() if "Dit is een mening." in body]
    assert theirs.count(f"http://testserver{stayed.get_absolute_url()}") == 2, "also as the way to ask"
    assert 'name="why"' in client.get(stayed.get_absolute_url()).text
    for _again in range(2):
        assert ask(client, stayed).headers["Location"] == stayed.get_absolute_url()
    review = Review.objects.get()
    assert (review.report, review.asked_by, review.why) == (stayed, None, WHY)
    page = client.get(stayed.get_absolute_url()).text
    assert "Een andere moderator kijkt, uiterlijk" in page
    assert 'name="why"' not in page
    page = browser(noor).get(stayed.case.get_absolute_url()).text
    assert WHY in page
    assert TESS not in page
    mails.forget()
    assert decide(noor, stayed.case, STANDS).status_code == 302
    assert (TESS, "We keken nog eens: het blijft staan") in mails.told()
    (theirs,) = [body for body in mails.bodies() if "Het huisnummer is genoeg" in body]
    assert stayed.get_absolute_url() in theirs
    assert "Noor" not in theirs, "a reporter isn't told who looked"
    page = client.get(stayed.get_absolute_url()).text
    assert "Het huisnummer is genoeg" in page


def test_other_words_are_kept_on_the_screen_and_no_words_are_refused(client, stayed):
    assert ask(client, stayed, " ").status_code == 422
    ask(client, stayed)
    page = ask(client, stayed, "Nog iets.")
    assert page.status_code == 409
    assert "Nog iets." in page.text
    assert Review.objects.count() == 1


def test_there_is_nothing_to_ask_before_a_decision_nor_when_it_is_hidden(client, reported, comment, mo):
    assert ask(client, reported).status_code == 404
    comment.hide(mo, "privacy", "Een huisnummer.")
    assert ask(client, reported).status_code == 404
    assert 'name="why"' not in client.get(reported.get_absolute_url()).text


def test_without_the_secret_nobody_asks(client, stayed):
    assert client.post(stayed.get_absolute_url().replace(stayed.secret, "x" * 32), {"why": WHY}).status_code == 404
    assert not Review.objects.exists()


def test_who_reported_signed_out_and_signs_in_asks_once(client, stayed, lab):
    tess = make_member(lab, "Tess")
    assert tess.user.mailbox == TESS
    assert ask_signed_in(tess, stayed.case).status_code == 302
    assert ask(client, stayed, "Nog eens.").status_code == 409
    assert Review.objects.count() == 1


def test_who_asked_signed_out_does_not_ask_again_signed_in(client, stayed, lab):
    ask(client, stayed)
    tess = make_member(lab, "Tess")
    assert "Je vroeg om nog eens te kijken" in browser(tess).get(stayed.case.path_to_ask).text
    assert ask_signed_in(tess, stayed.case, "Nog eens.").status_code == 409
    assert Review.objects.count() == 1


def test_a_moderator_who_reported_it_signed_out_does_not_look_again(client, stayed, lab):
    tess = make_member(lab, "Tess", RoleKind.MODERATOR)
    ask(client, stayed)
    assert not reviewing.uninvolved(stayed.case).exists()
    assert decide(tess, stayed.case, HIDE).status_code == 403
    assert Review.objects.open().exists()


def test_their_words_and_address_stay_until_it_ended_and_then_go(client, stayed, noor):
    ask(client, stayed)
    with standing_at(clock.now() + KEPT + timedelta(days=1)):
        assert forget_reporters() == 0, "they hear how it ended"
        decide(noor, stayed.case, STANDS)
        mails.work_off()
        assert forget_reporters() == 1
    assert Review.objects.get().why == ""
    assert Report.objects.get().mailbox == ""


def test_what_they_asked_goes_with_an_account_of_the_same_mailbox(client, stayed, lab):
    ask(client, stayed)
    erase(make_member(lab, "Tess").user, keep_words=True)
    review = Review.objects.get()
    assert (review.why, review.outcome) == ("", "gone")
