"""Ideas answer a question: from its page, or later; a closed question takes none, and the count is right."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from challenges import live
from challenges.models import Answering, Challenge, ChallengeClosed, State, attach
from challenges.models.answering import answering_of
from challenges.topics import ChallengeTopic
from ideas.models import Idea, IdeaClosed
from ideas.topics import IdeaTopic
from labs.models import RESIDENT_VOICE, HidingReason
from realtime import names
from tests.challenges.factories import make_question
from tests.factories import make_idea, make_lab, make_member
from tests.ideas.conftest import browser

WORDS = {"title": "Samen eten in Sevenum", "opportunity": "Overdag is er een keuken vrij."}


def paper(question=None, **more):
    return WORDS | {"key": str(uuid.uuid4()), "vraag": question.pk if question else ""} | more


def close(question):
    Challenge.objects.filter(pk=question.pk).update(state=State.CLOSED)


def count_of(question):
    return Challenge.objects.with_count().get(pk=question.pk).idea_count


def test_the_button_opens_the_form_with_the_question_chosen(bram, question, lab):
    page = browser().get(question.get_absolute_url()).text
    assert f'href="/{lab.slug}/ideeen/nieuw/?vraag={question.pk}"' in page
    form = browser().get(f"/{lab.slug}/ideeen/nieuw/?vraag={question.pk}").text
    assert f'<option value="{question.pk}" selected>Hoe eten we vaker samen?</option>' in form
    assert "Geen vraag" in form


def test_an_idea_from_the_form_answers_the_question(bram, question, lab):
    browser(bram).post(f"/{lab.slug}/ideeen/nieuw/", paper(question))
    idea = Idea.objects.get()
    assert answering_of(idea).challenge == question
    assert count_of(question) == 1
    assert "Antwoord op de vraag:" in browser().get(idea.get_absolute_url()).text
    assert "Antwoord op de vraag:" in browser().get(f"/{lab.slug}/ideeen/").text
    assert idea.title in browser().get(question.get_absolute_url()).text


def test_without_the_question_it_answers_none(bram, question, lab):
    browser(bram).post(f"/{lab.slug}/ideeen/nieuw/", paper())
    assert not Answering.objects.exists()
    assert "Antwoord op de vraag" not in browser().get(f"/{lab.slug}/ideeen/").text


def test_a_question_that_closed_meanwhile_takes_no_idea_and_the_words_stay(bram, question, lab):
    close(question)
    response = browser(bram).post(f"/{lab.slug}/ideeen/nieuw/", paper(question))
    assert response.status_code == 422
    assert "Deze vraag is dicht." in response.text
    assert WORDS["opportunity"] in response.text
    assert not Idea.objects.exists()


def test_a_question_that_closes_between_the_check_and_the_lock_takes_none_either(bram, question, lab, monkeypatch):
    from challenges.occasion import QuestionOccasion

    hold = QuestionOccasion.hold
    monkeypatch.setattr(QuestionOccasion, "hold", lambda self, chosen: (close(chosen), hold(self, chosen)))
    response = browser(bram).post(f"/{lab.slug}/ideeen/nieuw/", paper(question))
    assert response.status_code == 409
    assert "Deze vraag is dicht." in response.text
    assert WORDS["opportunity"] in response.text
    assert not Idea.objects.exists()
    monkeypatch.undo()
    assert browser(bram).post(f"/{lab.slug}/ideeen/nieuw/", paper()).status_code == 302


def test_the_form_sent_twice_answers_once(bram, question, lab):
    sent = paper(question)
    for _press in range(2):
        browser(bram).post(f"/{lab.slug}/ideeen/nieuw/", sent)
    assert count_of(question) == 1


def test_a_lab_without_open_questions_has_no_such_field(lab):
    assert 'name="vraag"' not in browser().get(f"/{lab.slug}/ideeen/nieuw/?vraag=3").text


def test_questions_of_another_lab_are_no_choice(bram, lab):
    elsewhere = make_question(make_member(make_lab("buurdorp"), "Otto"))
    make_question(bram)
    assert browser(bram).post(f"/{lab.slug}/ideeen/nieuw/", paper(elsewhere)).status_code == 422


def test_the_author_and_staff_attach_and_detach_later(anna, bram, mo, question):
    idea = make_idea(bram)
    url = f"{idea.get_absolute_url()}vraag/"
    assert browser(anna).post(url, {"question": question.pk}).status_code == 403
    browser(bram).post(url, {"question": question.pk})
    assert count_of(question) == 1
    assert "Zeg op welke vraag" in browser(bram).get(f"{idea.get_absolute_url()}meer/").text
    browser(mo).post(url, {"question": ""})
    assert count_of(question) == 0
    assert "Antwoord op de vraag" not in browser().get(idea.get_absolute_url()).text


def test_attached_twice_counts_once_and_from_one_to_another_moves(anna, bram, question):
    idea, other = make_idea(bram), make_question(anna, "Wie kookt er?")
    assert [attach(idea, question) for _press in range(2)] == [True, False]
    attach(idea, other)
    assert (count_of(question), count_of(other)) == (0, 1)


def test_a_closed_question_and_a_hidden_idea_are_refused_under_the_lock(bram, mo, question):
    idea = make_idea(bram)
    stale = Challenge.objects.get(pk=question.pk)
    close(question)
    with pytest.raises(ChallengeClosed):
        attach(idea, stale)
    Challenge.objects.filter(pk=question.pk).update(state=State.OPEN)
    idea.hide(mo, "spam")
    with pytest.raises(IdeaClosed):
        attach(idea, question)
    assert not Answering.objects.exists()


def test_hidden_and_deleted_ideas_are_not_counted(bram, mo, question):
    hidden, deleted = make_idea(bram, "Een"), make_idea(bram, "Twee")
    for idea in (hidden, deleted):
        attach(idea, question)
    hidden.hide(mo, "spam")
    assert count_of(question) == 1
    before = question_revision(question)
    deleted.withdraw(bram, RESIDENT_VOICE, "Het kan niet.")
    assert count_of(question) == 0
    assert ChallengeTopic().parts(question.pk, "page", before) is None, (
        "its card has no row: the page is fetched again"
    )
    hidden.restore(mo, "Vergissing.")
    assert count_of(question) == 1


def question_revision(question):
    return Challenge.objects.get(pk=question.pk).revision


def test_an_open_page_of_the_question_gets_the_new_card_and_the_count(bram, question):
    before = question_revision(question)
    idea = make_idea(bram)
    attach(idea, question)
    parts = {part.key: part.render() for part in ChallengeTopic().parts(question.pk, "page", before)}
    assert set(parts) == {f"challenge-count-{question.pk}", f"card-{idea.pk}"}
    assert 'data-in="answers"' in parts[f"card-{idea.pk}"]
    assert "Het eerste idee is er" in parts[f"challenge-count-{question.pk}"]


def test_open_pages_and_cards_of_the_idea_follow_attaching_detaching_and_the_title(anna, bram, mo, question):
    idea, topic = make_idea(bram), IdeaTopic()

    def told(view, after):
        parts = {part.key: part.render() for part in topic.parts(idea.pk, view, after)}
        return parts.get(f"idea-question-{idea.pk}")

    def now():
        return Idea.objects.get(pk=idea.pk).revision

    before = now()
    attach(idea, question)
    assert question.title in told("page", before)
    assert question.title in told("card", before)
    before = now()
    question.edit(anna, title="Wie eet er mee?")
    names.bring()
    assert "Wie eet er mee?" in told("card", before)
    before = now()
    question.hide(mo, "spam")
    names.bring()
    assert "Wie eet er mee?" not in told("page", before)
    assert "hidden" in told("page", before)
    question.restore(mo, "Vergissing.")
    names.bring()
    before = now()
    attach(idea, None)
    assert "Wie eet er mee?" not in told("page", before)
    assert told("page", now()) is None


def test_the_title_of_a_hidden_question_is_on_no_fresh_page_of_an_idea(bram, mo, question, lab):
    attach(make_idea(bram), question)
    for url in (f"/{lab.slug}/ideeen/", Idea.objects.get().get_absolute_url()):
        assert question.title in browser().get(url).text
    question.hide(mo, "spam")
    for url in (f"/{lab.slug}/ideeen/", Idea.objects.get().get_absolute_url()):
        assert question.title not in browser().get(url).text


def test_attaching_rings_for_both(bram, question, monkeypatch):
    idea, rung = make_idea(bram), []
    monkeypatch.setattr(live, "ring", rung.append)
    attach(idea, question)
    assert sorted(rung) == [f"challenge-{question.pk}", f"idea-{idea.pk}"]


def queries(client, url):
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    return len(asked)


@pytest.mark.parametrize("page", ["ideeen/", ""])
def test_cards_with_a_question_cost_no_query_more(bram, question, lab, page):
    for number in range(3):
        make_idea(bram, f"Idee {number}")
    client, url = browser(bram), f"/{lab.slug}/{page}"
    client.get(url)
    before = queries(client, url)
    for idea in Idea.objects.all():
        attach(idea, question)
    assert queries(client, url) == before


def test_the_page_of_a_question_asks_no_more_for_three_ideas_than_for_one(bram, question):
    attach(make_idea(bram), question)
    client, url = browser(bram), question.get_absolute_url()
    client.get(url)
    before = queries(client, url)
    for number in range(2):
        attach(make_idea(bram, f"Idee {number}"), question)
    assert queries(client, url) == before


@pytest.mark.parametrize("why", ["closed", "hidden", "gone", "elsewhere"])
def test_an_old_link_to_the_form_says_that_the_question_is_not_open(bram, mo, question, lab, why):
    pk = question.pk
    if why == "closed":
        close(question)
    elif why == "hidden":
        question.hide(mo, HidingReason.SPAM)
    elif why == "gone":
        question.withdraw()
    else:
        pk = make_question(make_member(make_lab("buurdorp"))).pk
    for others in range(2):
        page = browser(bram).get(f"/{lab.slug}/ideeen/nieuw/", {"vraag": pk}).text
        assert "Deze vraag staat niet open. Je idee kan ook zonder vraag." in page
        assert f'value="{pk}"' not in page.partition('name="vraag"')[2].partition("</select>")[0]
        make_question(bram, f"Nog een {others}?")


def test_a_link_to_an_open_question_says_nothing_of_it(bram, question, lab):
    page = browser(bram).get(f"/{lab.slug}/ideeen/nieuw/", {"vraag": question.pk}).text
    assert "staat niet open" not in page
    assert "staat niet open" not in browser(bram).get(f"/{lab.slug}/ideeen/nieuw/", {"vraag": "x"}).text


def test_saving_the_form_unchanged_keeps_the_question_also_a_hidden_one(anna, bram, mo, question):
    idea = make_idea(bram)
    attach(idea, question)
    url = f"{idea.get_absolute_url()}vraag/"
    question.hide(mo, HidingReason.SPAM)
    page = browser(bram).get(url)
    assert "De vraag van dit idee is nu verborgen." in page.text
    assert question.title not in page.text
    unchanged = {"question": "", "was": page.context["form"]["was"].value() or ""}
    browser(bram).post(url, unchanged)
    question.restore(mo, "Toch goed.")
    browser(bram).post(url, unchanged)
    assert Answering.objects.get(idea=idea).challenge == question, "also if it was put back meanwhile"
    browser(bram).post(url, {"question": "", "was": str(question.pk)})
    assert Answering.objects.get(idea=idea).challenge is None


def test_who_saves_an_older_form_unchanged_undoes_nothing(anna, bram, question):
    idea, other = make_idea(bram), make_question(anna, "Een andere?")
    attach(idea, question)
    attach(idea, other)
    browser(bram).post(f"{idea.get_absolute_url()}vraag/", {"question": question.pk, "was": question.pk})
    assert Answering.objects.get(idea=idea).challenge == other
