"""Is this answer clear? One word of each person, a share from five people on, and questions that colleagues answer."""

import re
import uuid
from datetime import date

import pytest
from django.utils import timezone

from answers.leaving import remove_questions, taken_along
from answers.models import Clarity, NotOwed
from answers.models.clarity import reply
from answers.models.notes import write_note
from ideas.models import Idea, Moved
from labs.models import RESIDENT_VOICE
from tests import news
from tests.answers.conftest import asked, voice_of, words
from tests.answers.readers import address, page_of, say, seen
from tests.answers.test_desk import counts, desk
from tests.factories import make_member
from tests.ideas.conftest import browser
from tests.mails import bodies, forget, told

pytestmark = pytest.mark.django_db


def test_one_person_counts_once_and_the_last_word_counts(answer, bram):
    assert say(answer, bram)
    assert not say(answer, bram)
    assert say(answer, bram, False, "Welke bus?")
    assert not say(answer, bram, False, "Welke bus?")
    assert say(answer, bram)
    assert list(Clarity.objects.values_list("person", "is_clear", "question")) == [(bram.pk, True, "")]


def test_the_share_shows_from_five_people_on(lab, answer):
    assert "vinden dit antwoord" not in page_of(answer)
    for number in range(4):
        say(answer, make_member(lab, f"Buur{number}"))
    assert "Een paar mensen zeiden of dit antwoord duidelijk is." in page_of(answer)
    say(answer, make_member(lab, "Buur5"), False, "Welke bus?")
    page = page_of(answer)
    assert "4 van de 5 mensen vinden dit antwoord duidelijk." in page
    assert "Welke bus?" not in page


def test_a_corrected_answer_is_asked_about_anew(answer, bram, fleur):
    say(answer, bram)
    old = seen(answer)
    answer.correct(fleur, voice_of(fleur), old, "Het mag toch.", **words(kind="yes"))
    with pytest.raises(Moved):
        answer.say_clear(bram, True, "", old)
    assert "Jij zei: ja." not in page_of(answer, bram)
    assert say(answer, bram)
    assert Clarity.objects.count() == 2


def test_an_answer_that_is_hidden_or_not_given_is_not_asked_about(answer, idea, bram, mo):
    answer.idea.hide(mo, "spam")
    with pytest.raises(NotOwed):
        say(answer, bram)
    assert browser(bram).post(address(answer), {"clear": "yes", "seen": seen(answer)}).status_code == 404


def test_a_question_goes_to_who_works_on_it_and_stands_on_no_page(answer, bram, fleur, client):
    bram_ = browser(bram)
    said = {"clear": "no", "seen": seen(answer), "question": "Welke bus?"}
    assert bram_.post(address(answer), said).status_code == 302
    assert told() == [(fleur.user.email, "Een vraag over het antwoord op Pluktuin")]
    assert news.told() == [("Fleur", "answer_unclear")]
    for page in (
        page_of(answer),
        page_of(answer, bram),
        client.get(f"{answer.idea.get_absolute_url()}antwoord/").content.decode(),
    ):
        assert "Welke bus?" not in page
    assert "1 vraag van een lezer" in page_of(answer, fleur)
    assert "vraag van een lezer" not in page_of(answer, bram)
    assert "Welke bus?" in browser(fleur).get(address(answer, "onduidelijk")).content.decode()
    assert bram_.get(address(answer, "onduidelijk")).status_code == 403


def test_no_without_a_question_is_asked_for_one(answer, bram):
    response = browser(bram).post(address(answer), {"clear": "no", "seen": seen(answer), "question": " "})
    assert response.status_code == 422
    assert "Schrijf wat je wilt weten." in response.content.decode()


def test_what_was_typed_stays_when_the_answer_was_corrected_meanwhile(answer, bram, fleur):
    old = seen(answer)
    answer.correct(fleur, voice_of(fleur), old, "Het mag toch.", **words(kind="yes"))
    said = {"clear": "no", "seen": old, "question": "Welke bus?"}
    response = browser(bram).post(address(answer), said)
    assert response.status_code == 409
    assert "Welke bus?</textarea>" in response.content.decode()
    assert f'value="{seen(answer)}"' in response.content.decode()


def test_a_reply_is_a_comment_and_who_asked_hears_it(answer, bram, fleur):
    say(answer, bram, False, "Welke bus?")
    forget()
    fleur_, asked_ = browser(fleur), Clarity.objects.get()
    said = {"asked": asked_.pk, "key": uuid.uuid4(), "words": "Bus 60."}
    assert fleur_.post(address(answer, "onduidelijk"), said).status_code == 302
    assert answer.idea.comments.get().text == "Bus 60."
    assert (bram.user.email, "Er is een reactie op je vraag over het antwoord op Pluktuin") in told()
    assert not Clarity.objects.waiting().exists()
    forget()
    fleur_.post(address(answer, "onduidelijk"), said)
    assert answer.idea.comments.count() == 1
    assert told() == []
    assert "Je vroeg iets, en er is een reactie." in page_of(answer, bram)


@pytest.mark.parametrize("first", ["colleague", "reader"])
def test_a_reply_to_a_question_that_no_longer_waits_keeps_its_words(answer, bram, fleur, ruud, first):
    say(answer, bram, False, "Welke bus?")
    asked_ = Clarity.objects.get()
    if first == "reader":
        say(answer, bram)
    else:
        reply(Clarity.objects.get(), fleur, voice_of(fleur), "Bus 60.", uuid.uuid4())
    said = {"asked": asked_.pk, "key": uuid.uuid4(), "words": "Bus 61."}
    response = browser(ruud).post(address(answer, "onduidelijk"), said)
    assert response.status_code == 409
    page = " ".join(response.content.decode().split())
    assert "Bus 61.</textarea>" in page
    assert "Deze vraag wacht niet meer op een reactie." in page
    assert "Naar de reacties" in page
    assert not answer.idea.comments.filter(text="Bus 61.").exists()


def test_who_asked_and_takes_part_hears_of_a_correction_once(yes, bram, anna, chaima, fleur):
    """The author, a supporter, and somebody who takes no part."""
    yes.idea.support(bram)
    for member in (anna, bram, chaima):
        say(yes, member, False, f"Welke bus, {member.name}?")
    news.start_anew()
    yes.correct(fleur, voice_of(fleur), seen(yes), "Beter uitgelegd.", **words(words="Bus 60 moet daar keren."))
    assert news.told() == [(name, "answer_cleared") for name in ("Anna", "Bram", "Chaima")]
    assert sorted(to for to, _subject in told()) == sorted(one.user.email for one in (anna, bram, chaima))


def test_nobody_is_told_that_they_answered_their_own_question(answer, fleur, ruud):
    say(answer, fleur, False, "Welke bus?")
    news.start_anew()
    reply(Clarity.objects.get(), fleur, voice_of(fleur), "Bus 60.", uuid.uuid4())
    assert ("Fleur", "answer_cleared") not in news.told()
    say(answer, ruud, False, "Wanneer?")
    news.start_anew()
    answer.correct(ruud, voice_of(ruud), seen(answer), "Het mag toch.", **words(words="Bus 60 moet daar keren."))
    assert "Ruud" not in dict(news.told())


def test_a_question_that_follows_a_yes_to_other_words_is_asked(answer, bram, fleur):
    old = seen(answer)
    answer.correct(fleur, voice_of(fleur), old, "Beter uitgelegd.", **words(words="Bus 60 moet daar keren."))
    page = browser(bram).post(address(answer), {"clear": "yes", "seen": old})
    assert page.status_code == 409
    html = page.content.decode()
    assert "Bus 60 moet daar keren." in html
    assert '<input type="hidden" name="clear"' not in html
    buttons = re.findall(r'name="clear"\s+value="(\w+)"', html)
    assert buttons == ["no", "yes"]
    said = {"clear": buttons[0], "seen": seen(answer), "question": "Welke bus?"}
    browser(bram).post(address(answer), said)
    assert Clarity.objects.waiting().get().question == "Welke bus?"


def test_the_answer_itself_holds_which_words_are_on_the_screen(answer, bram):
    """Then a correction that arrives live is what the reader says yes to."""
    page = page_of(answer, bram)
    part = page[page.index(f'id="answer-{answer.idea.pk}"') :].partition("</section>")[0]
    form = f"clear-{answer.idea.pk}-yes"
    assert f'<input type="hidden" form="{form}" name="seen" value="{seen(answer)}">' in part
    assert f'<form id="{form}"' in page
    assert page.count('name="seen"') == 1


def test_the_mail_has_the_reply_and_none_comes_for_a_question_asked_anew(answer, bram, fleur):
    say(answer, bram, False, "Welke bus?")
    forget()
    reply(Clarity.objects.get(), fleur, voice_of(fleur), "Bus 60.", uuid.uuid4())
    body = next(body for body in bodies() if "Welke bus?" in body)
    assert "De gemeente antwoordde:\n\nBus 60." in body
    say(answer, bram, False, "En op zondag?")
    reply(Clarity.objects.get(), fleur, voice_of(fleur), "Dan niet.", uuid.uuid4())
    say(answer, bram, False, "En in mei?")
    assert not any("En in mei?" in body for body in bodies() if "Hallo Bram" in body)


def test_a_correction_answers_all_questions(answer, bram, fleur, chaima):
    say(answer, bram, False, "Welke bus?")
    say(answer, chaima, False, "Wanneer dan?")
    forget()
    answer.correct(fleur, voice_of(fleur), seen(answer), "Beter uitgelegd.", **words(words="Bus 60 moet daar keren."))
    assert not Clarity.objects.waiting().exists()
    cleared = [address for address, subject in told() if subject.startswith("Er is een reactie op je vraag")]
    assert sorted(cleared) == sorted([bram.user.email, chaima.user.email])


def test_a_reply_by_who_may_not_and_about_a_hidden_idea_is_refused(answer, bram, chaima, fleur, mo):
    say(answer, bram, False, "Welke bus?")
    asked_ = Clarity.objects.get()
    said = {"asked": asked_.pk, "key": uuid.uuid4(), "words": "Bus 60."}
    assert browser(chaima).post(address(answer, "onduidelijk"), said).status_code == 403
    answer.idea.hide(mo, "spam")
    with pytest.raises(NotOwed):
        reply(asked_, fleur, voice_of(fleur), "Bus 60.", uuid.uuid4())
    assert browser(fleur).post(address(answer, "onduidelijk"), said | {"asked": "x"}).status_code in (403, 404)


def test_a_signed_out_reader_signs_in_first(answer, client):
    assert "antwoord/duidelijk/?antwoord=ja" in page_of(answer)
    assert client.get(address(answer) + "?antwoord=ja").url.startswith("/inloggen/")
    response = client.post(address(answer), {"clear": "no", "seen": seen(answer), "question": "Welke bus?"})
    assert response.url.startswith("/inloggen/")
    assert Clarity.objects.count() == 0


def test_the_desk_and_the_mail_offer_to_reply_to_a_reader(answer, bram, fleur):
    say(answer, bram, False, "Welke bus?")
    (row,) = desk(fleur, "?wie=alles").context["rows"]
    assert "Welke bus?" in row.about
    assert [str(act.words) for act in row.acts] == ["Reageer op de vraag"]
    (body,) = bodies()
    assert "Reageer op de vraag: " in body
    assert "collega" not in body


def test_a_question_about_an_earlier_answer_is_read_and_answered_like_the_others(yes, idea, bram, chaima, fleur):
    say(yes, bram, False, "Welke bus?")
    asked_ = Clarity.objects.get()
    asked(idea, chaima).give(fleur, voice_of(fleur), **words(kind="yes"))
    page = " ".join(browser(fleur).get(address(yes, "onduidelijk")).content.decode().split())
    assert "Welke bus?" in page
    assert "over een eerder antwoord" in page
    said = {"asked": asked_.pk, "key": uuid.uuid4(), "words": "Bus 60."}
    assert browser(fleur).post(address(yes, "onduidelijk"), said).status_code == 302
    assert not desk(fleur, "?wie=alles").context["rows"]


def test_a_corrected_later_answer_answers_the_questions_about_earlier_ones_too(yes, idea, bram, chaima, fleur):
    say(yes, bram, False, "Welke bus?")
    later = asked(idea, chaima)
    later.give(fleur, voice_of(fleur), **words(kind="yes"))
    later.correct(fleur, voice_of(fleur), seen(later), "Beter uitgelegd.", **words(kind="yes", words="Bus 60 keert."))
    assert not Clarity.objects.waiting().exists()


def test_a_question_about_a_withdrawn_idea_waits_for_nobody(yes, bram, anna, fleur):
    say(yes, bram, False, "Welke bus?")
    Idea.objects.get(pk=yes.idea.pk).withdraw(anna, RESIDENT_VOICE, "Toch niet.")
    assert not desk(fleur, "?wie=alles").context["rows"]


def test_a_question_waits_for_everybody_when_nobody_of_the_answer_can_reply(
    idea, bram, chaima, admin, fleur, ruud, groen
):
    answer = asked(idea, chaima)
    answer.take(fleur)
    answer.give(fleur, voice_of(fleur), **words(kind="not_now", day=date(2100, 3, 1)))
    say(answer, bram, False, "Welke bus?")
    write_note(answer, ruud, "Weet jij dit?", fleur)
    Idea.objects.filter(pk=idea.pk).update(status_date=timezone.localdate())
    assert (counts(fleur)["mij"], counts(ruud)["team"]) == (2, 0)
    els = make_member(idea.lab, "Els", "civil_servant")
    groen.change(admin, [fleur, els], name="team Groen", mandate="", mailbox="")
    fleur.take_role(fleur.roles.get(), admin, "Ander werk.")
    assert (counts(els)["team"], counts(ruud)["team"]) == (3, 0), "the team has it"
    groen.close(admin)
    assert (counts(els)["team"], counts(ruud)["team"]) == (3, 3)


def test_a_question_is_in_the_download_and_goes_with_its_writer(answer, bram):
    say(answer, bram, False, "Welke bus?")
    (row,) = taken_along([bram], "")["answers_clear"]
    assert (row["is_clear"], row["question"]) == (False, "Welke bus?")
    remove_questions([bram])
    assert Clarity.objects.get().question == ""


def test_who_answers_for_the_municipality_does_not_say_that_its_answer_is_clear(answer, bram, fleur):
    said = {"clear": "yes", "seen": seen(answer)}
    assert browser(fleur).get(address(answer)).status_code == 403
    assert browser(fleur).post(address(answer), said).status_code == 403
    assert "Is dit antwoord duidelijk?" not in page_of(answer, fleur)
    assert "Is dit antwoord duidelijk?" in page_of(answer, bram)
    assert browser(bram).post(address(answer), said).status_code == 302
    assert Clarity.objects.get().person == bram
