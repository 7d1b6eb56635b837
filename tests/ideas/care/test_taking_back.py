"""Withdrawing an idea: deleted, or with a trace if others took part."""

import pytest
from django.core import mail
from django.urls import reverse

from front.erasure import erase
from ideas.models import Idea
from labs.models import RESIDENT_VOICE
from notifications.models import OutgoingMail
from tests.factories import make_lab, make_member
from tests.ideas.care.conftest import text_of
from tests.mails import forget, told, work_off

pytestmark = pytest.mark.django_db


def test_idea_of_one_person_goes_whole(act, anna, idea):
    ideas = reverse("idea_list", kwargs={"lab_slug": "proefdorp"})
    assert act(anna, "idea_withdraw", idea, reason="Toch niet.").headers["Location"] == ideas
    assert Idea.objects.count() == 0
    assert act(anna, "idea_withdraw", idea, reason="Toch niet.").headers["Location"] == ideas, "pressed twice"
    assert act(anna, "idea_withdraw", idea).status_code == 404


def test_idea_in_which_others_took_part_leaves_a_trace(act, anna, bram, idea):
    idea.support(bram)
    response = act(anna, "idea_withdraw", idea, reason="De grond is <b>verkocht</b>.")
    assert response.headers["Location"] == idea.get_absolute_url()
    idea.refresh_from_db()
    assert (idea.status, idea.support_count, idea.story.get().reason) == (
        "withdrawn",
        1,
        "De grond is <b>verkocht</b>.",
    )
    assert act(anna, "idea_withdraw", idea, reason="Nog eens.").headers["Location"] == idea.get_absolute_url()
    assert idea.story.count() == 1
    page = text_of(act(None, "idea_detail", idea))
    assert "Teruggetrokken door de maker" in page
    assert "De grond is &lt;b&gt;verkocht&lt;/b&gt;." in page


def test_helpers_hear_it_once_with_the_reason(act, anna, bram, mo, idea):
    chaima = make_member(make_lab("heusden"), "Chaima")
    for kind in ("time", "things"):
        idea.pledge(bram, RESIDENT_VOICE, kind, "Een schop.")
        idea.pledge(anna, RESIDENT_VOICE, kind, "Ik ook.")
    idea.pledge(mo, RESIDENT_VOICE, "time", "Toch maar niet.").thing.take_back()
    idea.support(chaima)
    forget()
    act(anna, "idea_withdraw", idea, reason="De grond is <b>verkocht</b>.")
    assert [(message.to, message.subject) for message in mail.outbox] == [
        (["bram@example.org"], "Pluktuin is teruggetrokken"),
        (["chaima@example.org"], "Pluktuin: teruggetrokken door de maker"),
    ]
    body = mail.outbox[0].body
    assert "Anna heeft het idee Pluktuin teruggetrokken. Je hulp is nu niet meer nodig." in body
    assert "Waarom: De grond is <b>verkocht</b>." in body
    assert "Je zou hiermee meehelpen:\nTijd: Een schop.\nSpullen: Een schop.\n" in body
    assert "Ik ook." not in body
    assert f"http://testserver{idea.get_absolute_url()}" in body


def test_helpers_of_an_idea_that_was_hidden_meanwhile_hear_nothing(anna, bram, mo, idea):
    idea.pledge(bram, RESIDENT_VOICE, "time", "Op zaterdag.")
    forget()
    idea.withdraw(anna, RESIDENT_VOICE, "Toch niet.")
    Idea.objects.get(pk=idea.pk).hide(mo, "spam")
    assert [reader for reader, _subject in told()] == ["anna@example.org"]


@pytest.mark.parametrize(
    "leave", [lambda bram, idea: erase(bram.user, keep_words=True), lambda bram, idea: idea.pledges.get().take_back()]
)
def test_who_no_longer_helps_when_the_mail_is_written_hears_nothing(anna, bram, idea, leave):
    idea.pledge(bram, RESIDENT_VOICE, "time", "Op zaterdag.")
    forget()
    idea.withdraw(anna, RESIDENT_VOICE, "Toch niet.")
    leave(bram, idea)
    assert told() == []


def test_helpers_of_a_maker_who_left_read_no_name(anna, bram, idea):
    idea.pledge(bram, RESIDENT_VOICE, "time", "Op zaterdag.")
    forget()
    idea.withdraw(anna, RESIDENT_VOICE, "Toch niet.")
    erase(anna.user, keep_words=True)
    assert [subject for _reader, subject in told()] == ["Pluktuin is teruggetrokken"]
    assert "Anna" not in OutgoingMail.objects.get().body


EMPTIED = {
    "nl": ("Een idee waar je aan meehelpt is teruggetrokken", "Je zou hiermee meehelpen:\nTijd: Op zaterdag.\n"),
    "en": ("An idea that you help with was taken back", "You were going to help with this:\nTime: Op zaterdag.\n"),
}


@pytest.mark.parametrize("language", EMPTIED)
def test_helpers_of_an_idea_whose_words_went_read_what_they_offered(anna, bram, mo, idea, language):
    bram.user.language = language
    bram.user.save()
    idea.pledge(bram, RESIDENT_VOICE, "time", "Op zaterdag.")
    idea.pledge(mo, RESIDENT_VOICE, "things", "Een schop.")
    erase(anna.user, keep_words=False)
    work_off()
    written = OutgoingMail.objects.get(address="bram@example.org")
    subject, offered = EMPTIED[language]
    assert written.subject == subject
    assert offered in written.body
    assert "Een schop." not in written.body
    assert f"{idea.get_absolute_url()}\n" in written.body
    for word in ("Removed by", "Verwijderd door", "former participant", "Oud-deelnemer", "oud-deelnemer", "Anna"):
        assert word not in written.body


def test_taking_back_asks_why(act, anna, idea):
    response = act(anna, "idea_withdraw", idea, reason=" ")
    assert response.status_code == 422
    assert "Schrijf in één zin waarom." in text_of(response)
    assert Idea.objects.count() == 1
