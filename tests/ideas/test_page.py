"""The page of an idea: its content for each reader, and its queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.models import Idea
from labs.models import RESIDENT_VOICE
from realtime.models import Epoch
from realtime.topics import cursor
from tests.events.factories import make_gathering
from tests.factories import make_comment, make_idea, make_lab, make_member
from tests.ideas.conftest import browser
from tests.places.factories import make_place


def page_of(idea, member=None, query=""):
    response = browser(member).get(idea.get_absolute_url() + query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_four_questions_stand_there_and_lines_are_items(anna):
    idea = make_idea(anna, existing="- een kas\n* een bus\n\n", needed="handen", part="join", place="achter de school")
    page = page_of(idea)
    for words in ("Wat zou hier kunnen?", "Wat is er al?", "Wat is er nog nodig?", "Wie helpt mee?", "Ik doe mee"):
        assert words in page
    assert "<bdi>een kas</bdi>" in page
    assert "<bdi>een bus</bdi>" in page
    assert "achter de school" in page


def test_signed_out_readers_get_links_and_no_form_and_no_cookie(idea):
    response = browser().get(idea.get_absolute_url())
    page = response.content.decode()
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in page
    assert "<form" not in page
    for path in ("steun/", "nut/?antwoord=yes", "hulp/", "reacties/"):
        assert f'href="{idea.get_absolute_url()}{path}"' in page


def test_the_cursor_is_that_of_the_row_that_was_read_first(idea):
    assert f'data-follow="idea-{idea.pk}" data-view="page" data-after="{cursor(idea)}"' in page_of(idea)


def test_need_shows_words_below_five_answers_and_a_bar_from_five_on(idea, lab):
    people = [make_member(lab, f"Buur{n}") for n in range(5)]
    assert "Nog niemand gaf antwoord." in page_of(idea)
    for person in people[:4]:
        idea.answer_need(person, "yes")
    assert "Vanaf vijf zie je hier een balk." in page_of(idea)
    idea.answer_need(people[4], "no")
    page = page_of(idea)
    assert "4 ja" in page
    assert "1 nee" in page
    assert 'class="stack"' in page


def test_the_story_is_told_oldest_first_and_ends_with_what_is_next(idea, mo):
    idea.set_status(mo, RESIDENT_VOICE, "talking", "We praten erover.", "Vrijdag meer.")
    idea.set_status(mo, RESIDENT_VOICE, "doing", "We zijn begonnen.", "Zaterdag planten.")
    page = page_of(idea)
    places = [
        page.index(words)
        for words in ("deelt het idee", "We praten erover.", "We zijn begonnen.", "Zaterdag planten.")
    ]
    assert places == sorted(places)
    assert "Vrijdag meer." not in page


def test_imported_ideas_take_no_support_and_count_ballots_apart(lab):
    idea = Idea.appear(1, lab=lab, title="Bankjes", source="NL/Horst/2024", source_id="7", ballot_count=412)
    page = page_of(idea)
    assert "In een eerdere ronde: 412 keer gesteund." in page
    assert "steun/" not in page


def test_imported_ideas_show_what_their_round_told(lab):
    told = {"round": "Samen kiezen 2024", "category": "groen, spelen", "target": "kinderen", "cost": 12500}
    told |= {"currency": "EUR", "selected": "1", "latitude": "51.45", "published": 412}
    idea = Idea.appear(1, lab=lab, title="Bankjes", source="NL/Horst/2024", source_id="7", data=told)
    page = page_of(idea)
    for words in (
        "Samen kiezen 2024",
        "groen, spelen",
        "kinderen",
        "€ 12.500",
        "Gekozen in die ronde:</span> <bdi>Ja<",
    ):
        assert words in page
    assert "51.45" not in page
    english = browser().get(idea.get_absolute_url(), headers={"accept-language": "en"}).text
    assert '<bdi lang="nl">groen, spelen</bdi>' in english
    assert "<bdi>€ 12,500</bdi>" in english


@pytest.mark.parametrize("told", [{}, {"cost": "veel"}, {"cost": "NaN"}, {"cost": None, "selected": [1]}])
def test_what_a_round_did_not_tell_is_not_shown(lab, told):
    idea = Idea.appear(1, lab=lab, title="Bankjes", source="NL/Horst/2024", source_id="7", data=told)
    assert 'id="q6"' not in page_of(idea)


def test_of_a_hidden_idea_others_see_the_tombstone_and_not_a_word(idea, anna, bram, mo):
    idea.edit(anna, opportunity="Het geheime nummer van Piet is hier te lezen.")
    make_comment(idea, bram, "Ook geheim gezegd.")
    assert "geheime nummer" in page_of(idea, bram), "there is something to leak"
    idea.hide(mo, "privacy", "Zo niet.")
    for reader in (None, bram):
        response = browser(reader).get(idea.get_absolute_url())
        page = response.content.decode()
        assert response.status_code == 200
        assert "privégegevens van iemand" in page
        assert '<meta name="robots" content="noindex">' in page
        for words in ("geheim", "Pluktuin", "Zo niet"):
            assert words not in page
    for reader in (anna, mo):
        page = page_of(idea, reader)
        assert "geheime nummer" in page
        assert "Dit idee is verborgen" in page
        assert f'data-follow="idea-{idea.pk}"' not in page
    idea.restore(mo, "Toch goed.")
    assert "geheime nummer" in page_of(idea, bram)


def test_another_lab_and_no_idea_are_one_answer(idea):
    make_lab("elders")
    assert browser().get(f"/elders/ideeen/{idea.pk}/").status_code == 404
    assert browser().get("/proefdorp/ideeen/999999/").status_code == 404
    assert browser().get(f"/proefdorp/ideeen/{2**70}/").status_code == 404


@pytest.mark.parametrize("reader", ["nobody", "bram", "mo"])
def test_the_number_of_queries_does_not_grow(idea, lab, bram, mo, reader):
    who = {"nobody": None, "bram": bram, "mo": mo}[reader]

    def fill(people):
        for person in people:
            idea.support(person)
            idea.answer_need(person, "yes")
            idea.pledge(person, RESIDENT_VOICE, "time", "een uur")
            comment = make_comment(idea, person, f"Reactie van {person.name}")
            reply = make_comment(idea, bram, f"Antwoord aan {person.name}", comment)
            if person.pk % 3 == 0:
                reply.hide(mo, "spam")
            idea.set_status(mo, RESIDENT_VOICE, "talking", f"Praten {person.name}", "Verder.")

    def count():
        client = browser(who)
        Epoch.read()  # cached for a second
        with CaptureQueriesContext(connection) as queries:
            assert client.get(idea.get_absolute_url()).status_code == 200
        return len(queries)

    fill([make_member(lab, f"Buur{n}") for n in range(3)])
    few = count()
    fill([make_member(lab, f"Buur{n}") for n in range(3, 20)])
    assert count() == few
    fill([make_member(lab, f"Buur{n}") for n in range(20, 40)])
    assert count() == few + 1, "on more than one page: how many are there?"
    fill([make_member(lab, f"Buur{n}") for n in range(40, 60)])
    assert count() == few + 1
    noor = make_member(lab, "Noor", "stadmaker")
    for title in ("Eerste avond", "Tweede avond"):
        make_gathering(noor, title, place=make_place(noor, f"Zaal van {title}")).put_on_table([idea])
    # one's news, what one hears of, an earlier answer, its clarity, calm mode above the form;
    # and on PostgreSQL the clock: which gathering comes first?
    assert count() <= 20 + 5 * (who is not None)


def test_hostile_words_stay_words(anna, bram):
    script = "<script>alert(1)</script>"
    idea = make_idea(
        anna,
        f"Titel {script}",
        opportunity=f"Zin {script} [x](javascript:alert(1)) zin",
        place=script,
        existing=script,
    )
    idea.pledge(bram, RESIDENT_VOICE, "time", script)
    make_comment(idea, bram, f"{script} <img src=x onerror=alert(1)> [x](javascript:alert(1)) [y](data:text/html,z)")
    for address in (idea.get_absolute_url(), "/proefdorp/ideeen/"):
        for reader in (None, bram):
            page = browser(reader).get(address).content.decode()
            assert "<script>alert" not in page
            assert "<img src=x" not in page
            assert 'href="javascript:' not in page
            assert 'href="data:' not in page


def test_in_english_what_people_wrote_is_marked_dutch(idea, bram):
    make_comment(idea, bram, "Mooi plan.")
    english = browser().get(idea.get_absolute_url(), headers={"accept-language": "en"}).text
    assert f'<bdi lang="nl">{idea.title}</bdi></h1>' in english
    assert f'<div class="prose" lang="nl"><p>{idea.opportunity}</p>' in english
    assert '<div class="comment__body prose" lang="nl"><p>Mooi plan.</p>' in english
    assert 'lang="nl"' not in browser().get(idea.get_absolute_url()).text.partition("<main")[2].partition("</main>")[0]
