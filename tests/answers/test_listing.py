"""All answers of a lab: which rows stand there, in which order, and the figures above them."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answers.models import Terms
from common.times import day_words
from labs.models import RESIDENT_VOICE
from tests.answers.conftest import TODAY, asked, voice_of, words
from tests.factories import make_idea, make_lab, make_member
from tests.ideas.conftest import browser
from tests.standing import standing_at

pytestmark = pytest.mark.django_db


def text_of(response):
    assert response.status_code == 200
    return " ".join(response.text.replace("\xa0", " ").split())


def read(lab, query=""):
    return text_of(browser().get(f"/{lab.slug}/antwoorden/{query}"))


def owed(lab, title, by, days_ago=0):
    """Make an answer owed about a new idea, some days before TODAY."""
    with standing_at(TODAY - timedelta(days=days_ago)):
        return asked(make_idea(make_member(lab, f"Maker van {title}"), title), by)


def given(lab, title, by, days_ago, took, kind="no"):
    """Give an answer `took` days after it was asked."""
    answer = owed(lab, title, by, days_ago)
    with standing_at(TODAY - timedelta(days=days_ago - took)):
        answer.give(by, voice_of(by), **words(kind=kind))
    return answer


def test_rows_stand_by_date_with_the_words_of_the_idea_to_everybody_without_a_cookie(lab, fleur):
    given(lab, "Oud antwoord", fleur, 40, 5)
    given(lab, "Nieuw antwoord", fleur, 20, 5)
    owed(lab, "Net gevraagd", fleur)
    owed(lab, "Te laat idee", fleur, 100)
    with standing_at(TODAY):
        response = browser().get(f"/{lab.slug}/antwoorden/")
        page = text_of(response)
        places = [page.index(title) for title in ("Te laat idee", "Net gevraagd", "Nieuw antwoord", "Oud antwoord")]
        assert places == sorted(places)
        assert "De gemeente geeft antwoord, uiterlijk 14 januari" in page
        assert "dagen te laat" in page
        assert "Nee, omdat" in page
        assert not response.cookies


def test_an_answer_that_came_late_says_what_was_promised_first(lab, fleur):
    with standing_at(TODAY):
        on_time, late = given(lab, "Op tijd", fleur, 100, 14), given(lab, "Te laat", fleur, 100, 90)
        first = f"· eerst beloofd: uiterlijk {day_words(late.first_due)}".replace("\xa0", " ")
        assert read(lab).count("eerst beloofd") == 1
        assert first in read(lab)
        assert first in text_of(browser().get(late.idea.get_absolute_url()))
        assert "eerst beloofd" not in text_of(browser().get(on_time.idea.get_absolute_url()))


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("", {"Gevraagd", "Verlaat", "Verzet", "Vlot", "Traag"}),
        ("?stand=beloofd", {"Gevraagd", "Verlaat", "Verzet"}),
        ("?stand=te-laat", {"Verlaat", "Verzet"}),
        ("?stand=gegeven", {"Vlot", "Traag"}),
        ("?stand=op-tijd", {"Vlot"}),
        ("?stand=anders", {"Gevraagd", "Verlaat", "Verzet", "Vlot", "Traag"}),
    ],
)
def test_each_filter_has_its_rows_and_a_later_day_stays_late(lab, fleur, query, there):
    owed(lab, "Gevraagd", fleur)
    owed(lab, "Verlaat", fleur, 100)
    moved = owed(lab, "Verzet", fleur, 100)
    given(lab, "Vlot", fleur, 100, 10)
    given(lab, "Traag", fleur, 100, 90)
    with standing_at(TODAY):
        moved.choose_date(fleur, voice_of(fleur), date(2027, 1, 20), "Het college vergadert later.", 0)
        page = read(lab, query)
    titles = {"Gevraagd", "Verlaat", "Verzet", "Vlot", "Traag"}
    assert {title for title in titles if f">{title}</bdi>" in page} == there


def test_an_answer_after_a_new_date_is_not_on_time(lab, fleur):
    answer = owed(lab, "Verzet", fleur, 100)
    with standing_at(TODAY):
        answer.choose_date(fleur, voice_of(fleur), date(2027, 1, 20), "Het college vergadert later.", 0)
        answer.give(fleur, voice_of(fleur), **words())
        assert "Zo'n antwoord is er nu niet." in read(lab, "?stand=op-tijd").replace("&#x27;", "'")


def test_hidden_and_withdrawn_ideas_and_those_of_another_lab_are_left_out(lab, fleur, mo):
    hidden, withdrawn = owed(lab, "Verborgen", fleur), owed(lab, "Ingetrokken", fleur)
    answered = given(lab, "Beantwoord en ingetrokken", fleur, 20, 5, "already")
    other = make_lab("Elders")
    owed(other, "Elders gevraagd", make_member(other, "Gijs", "civil_servant"))
    hidden.idea.hide(mo, "spam")
    for answer in (withdrawn, answered):
        answer.idea.refresh_from_db()
        answer.idea.withdraw(answer.idea.author, RESIDENT_VOICE, "")
    page = read(lab)
    assert "In cijfers" not in page
    for title in ("Verborgen", "Ingetrokken", "Beantwoord", "Elders gevraagd"):
        assert title not in page


def test_figures_come_from_five_answers_on_and_each_opens_its_rows(lab, fleur):
    for number in range(4):
        given(lab, f"Idee {number}", fleur, 100, 7)
    page = read(lab)
    assert "Nog te weinig antwoorden voor cijfers." in page
    assert "antwoorden beloofd" not in page
    owed(lab, "Nog een", fleur)
    page = read(lab)
    assert "><b>5</b> antwoorden beloofd</a>" in page.replace('"> ', '">').replace(" </a>", "</a>")
    assert "nog te weinig gegeven" in page
    assert "De helft kreeg" not in page
    for number, took in enumerate((14, 70)):
        given(lab, f"Later {number}", fleur, 100, took)
    page = read(lab).replace('"> ', '">').replace(" </a>", "</a>")
    base = f'href="/{lab.slug}/antwoorden/'
    assert f'<a {base}"><b>7</b> antwoorden beloofd</a>' in page
    assert f'<a {base}?stand=gegeven"><b>6</b> daarvan gegeven</a>' in page
    assert f'<a {base}?stand=op-tijd"><b>5</b> kwamen op tijd: op de eerste beloofde dag of eerder</a>' in page
    assert f'<a {base}?stand=gegeven">De helft kreeg binnen <b>5</b> werkdagen antwoord.</a>' in page


def test_days_of_the_recess_do_not_count_in_the_figures(lab, fleur):
    for number in range(5):
        given(lab, f"Idee {number}", fleur, 100, 14)
    start = (TODAY - timedelta(days=99)).date()
    assert "binnen <b>10</b> werkdagen" in read(lab)
    Terms.objects.create(lab=lab, recesses=[[start.isoformat(), (start + timedelta(days=6)).isoformat()]])
    assert "binnen <b>5</b> werkdagen" in read(lab)


def test_few_on_time_are_told_in_words(lab, fleur):
    for number in range(5):
        given(lab, f"Idee {number}", fleur, 100, 90)
    assert "Minder dan vijf kwamen op tijd" in read(lab)


def test_the_home_of_the_lab_leads_here_and_an_empty_list_says_so(lab, fleur):
    assert "/ideeen/" in read(lab)
    owed(lab, "Gevraagd", fleur)
    assert f'href="/{lab.slug}/antwoorden/"' in text_of(browser().get(f"/{lab.slug}/"))


def test_the_page_counts_the_same_queries_with_more_rows(lab, fleur):
    def count():
        with CaptureQueriesContext(connection) as queries:
            read(lab)
        return len(queries)

    for number in range(5):
        given(lab, f"Idee {number}", fleur, 100, 7)
    owed(lab, "Gevraagd", fleur)
    few = count()
    for number in range(15):
        given(lab, f"Meer {number}", fleur, 100, 7)
    assert count() == few


def test_pages_follow_each_other_and_keep_the_filter(lab, fleur):
    for number in range(26):
        owed(lab, f"Idee {number}", fleur)
    page = read(lab, "?stand=beloofd")
    assert "stand=beloofd&amp;pagina=2" in page
    assert page.count("<bdi") - read(lab, "?stand=beloofd&pagina=2").count("<bdi") == 24


def test_the_page_is_english_too(lab, fleur):
    for number in range(5):
        given(lab, f"Idee {number}", fleur, 100, 14)
    reader = browser()
    reader.cookies["language"] = "en"
    page = text_of(reader.get(f"/{lab.slug}/antwoorden/"))
    assert "<b>5</b> answers promised" in page
    assert "Half of them came within <b>10</b> working days." in page


def say_clear(answer, people, clear):
    for number, person in enumerate(people):
        version = answer.versions.last()
        with standing_at(version.at):
            answer.say_clear(person, number < clear, "" if number < clear else "Welke bus?", version.pk)


def test_the_share_to_whom_answers_are_clear_counts_from_five_words_on(lab, fleur):
    answers = [given(lab, f"Idee {number}", fleur, 100, 7, "yes") for number in range(5)]
    people = [make_member(lab, f"Buur {number}") for number in range(4)]
    page = read(lab)
    assert "duidelijk" not in page
    say_clear(answers[0], people, 3)
    page = read(lab).replace('"> ', '">').replace(" </a>", "</a>")
    link = f'<a href="/{lab.slug}/antwoorden/?stand=duidelijk">'
    assert f"{link}Een paar mensen zeiden of een antwoord duidelijk is</a>" in page
    assert "</b> keer vond" not in page, "four say nothing"
    say_clear(answers[1], people[:2], 1)
    page = read(lab, "?stand=duidelijk").replace('"> ', '">').replace(" </a>", "</a>")
    assert f"{link}<b>4 van de 6</b> keer vond iemand een antwoord duidelijk</a>" in page
    titles = [f"Idee {number}" for number in range(5) if f">Idee {number}</bdi>" in page]
    assert titles == ["Idee 0", "Idee 1"], "the number opens its rows"
    assert page.count("Een paar mensen zeiden of dit antwoord duidelijk is.") == 2


def test_words_about_an_answer_that_was_corrected_or_hidden_do_not_count(lab, fleur, mo):
    answers = [given(lab, f"Idee {number}", fleur, 100, 7, "yes") for number in range(6)]
    people = [make_member(lab, f"Buur {number}") for number in range(5)]
    for answer in answers[:3]:
        say_clear(answer, people, 4)
    assert "<b>12 van de 15</b> keer" in read(lab)
    answers[0].correct(fleur, voice_of(fleur), seen=answers[0].versions.last().pk, reason="Duidelijker.", **words())
    answers[1].idea.hide(mo, "spam")
    page = read(lab, "?stand=duidelijk")
    assert "<b>4 van de 5</b> keer" in page
    assert ">Idee 2</bdi>" in page
    assert ">Idee 0</bdi>" not in page
    assert "4 van de 5 mensen vinden dit antwoord duidelijk." in page
