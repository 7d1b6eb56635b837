"""Van mij: one's own things in all labs, for nobody else and in no cache; and the words on cards."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import Gathering
from ideas.models import Idea
from labs.models import RESIDENT_VOICE
from tests.events.factories import enter, make_gathering
from tests.factories import make_comment, make_idea, make_lab, make_member
from tests.mails import work_off

PAGE, WORDS = "/van-mij/", "/van-mij/woorden/"


@pytest.fixture
def lab(db):
    return make_lab()


@pytest.fixture
def anna(lab):
    return make_member(lab, "Anna", "stadmaker")


@pytest.fixture
def bram(lab):
    return make_member(lab, "Bram")


@pytest.fixture
def brams(client, bram):
    client.force_login(bram.user)
    return client


def read(response):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode().partition("<main")[2])).split())


def titles(response):
    return re.findall(r"<h3.+?<a [^>]+>(?:<bdi[^>]*>)?([^<]+)", response.content.decode(), re.DOTALL)


def take_part(anna, bram, title):
    """Bram makes an idea, supports Anna's and brings something to it, and comes to her gathering."""
    make_idea(bram, f"{title} van Bram")
    hers = make_idea(anna, f"{title} van Anna")
    hers.support(bram)
    hers.pledge(bram, RESIDENT_VOICE, "things", f"Ik breng {title}.")
    make_gathering(anna, f"Avond over {title}", capacity=50).sign_up(bram, 2)


def test_all_of_mine_is_there_over_all_labs(brams, anna, bram):
    take_part(anna, bram, "appels")
    other = make_lab("elders")
    take_part(make_member(other, "Anna", "stadmaker"), make_member(other, "Bram"), "peren")
    page = brams.get(PAGE)
    for title in ("appels", "peren"):
        assert titles(page).count(f"{title} van Bram") == 1
        assert titles(page).count(f"{title} van Anna") == 2, "supported, and helped with"
        assert titles(page).count(f"Avond over {title}") == 1
        assert f"Ik breng {title}." in read(page)
    assert read(page).count("Je komt met z'n tweeën") == 2


def test_counts_lead_to_the_lists_when_there_are_several(brams, anna, bram):
    make_idea(bram, "Bankje")
    assert 'href="#ideeen"' not in brams.get(PAGE).content.decode()
    make_idea(anna, "Pluktuin").support(bram)
    page = brams.get(PAGE)
    assert "1 Mijn ideeën 1 Ik steun" in read(page)
    for key in ("ideeen", "steun"):
        assert f'href="#{key}"' in page.content.decode()
        assert f'id="{key}"' in page.content.decode()


def test_what_i_support_shows_since_when_and_the_newest_support_first(brams, anna, bram):
    first, second = make_idea(anna, "Eerste"), make_idea(anna, "Tweede")
    for idea, day in ((first, "2020-05-06T12:00Z"), (second, "2020-03-01T12:00Z")):
        idea.support(bram)
        idea.supports.update(created_at=day)
    page = brams.get(PAGE)
    assert titles(page) == ["Eerste", "Tweede"]
    assert "Sinds 6 mei 2020" in read(page)


def test_nothing_of_others_is_there(brams, anna):
    take_part(make_member(anna.lab, "Chaima", "stadmaker"), anna, "appels")
    assert "appels" in read(signed_in(anna).get(PAGE)), "there is something that could leak"
    assert "appels" not in read(brams.get(PAGE))
    assert brams.get(WORDS).json() == {}


def signed_in(member):
    client = Client()
    client.force_login(member.user)
    return client


def test_an_empty_page_says_where_to_begin(brams, lab):
    response = brams.get(PAGE)
    assert "Hier staat nog niets van jou" in read(response)
    assert 'href="/"' in response.content.decode()
    assert f'href="/{lab.slug}/ideeen/"' in brams.get(f"{PAGE}?next=/{lab.slug}/").content.decode()


def test_an_english_reader_gets_it_in_english(brams, anna, bram):
    take_part(anna, bram, "appels")
    english = {"accept-language": "en"}
    assert "You're coming, two" in read(brams.get(PAGE, headers=english))
    assert set(brams.get(WORDS, headers=english).json().values()) == {
        "You're coming, two\N{NO-BREAK SPACE}in\N{NO-BREAK SPACE}all",
        "Your idea",
    }


def test_a_visitor_signs_in_first_and_comes_back(client, db):
    response = client.get(PAGE)
    assert response.status_code == 302
    assert response.headers["Location"] == "/inloggen/?next=%2Fvan-mij%2F"
    assert client.get(WORDS).json() == {}


@pytest.mark.parametrize("address", [PAGE, WORDS])
def test_it_is_in_no_cache(brams, address):
    header = brams.get(address).headers["Cache-Control"]
    assert "no-store" in header
    assert "private" in header


def test_what_is_hidden_is_only_there_for_its_author(brams, anna, bram):
    make_idea(bram, "Mijn plan")
    hers = make_idea(anna, "Haar plan")
    hers.support(bram)
    hers.pledge(bram, RESIDENT_VOICE, "things", "Ik breng iets.")
    assert "Haar plan" in read(brams.get(PAGE))
    Idea.objects.update(is_hidden=True)
    text = read(brams.get(PAGE))
    assert "Mijn plan" in text
    assert "Verborgen: alleen jij en de moderators" in text
    assert "Haar plan" not in text
    assert "Ik breng iets." not in text


def test_an_idea_that_its_maker_withdrew_stays_and_says_so(brams, anna, bram):
    hers = make_idea(anna, "Haar plan")
    hers.support(bram)
    hers.withdraw(anna, RESIDENT_VOICE, "Het lukt niet.")
    page = brams.get(PAGE)
    assert titles(page) == ["Haar plan"]
    assert "Teruggetrokken door de maker" in read(page)


def test_a_pledge_that_was_taken_back_is_gone(brams, anna, bram):
    pledge = make_idea(anna, "Pluktuin").pledge(bram, RESIDENT_VOICE, "things", "Een zaag.").thing
    assert "Een zaag." in read(brams.get(PAGE))
    pledge.take_back()
    assert "Pluktuin" not in read(brams.get(PAGE))


def test_who_waits_reads_the_place_in_line_and_who_leaves_reads_nothing(brams, anna, bram):
    full = make_gathering(anna, capacity=1)
    enter(full, anna, "Jan")
    enter(full, anna, "Kees")
    party = full.sign_up(bram).party
    key = f"gathering-{full.pk}"
    assert brams.get(WORDS).json() == {key: "Je staat op de wachtlijst, plek 2"}
    assert "Je staat op de wachtlijst, plek 2" in read(brams.get(PAGE))
    full.attendances.get(name="Kees").withdraw()
    assert brams.get(WORDS).json() == {key: "Je staat op de wachtlijst, plek 1"}
    full.attendances.get(name="Jan").withdraw()
    assert brams.get(WORDS).json() == {key: "Je komt"}
    party.refresh_from_db()
    party.withdraw()
    assert brams.get(WORDS).json() == {}


def test_a_cancelled_gathering_stays_until_its_end_and_says_so(brams, anna, bram):
    gathering = make_gathering(anna, "Soep koken")
    gathering.sign_up(bram)
    assert len(brams.get(WORDS).json()) == 1
    gathering.cancel("De kok is ziek.")
    assert brams.get(WORDS).json() == {}
    page = brams.get(PAGE)
    assert titles(page) == ["Soep koken"]
    assert "Gaat niet door: De kok is ziek." in read(page)
    assert "Je komt" not in read(page)
    over(gathering)
    assert titles(brams.get(PAGE)) == []


def over(gathering):
    Gathering.objects.filter(pk=gathering.pk).update(starts_at="2020-01-01T18:00Z", ends_at="2020-01-01T20:00Z")


def test_a_gathering_that_is_over_says_nothing(brams, anna, bram):
    gathering = make_gathering(anna)
    gathering.sign_up(bram)
    assert len(brams.get(WORDS).json()) == len(titles(brams.get(PAGE))) == 1
    over(gathering)
    assert brams.get(WORDS).json() == {}
    assert titles(brams.get(PAGE)) == []


def test_a_moved_gathering_says_when_it_was(brams, anna, bram):
    gathering = make_gathering(anna)
    gathering.sign_up(bram)
    Gathering.objects.update(moved_from="2020-01-07T18:30Z")
    assert "Was dinsdag 7 januari 2020, 19.30" in read(brams.get(PAGE))


def test_a_guest_with_my_mailbox_is_me(brams, anna, bram):
    gathering = make_gathering(anna)
    gathering.sign_up_guest("B.", bram.user.email, "nl")
    assert brams.get(WORDS).json() == {f"gathering-{gathering.pk}": "Je komt"}


@pytest.mark.parametrize(("address", "most"), [(PAGE, 14), (WORDS, 7)])
def test_the_number_of_queries_does_not_grow(brams, anna, bram, address, most, django_assert_max_num_queries):
    for number in range(30):
        take_part(anna, bram, f"nummer {number}")
    with django_assert_max_num_queries(most):
        assert brams.get(address).status_code == 200


def test_a_long_list_is_cut_and_has_pages(brams, bram):
    for number in range(30):
        make_idea(bram, f"Plan {number:02}")
    page = brams.get(PAGE)
    assert titles(page) == [f"Plan {number}" for number in range(29, 23, -1)]
    assert 'href="?toon=ideeen"' in page.content.decode()
    assert len(titles(brams.get(f"{PAGE}?toon=ideeen"))) == 24
    assert titles(brams.get(f"{PAGE}?toon=ideeen&pagina=2")) == [f"Plan {number:02}" for number in range(5, -1, -1)]
    assert brams.get(f"{PAGE}?toon=ideeen&pagina=9").headers["Location"] == f"{PAGE}?toon=ideeen&pagina=2"


def test_a_list_of_nothing_says_so(brams):
    assert "Hier staat niets." in read(brams.get(f"{PAGE}?toon=steun"))


def test_an_unknown_list_is_the_whole_page(brams, bram):
    make_idea(bram)
    assert "Mijn ideeën" in read(brams.get(f"{PAGE}?toon=%00"))


def test_of_very_many_ideas_the_newest_have_words(brams, bram, monkeypatch):
    monkeypatch.setattr("front.mine.MOST_WORDS", 2)
    _, second, third = [make_idea(bram, f"Plan {number}") for number in range(3)]
    assert set(brams.get(WORDS).json()) == {f"idea-{second.pk}", f"idea-{third.pk}"}


def test_the_page_of_an_idea_says_to_its_author_that_it_is_theirs(brams, anna, bram):
    assert "Jouw idee" in read(brams.get(make_idea(bram).get_absolute_url()))
    assert "Jouw idee" not in read(brams.get(make_idea(anna).get_absolute_url()))


def test_cards_say_nothing_about_the_reader(brams, lab, anna, bram):
    """They are shared: the words come from the list, which only the reader gets."""
    take_part(anna, bram, "appels")
    for address in (
        "/",
        "/agenda/",
        f"/{lab.slug}/",
        reverse("gathering_list", args=[lab.slug]),
        f"/{lab.slug}/ideeen/",
    ):
        page = brams.get(address).content.decode()
        assert "data-my-words=" in page
        assert "Jouw idee" not in page
        assert "Je komt" not in page
        assert 'src="/static/stadslab/js/my_words' in page
        assert "js/my_words" not in Client().get(address).content.decode()


# What is new, above one's own things


def comments(idea, anna, words):
    for text in words:
        make_comment(idea, anna, text)
    work_off()


def test_what_is_new_stands_above_with_its_number_and_the_first_three_rows(brams, anna, bram):
    assert "nieuw voor jou" not in read(brams.get(PAGE)).lower()
    for number in range(5):
        comments(make_idea(bram, f"Plan {number}"), anna, ["Mooi.", "Goed."])
    page = read(brams.get(PAGE))
    assert "5 dingen nieuw voor jou" in page
    assert re.findall(r"2 reacties op Plan (\d)", page.partition("Bekijk alles")[0]) == ["4", "3", "2"]
    assert "Bekijk alles" in page
    client = Client()
    client.force_login(anna.user)
    assert "nieuw voor jou" not in read(client.get(PAGE))


def test_one_thing_is_new_until_it_is_read_or_hidden(brams, anna, bram):
    idea = make_idea(bram)
    comments(idea, anna, ["Mooi."])
    assert "1 ding nieuw voor jou" in read(brams.get(PAGE))
    brams.post(f"{PAGE}nieuw/gelezen/", {"until": 10**9})
    assert "nieuw voor jou" not in read(brams.get(PAGE))
    comments(idea, anna, ["Nog iets."])
    assert "1 ding nieuw voor jou" in read(brams.get(PAGE))
    idea.comments.update(is_hidden=True)
    assert "nieuw voor jou" not in read(brams.get(PAGE))


def test_in_english_it_says_so_in_english(brams, anna, bram):
    comments(make_idea(bram), anna, ["Mooi."])
    bram.user.language = "en"
    bram.user.save()
    brams.cookies["taal"] = "en"
    page = read(brams.get(PAGE, headers={"accept-language": "en"}))
    assert "1 thing new for you" in page
    assert "Anna commented on Pluktuin" in page


def test_many_rows_of_news_cost_as_many_queries_as_three(brams, anna, bram):
    def cost():
        with CaptureQueriesContext(connection) as spent:
            brams.get(PAGE)
        return len(spent)

    for number in range(3):
        comments(make_idea(bram, f"Plan {number}"), anna, ["Mooi."])
    few = cost()
    for number in range(12):
        comments(make_idea(bram, f"Tuin {number}"), anna, ["Mooi.", "Goed."])
    assert cost() == few <= 22
