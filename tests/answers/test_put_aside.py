"""A reader's question is put aside without a reply, or is asked when nobody can reply any more."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from answers.models import Clarity
from answers.models.clarity import put_aside, put_back, reply
from ideas.models import Idea, IdeaClosed, Moved
from ideas.models.idea import TALK_AFTER_CLOSING
from tests import news
from tests.answers.conftest import voice_of, words
from tests.answers.readers import address, page_of, say, seen
from tests.answers.test_desk import desk
from tests.factories import make_member
from tests.ideas.conftest import browser
from tests.mails import forget, told

pytestmark = pytest.mark.django_db


def aside(member, answer, question, **more):
    return browser(member).post(address(answer, "onduidelijk/opzij"), {"asked": question.pk, **more})


def test_a_question_that_is_put_aside_leaves_the_desk_and_comes_back(answer, bram, fleur, ruud):
    say(answer, bram, False, "Wat een onzin?")
    question = Clarity.objects.get()
    forget()
    news.start_anew()
    assert aside(fleur, answer, question).url == address(answer, "onduidelijk")
    assert aside(ruud, answer, question).status_code == 302, "pressed twice"
    assert not desk(fleur, "?wie=alles").context["rows"]
    page = " ".join(browser(ruud).get(address(answer, "onduidelijk")).text.split())
    assert "Opzij gelegd, zonder reactie" in page
    assert "Wat een onzin?" in page
    assert "Er wacht geen vraag op een reactie." in page
    assert "Je vroeg iets. De gemeente heeft het gelezen." in page_of(answer, bram)
    assert "vraag van een lezer" not in page_of(answer, fleur)
    assert (told(), news.told()) == ([], [])
    aside(ruud, answer, question, back="1")
    aside(ruud, answer, question, back="1")
    assert len(desk(fleur, "?wie=alles").context["rows"]) == 1
    assert "Je vroeg iets. De gemeente leest het." in page_of(answer, bram)


def test_who_asks_anew_waits_again_and_a_correction_settles_only_what_waits(yes, bram, chaima, fleur):
    say(yes, bram, False, "Welke bus?")
    put_aside(Clarity.objects.get(), fleur)
    say(yes, bram, False, "Welke bus, op zondag?")
    assert Clarity.objects.waiting().exists()
    put_aside(Clarity.objects.get(), fleur)
    say(yes, chaima, False, "Wanneer?")
    forget()
    yes.correct(fleur, voice_of(fleur), seen(yes), "Beter uitgelegd.", **words(kind="yes", words="Bus 60 keert."))
    assert list(Clarity.objects.put_aside().values_list("person", "answered_at")) == [(bram.pk, None)]
    assert [to for to, subject in told() if subject.startswith("Er is een reactie")] == [chaima.user.email]


def test_a_question_that_was_answered_or_taken_back_is_not_put_aside(answer, bram, chaima, fleur, ruud):
    say(answer, bram, False, "Welke bus?")
    question = Clarity.objects.get()
    reply(Clarity.objects.get(), ruud, voice_of(ruud), "Bus 60.", uuid.uuid4())
    with pytest.raises(Moved):
        put_aside(question, fleur)
    page = browser(fleur).post(address(answer, "onduidelijk/opzij"), {"asked": question.pk}, follow=True)
    assert "Deze vraag wacht niet meer op een reactie." in page.text
    say(answer, chaima, False, "Wanneer?")
    later = Clarity.objects.get(person=chaima)
    put_aside(Clarity.objects.get(pk=later.pk), fleur)
    with pytest.raises(Moved):
        reply(later, ruud, voice_of(ruud), "In mei.", uuid.uuid4())
    assert answer.idea.comments.count() == 1


def test_only_who_answers_puts_a_question_of_this_idea_aside(answer, bram, anna, admin, fleur, mo):
    say(answer, bram, False, "Welke bus?")
    question = Clarity.objects.get()
    for member in (anna, bram, mo, admin):
        assert aside(member, answer, question).status_code == 403
    assert browser(fleur).post(address(answer, "onduidelijk/opzij"), {"asked": "x"}).status_code == 403
    fleur.roles.all().delete()
    for verb in (put_aside, put_back):
        with pytest.raises(PermissionDenied):
            verb(question, fleur)
    answer.idea.hide(mo, "spam")
    assert aside(make_member(answer.lab, "Els", "civil_servant"), answer, question).status_code == 404
    assert Clarity.objects.get().put_aside_at is None


def test_a_worker_that_was_away_tells_nobody_of_a_question_that_is_put_aside(answer, bram, fleur):
    say(answer, bram, False, "Welke bus?")
    put_aside(Clarity.objects.get(), fleur)
    assert told() == []
    assert news.told() == []


def test_a_question_can_be_asked_while_the_idea_takes_comments(answer, bram, chaima):
    say(answer, chaima, False, "Welke bus?")
    assert "Nee, ik heb een vraag" in page_of(answer, bram)
    Idea.objects.filter(pk=answer.idea.pk).update(closed_at=timezone.now() - TALK_AFTER_CLOSING)
    answer.idea.refresh_from_db()
    for page in (page_of(answer, bram), page_of(answer)):
        assert "Is dit antwoord duidelijk?" in page
        assert "Nee, ik heb een vraag" not in page
        assert "Het gesprek over dit idee is voorbij." in page
    with pytest.raises(IdeaClosed):
        say(answer, bram, False, "En op zondag?")
    assert browser(bram).get(address(answer)).url == f"{answer.idea.get_absolute_url()}#clear-{answer.idea.pk}"
    typed = {"clear": "no", "seen": seen(answer), "question": "En op zondag?"}
    response = browser(bram).post(address(answer), typed)
    assert response.status_code == 403
    assert "En op zondag?</textarea>" in response.text
    assert "Het gesprek over dit idee is voorbij, dus er komt geen reactie meer." in response.text
    assert browser(bram).post(address(answer), {"clear": "yes", "seen": seen(answer)}).status_code == 302
    assert Clarity.objects.get(person=bram).is_clear
