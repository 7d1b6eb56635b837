"""What colleagues tell and ask each other: written once, answered, read by them alone (access/test_internal.py)."""

import pytest
from django.core.exceptions import PermissionDenied

from answers.models import Note
from answers.models.notes import write_note
from notifications.models import Notification, OutgoingMail
from tests.answers.conftest import asked, voice_of, words
from tests.answers.test_desk import counts
from tests.answers.test_owner import again
from tests.answers.test_pages import address, text_of
from tests.ideas.conftest import browser
from tests.mails import work_off

pytestmark = pytest.mark.django_db


def test_a_note_is_written_once_however_often_the_form_is_sent(idea, chaima, fleur):
    asked(idea, chaima)
    for _time in range(2):
        page = browser(fleur).post(address("answer_note", idea), {"words": "Bel eerst ProRail."}, follow=True)
    assert "Bel eerst ProRail." in text_of(page)
    assert "Alleen collega's zien dit." in text_of(page)
    assert Note.objects.count() == 1


def test_an_empty_note_and_a_question_to_a_stranger_are_refused_with_the_words(idea, chaima, bram, fleur):
    asked(idea, chaima)
    assert browser(fleur).post(address("answer_note", idea), {"words": " "}).status_code == 422
    response = browser(fleur).post(address("answer_note", idea), {"words": "Mag dit?", "to": bram.pk})
    assert response.status_code == 422
    assert "Mag dit?" in response.text
    assert not Note.objects.exists()


def test_a_question_is_open_until_the_colleague_writes_something(idea, chaima, fleur, ruud):
    answer = asked(idea, chaima)
    question = write_note(answer, fleur, "Mag dit van de weg?", ruud)
    page = text_of(browser(ruud).get(address("answer_work", idea)))
    assert "vraagt aan <bdi>Ruud</bdi>" in page
    assert "Nog niet beantwoord." in page
    write_note(again(answer), fleur, "Het is voor dinsdag.")
    question.refresh_from_db()
    assert question.replied_at is None, "only the colleague replies"
    write_note(again(answer), ruud, "Ja, dat mag.")
    question.refresh_from_db()
    assert question.replied_at
    assert "Nog niet beantwoord." not in text_of(browser(ruud).get(address("answer_work", idea)))


def test_a_question_about_an_earlier_answer_of_the_idea_is_read_and_answered_at_the_next_one(
    idea, chaima, fleur, ruud
):
    answer = asked(idea, chaima)
    write_note(answer, fleur, "Mag dit van de weg?", ruud)
    again(answer).give(fleur, voice_of(fleur), **words(kind="yes"))
    assert counts(ruud)["mij"] == 1
    next_one = asked(again(answer).idea, chaima)
    assert "Mag dit van de weg?" in text_of(browser(ruud).get(address("answer_work", idea)))
    write_note(again(next_one), ruud, "Ja, dat mag.")
    assert counts(ruud)["mij"] == 0
    assert not Note.objects.unanswered().exists()


def test_a_reply_before_the_mail_is_written_needs_no_mail(idea, chaima, fleur, ruud):
    answer = asked(idea, chaima)
    work_off()
    OutgoingMail.objects.all().delete()
    write_note(answer, fleur, "Mag dit?", ruud)
    write_note(again(answer), ruud, "Ja.")
    work_off()
    assert not OutgoingMail.objects.exists()


def test_somebody_whose_role_was_just_taken_back_writes_nothing(idea, chaima, admin, fleur):
    answer = asked(idea, chaima)
    fleur.take_role(fleur.roles.get(), admin, "Ander werk.")
    with pytest.raises(PermissionDenied):
        write_note(answer, fleur, "Nog één ding.")
    assert not Note.objects.exists()


def test_a_colleague_is_told_of_a_question_about_an_answer_that_was_given(idea, chaima, fleur, ruud):
    answer = asked(idea, chaima)
    answer.give(fleur, voice_of(fleur), **words())
    write_note(again(answer), fleur, "Klopt dit nog?", ruud)
    work_off()
    mails = OutgoingMail.objects.filter(user=ruud.user, body__contains="Klopt dit nog?")
    assert "antwoord/werk/" in mails.get().body
    page = text_of(browser(ruud).get("/van-mij/nieuw/"))
    assert "Een collega vraagt je iets over" in page
    assert Notification.objects.filter(inbox=ruud.user_id).exists()
    assert "Klopt dit nog?" in text_of(browser(ruud).get(address("answer_work", idea)))
