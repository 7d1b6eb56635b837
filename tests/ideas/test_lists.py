"""The list: its content, its order, and any query string."""

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from ideas.models import Idea
from ideas.models.finding import statuses_in
from ideas.views.lists import PER_PAGE
from labs.models import RESIDENT_VOICE
from realtime.models import Epoch
from tests.factories import make_comment, make_idea, make_lab, make_member
from tests.ideas.conftest import browser

LIST = "/proefdorp/ideeen/"


def titles(address=LIST, member=None):
    response = browser(member).get(address)
    assert response.status_code == 200
    return [idea.title for idea in response.context["page"].object_list]


def test_newest_stand_first(anna):
    make_idea(anna, "Eerst")
    make_idea(anna, "Daarna")
    assert titles() == ["Daarna", "Eerst"]


def test_orders_put_most_support_or_most_comments_first(anna, bram):
    talked, liked = make_idea(anna, "Besproken"), make_idea(anna, "Geliefd")
    make_idea(anna, "Nieuwst")
    liked.support(bram)
    make_comment(talked, bram)
    assert titles(LIST + "?volgorde=steun")[0] == "Geliefd"
    assert titles(LIST + "?volgorde=reacties")[0] == "Besproken"


@pytest.mark.parametrize("words", ["CAFE", "café", "kookcafé  horst", "HORST cafe"])
def test_search_finds_whatever_the_case_and_accents(anna, words):
    make_idea(anna, "Kookcafé in Horst")
    make_idea(anna, "Pluktuin")
    assert titles(f"{LIST}?q={words}") == ["Kookcafé in Horst"]


def test_filters_on_village_status_and_person(lab, anna, bram):
    east = lab.neighbourhoods.get(name="Oost")
    here, there = make_idea(anna, "Hier", neighbourhood=east), make_idea(bram, "Daar")
    there.support(anna)
    there.set_status(bram, RESIDENT_VOICE, "talking", "We praten.", "Morgen weer.")
    assert titles(f"{LIST}?dorp={east.pk}") == ["Hier"]
    assert titles(LIST + "?stand=talking") == ["Daar"]
    assert titles(LIST + "?wie=mij", anna) == ["Hier"]
    assert titles(LIST + "?wie=steun", anna) == ["Daar"]
    assert here.title in titles(LIST + "?wie=mij"), "a visitor has no ideas of their own: the whole list"


NONSENSE = [
    *("pagina=abc", "pagina=-1", "pagina=0", "pagina=99999999999999999999", "pagina=1&pagina=2"),
    *("dorp=999", "dorp=x", "dorp=%00", "stand=weg", "stand=", "volgorde=prijs", "wie=ander", "onbekend=1"),
    *("q=%00", "q=%FF%FE", "q=%25%27%22_", "q=" + "x" * 9000, "q=" + "+".join(["ab"] * 500)),
]


def test_search_finds_a_village_by_the_name_it_has_now(anna):
    village = anna.lab.neighbourhoods.get(name="Oost")
    make_idea(anna, "Pluktuin", neighbourhood=village)
    make_idea(anna, "Maasrondje")
    village.name = "Sint-Anthonis"
    village.save()
    assert titles(f"{LIST}?q=anthonis") == ["Pluktuin"]
    assert titles(f"{LIST}?q=oost") == []


@pytest.mark.parametrize("query", NONSENSE)
def test_an_address_that_makes_no_sense_is_no_error(idea, anna, query):
    for member in (None, anna):
        assert browser(member).get(f"{LIST}?{query}", follow=True).status_code == 200


def test_hidden_ideas_and_other_labs_are_absent(idea, anna, mo):
    make_idea(make_member(make_lab("elders"), "Piet"), "Van elders")
    assert titles() == ["Pluktuin"]
    idea.hide(mo, "spam")
    for member in (None, anna, mo):
        assert titles(member=member) == []
        assert titles(LIST + "?q=pluktuin", member) == []


def test_pages_have_addresses_and_keep_the_choice(anna):
    lab = anna.lab
    Idea.objects.bulk_create(
        Idea(lab=lab, author=anna, title=f"Idee {n}", search_text=f"idee {n}") for n in range(PER_PAGE + 3)
    )
    page = browser().get(LIST + "?q=idee&volgorde=steun&pagina=2")
    assert len(page.context["page"].object_list) == 3
    assert 'href="?q=idee&amp;volgorde=steun&amp;pagina=1"' in page.content.decode()
    beyond = browser().get(LIST + "?q=idee&volgorde=steun&pagina=99")
    assert beyond.headers["Location"] == LIST + "?q=idee&volgorde=steun&pagina=2"
    for before in (0, -1):
        first = browser().get(f"{LIST}?pagina={before}")
        assert first.headers["Location"] == LIST + "?pagina=1"


def test_empty_list_invites(lab):
    page = browser().get(LIST).content.decode()
    assert "Deel het eerste idee" in page
    assert "/proefdorp/ideeen/nieuw/" in page


def test_nothing_found_invites_with_the_words_that_were_sought(idea):
    page = browser().get(LIST + "?q=kabelbaan").content.decode()
    assert "Dit heeft nog niemand bedacht" in page
    assert "/proefdorp/ideeen/nieuw/?titel=kabelbaan" in page


@pytest.mark.parametrize("signs", ["%", "🌳", "?!"])
def test_a_search_of_signs_is_no_idea_to_share(idea, signs):
    page = browser().get(LIST, {"q": signs}).content.decode()
    assert f"We vonden geen idee over ‘{signs}’." in page
    assert "niemand bedacht" not in page
    assert "de eerste" not in page
    assert "titel=" not in page
    assert "Deel dit idee" not in page


def test_nothing_that_fits_a_choice_is_no_idea_that_nobody_had(idea):
    page = browser().get(LIST + "?stand=done").content.decode()
    assert "niemand bedacht" not in page
    assert "We vonden geen idee dat past bij wat je koos." in page
    assert "Deel een idee" in page


def test_each_card_follows_its_idea_and_the_list_its_lab(idea, lab):
    page = browser().get(LIST).content.decode()
    assert f'data-follow="idea-{idea.pk}" data-view="card"' in page
    assert f'data-follow="lab-{lab.pk}" data-view="ideas"' in page


def test_few_supporters_are_words_and_five_are_a_figure(idea, lab):
    people = [make_member(lab, f"Buur{n}") for n in range(5)]
    for person in people[:4]:
        idea.support(person)
    page = browser().get(LIST).content.decode()
    assert "Nog nieuw. Jouw steun helpt het op weg." in page
    assert ">4</b>" not in page
    idea.support(people[4])
    page = browser().get(LIST).content.decode()
    assert "Nog nieuw" not in page
    assert "</span>5</b>" in page


def test_a_signed_in_reader_sees_what_they_support(idea, bram):
    idea.support(bram)
    assert 'aria-pressed="true"' in browser(bram).get(LIST).content.decode()
    assert 'aria-pressed="true"' not in browser(idea.author).get(LIST).content.decode()


@pytest.mark.parametrize("signed_in", [False, True])
def test_the_number_of_queries_is_the_same_for_3_and_300(anna, signed_in):
    def make(number):
        for _ in range(number):
            key = uuid.uuid4()
            Idea.propose(anna, RESIDENT_VOICE, key, title=f"Idee {key}", opportunity="Een zin over iets moois.")

    def count(query):
        client = browser(anna if signed_in else None)
        Epoch.read()  # cached for a second
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{LIST}?{query}").status_code == 200
        return len(queries)

    make(3)
    anna.lab.ideas.first().support(anna)
    few = [count(query) for query in ("", "q=idee&volgorde=steun&wie=steun")]
    Idea.objects.bulk_create(
        Idea(lab=anna.lab, author=anna, title=f"Nog een {n}", search_text=f"nog een idee {n}") for n in range(297)
    )
    assert [count(query) for query in ("", "q=idee&volgorde=steun&wie=steun")] == few
    assert max(few) + 1 <= 11 + signed_in, "and the counter of one's news; one is for questions with these words"


def test_reading_sets_no_cookie(idea):
    assert not browser().get(LIST).cookies
    assert not browser().get(LIST + "?q=x").cookies


def test_beyond_what_anybody_leafs_through_the_page_says_more_than(anna, monkeypatch):
    monkeypatch.setattr("ideas.views.lists.PER_PAGE", 2)
    monkeypatch.setattr("ideas.views.lists.MOST", 3)
    monkeypatch.setattr("ideas.views.lists.MOST_FOUND", 2)
    for number in range(3):
        make_idea(anna, f"Bankje {number}")
    page = browser().get(LIST).content.decode()
    assert "3 ideeën" in page
    assert "van de 3" in page
    assert "Meer dan 2 ideeën gevonden" in browser().get(LIST + "?q=bankje").content.decode()
    make_idea(anna, "Pluktuin")
    page = browser().get(LIST).content.decode()
    assert "Meer dan 3 ideeën" in page
    assert "Je ziet 1 tot en met 2" in page
    assert browser().get(LIST + "?pagina=2").status_code == 200
    assert browser().get(LIST + "?pagina=3")["Location"].endswith("?pagina=2")


def test_an_idea_that_comes_in_after_the_count_pushes_none_off_the_last_page(anna, bram):
    def wrapper(execute, sql, *rest):
        answer = execute(sql, *rest)
        if "COUNT(" in sql and new:
            new.pop()()
        return answer

    make_idea(anna, "De oudste")
    new = [lambda: make_idea(bram, "De nieuwste")]
    with connection.execute_wrapper(wrapper):
        assert titles() == ["De nieuwste", "De oudste"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by what it counted before")
@pytest.mark.parametrize(
    ("asked", "index"),
    [
        ("", "ideas_newest"),
        ("?volgorde=steun", "ideas_most_support"),
        ("?volgorde=reacties", "ideas_discussed"),
        ("?stand=done", "ideas_of_status"),
        ("?stand=waiting", "ideas_owed"),
        ("?dorp={village}", "ideas_in_village"),
    ],
)
def test_each_list_is_read_in_the_order_of_an_index(anna, asked, index):
    village = anna.lab.neighbourhoods.first()
    make_idea(anna, neighbourhood=village).set_status(anna, RESIDENT_VOICE, "done", "Het staat er.")
    with CaptureQueriesContext(connection) as queries:
        browser().get(f"/proefdorp/ideeen/{asked.format(village=village.pk)}")
    rows = next(query["sql"] for query in queries if '"public_id"' in query["sql"])
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + rows)
        plan = " ".join(row[-1] for row in cursor.fetchall())
    assert f"SEARCH ideas_idea USING INDEX {index}" in plan
    assert "TEMP B-TREE" not in plan


def test_filters_are_folded_say_what_is_chosen_and_lead_back_to_all(client, lab, anna):
    village = lab.neighbourhoods.get(name="Oost")
    make_idea(anna, "Bankjes", neighbourhood=village)
    address = f"/{lab.slug}/ideeen/"

    def summary(page):
        return " ".join(page.text.partition("<summary>")[2].partition("</summary>")[0].split())

    everything = client.get(address)
    assert strip_tags(summary(everything)).strip() == "Dorp, stand en volgorde"
    assert "Nieuwste eerst" in everything.text
    assert f'href="{address}">' not in everything.text.partition("<main")[2].partition("</main>")[0]
    chosen = client.get(address, {"dorp": village.pk, "stand": "new", "volgorde": "steun"})
    assert strip_tags(summary(chosen)).endswith(" Oost, nieuw, meeste steun")
    narrowed = client.get(address, {"dorp": village.pk, "stand": "new"})
    assert strip_tags(summary(narrowed)).endswith(" Oost, nieuw")
    by_order = client.get(address, {"volgorde": "reacties"})
    assert strip_tags(summary(by_order)).endswith(" meeste reacties")
    assert '<details class="filters__more">' in chosen.text
    assert f'href="{address}">' in chosen.text.partition("<main")[2]


def offered(name, asked=""):
    """Return the choices of a filter."""
    select = re.search(rf'<select[^>]*name="{name}">(.*?)</select>', browser().get(LIST + asked).text, re.DOTALL)
    return [" ".join(strip_tags(words).split()) for words in re.findall("<option.*?</option>", select[1], re.DOTALL)]


def test_filters_offer_what_the_lab_has_and_what_is_chosen(lab, anna, bram, mo):
    east, west = lab.neighbourhoods.order_by("name")
    assert (offered("stand"), offered("dorp")) == (["Alles"], ["Alle dorpen"])
    make_idea(anna, neighbourhood=east).set_status(mo, RESIDENT_VOICE, "talking", "Het leeft.", "Vrijdag verder.")
    make_idea(anna, "Bankje")
    hidden = make_idea(anna, "Reclame", neighbourhood=west)
    hidden.set_status(mo, RESIDENT_VOICE, "done", "Het staat er.")
    hidden.hide(mo, "spam")
    elsewhere = make_idea(make_member(make_lab("elders"), "Chaima"))
    elsewhere.set_status(mo, RESIDENT_VOICE, "stopped", "Klaar.")
    assert offered("stand") == ["Alles", "Nieuw", "We praten erover"]
    assert offered("dorp") == ["Alle dorpen", "Oost"]
    assert offered("stand", "?stand=done") == ["Alles", "Nieuw", "We praten erover", "Gelukt"]
    assert offered("dorp", f"?dorp={west.pk}") == ["Alle dorpen", "Oost", "West"]
    assert offered("stand", f"?dorp={west.pk}") == ["Alles", "Nieuw", "We praten erover"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by what it counted before")
def test_the_statuses_of_a_lab_are_found_without_reading_its_ideas(idea):
    with CaptureQueriesContext(connection) as queries:
        assert statuses_in(idea.lab_id) == {"new"}
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + queries[0]["sql"])
        plan = [row[-1] for row in cursor.fetchall() if "ideas_idea" in row[-1]]
    assert len(plan) == 3
    assert all(step.startswith("SEARCH ideas_idea USING COVERING INDEX ideas_of_status") for step in plan[:2])
    assert "INDEX ideas_owed (lab_id=? AND is_hidden=?)" in plan[2]
