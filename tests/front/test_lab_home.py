"""The lab's home page: news, how to join, people; the same number of queries for any number of rows."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from front.pulse import DAYS, fortnight, happenings
from ideas.models import Idea
from labs import villages
from labs.models import RESIDENT_VOICE, Lab
from tests.events.factories import make_gathering
from tests.factories import make_comment, make_idea, make_lab, make_member, make_user
from tests.places.factories import make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def lab():
    return make_lab()


@pytest.fixture
def anna(lab):
    return make_member(lab, "Anna")


def home(client, lab, **headers):
    return client.get(lab.get_absolute_url(), headers=headers)


def fill(lab, rows):
    """Create `rows` of everything that the page shows."""
    members = [make_member(lab, f"Buur {number}", "stadmaker") for number in range(rows)]
    village = lab.neighbourhoods.first()
    for number in range(rows):
        idea = make_idea(members[0], f"Idee {number}", neighbourhood=village)
        make_comment(idea, members[number])
        idea.set_status(members[0], members[0].voices()[1], "talking", "Het leeft.")
        lab.neighbourhoods.create(name=f"Dorp {number}")
        place = make_place(members[0], f"Zaal {number}")
        make_gathering(members[0], f"Avond {number}", place=place)
    lab.ideas.update(support_count=5)


@pytest.mark.parametrize("rows", [1, 3, 30])
@pytest.mark.parametrize("is_signed_in", [False, True])
def test_at_most_fifteen_questions_however_full(client, lab, rows, is_signed_in, django_assert_max_num_queries):
    fill(lab, rows)
    if is_signed_in:
        client.force_login(make_member(lab, "Mo", "lab_admin").user)
    home(client, lab)
    with django_assert_max_num_queries(15):
        response = home(client, lab)
    assert response.text.count('<article class="idea-card') == min(rows, 4 + 3)
    assert response.context["idea_count"] == rows


def test_an_empty_lab_invites(client, lab):
    text = home(client, lab).text
    assert "Hier hangt nog niets" in text
    assert "Zo doe je mee" in text
    assert 'id="news-' in text  # the first idea arrives live
    assert "Vers op de werkbank" not in text


def test_the_page_says_what_goes_on(client, lab, anna):
    bram = make_member(lab, "Bram", "civil_servant", label="team Groen")
    new, old = make_idea(anna, "Nieuw plan"), make_idea(anna, "Oud plan")
    make_comment(new, make_member(lab, "Chaima"))
    old.set_status(bram, bram.voices()[1], "doing", "Ze zijn bezig.")
    text = " ".join(home(client, lab).text.split())
    assert "vertelde hoe het staat met" in text
    assert "Gemeente · team Groen" in text
    assert "<bdi>Chaima</bdi>" in text
    assert "reageerde op" in text
    assert "Mensen zijn bezig" in text


def test_a_long_talk_about_one_idea_is_one_happening(lab, anna):
    busy, quiet = make_idea(anna, "Druk"), make_idea(anna, "Stil")
    for number in range(8):
        make_comment(busy, anna, f"Reactie {number}")
    shown = [(one.what, one.idea.title) for one in happenings(lab, [quiet, busy])]
    assert shown == [("comment", "Druk"), ("idea", "Stil")]


def test_what_is_hidden_or_taken_back_is_not_told(client, lab, anna):
    mo, chaima = make_member(lab, "Mo", "moderator"), make_member(lab, "Chaima")
    kept, hidden = make_idea(anna, "Blijft"), make_idea(anna, "Verborgen plan")
    make_comment(hidden, chaima)
    removed, bad = make_comment(kept, chaima, "Een"), make_comment(kept, make_member(lab, "Bram"), "Twee")
    assert "Verborgen plan" in home(client, lab).text
    assert "<bdi>Bram</bdi>" in home(client, lab).text
    hidden.hide(mo, "spam")
    bad.hide(mo, "spam")
    removed.remove()
    for reader in (None, mo.user, anna.user):
        if reader:
            client.force_login(reader)
        text = home(client, lab).text
        assert "Verborgen plan" not in text
        assert "<bdi>Bram</bdi>" not in text
        assert "<bdi>Chaima</bdi>" not in text
        assert "Blijft" in text


def test_another_lab_is_not_here(client, lab, anna):
    other = make_lab("elders")
    idea = make_idea(make_member(other, "Bram", "stadmaker"), "Van elders")
    make_comment(idea, make_member(other, "Chaima"))
    make_idea(anna, "Van hier")
    text = home(client, lab).text
    assert "Van hier" in text
    assert "Van elders" not in text
    assert "Bram" not in text
    assert "Chaima" not in text


def test_growing_ones_have_five_supports_are_open_and_not_shown_above(client, lab, anna):
    people = [make_member(lab, f"Buur {number}") for number in range(5)]
    grows, closed, few = (make_idea(anna, title) for title in ("Groeit", "Gesloten", "Weinig"))
    for idea, supporters in ((grows, people), (closed, people), (few, people[:4])):
        for person in supporters:
            idea.support(person)
    closed.set_status(anna, RESIDENT_VOICE, "stopped", "Klaar.")
    for number in range(4):
        make_idea(anna, f"Vers {number}")
    growing = home(client, lab).context["growing"]
    assert [idea.title for idea in growing] == ["Groeit"]


def test_names_of_villages_carry_their_source(client, lab, anna):
    make_idea(anna, neighbourhood=lab.neighbourhoods.get(name="Oost"))
    text = home(client, lab).text
    assert "CBS/Kadaster" not in text
    assert "Plek voor een eerste idee:" in text
    villages.load(lab, "Meerssen")
    assert "Bron van de namen: CBS/Kadaster (CC BY 4.0)." in home(client, lab).text


def test_there_is_someone_to_call(client, lab):
    assert "Praat je liever?" not in home(client, lab).text
    Lab.objects.update(contact_name="Jo", contact_phone="(077) 000-00 00", contact_hours="dinsdag")
    text = home(client, lab).text
    assert "Praat je liever?" in text
    assert 'href="tel:0770000000"' in text


def test_bars_show_from_five_on_words_below(lab, anna):
    idea = make_idea(anna)
    for number in range(3):
        make_comment(idea, anna, f"Reactie {number}")
    assert fortnight(lab) == (4, [])
    make_comment(idea, anna, "Nog een")
    lively = fortnight(lab)
    assert (lively.total, len(lively.bars), lively.bars[-1].height) == (5, DAYS, 100)
    Idea.objects.update(created_at=timezone.now() - timedelta(days=DAYS + 1))
    assert fortnight(lab).total == 4


def test_a_visitor_may_join_who_is_in_may_not_join_again(client, lab):
    assert "Doe mee met je mailadres" in home(client, lab).text
    client.force_login(make_user("Bram"))
    assert "Doe mee met je mailadres" not in home(client, lab).text


def test_only_who_runs_the_lab_sees_the_way_to_its_desk(client, lab):
    client.force_login(make_member(lab, "Bram", "moderator").user)
    assert "/beheer/" not in home(client, lab).text
    client.force_login(make_member(lab, "Mo", "lab_admin").user)
    assert f"/{lab.slug}/beheer/" in home(client, lab).text


def test_titles_and_names_are_text(client, lab):
    nasty = "<script>alert(1)</script>"
    anna = make_member(lab, nasty, "body", label=nasty)
    idea = make_idea(anna, nasty, opportunity=nasty)
    idea.post_comment(anna, anna.voices()[1], nasty, uuid.uuid4())
    text = home(client, lab).text
    assert "&lt;script&gt;alert(1)" in text
    assert "<script>alert(1)" not in text


def test_in_english_no_dutch_interface_word(client, lab, anna):
    idea = make_idea(anna, "Pluktuin")
    make_comment(idea, anna)
    main = home(client, lab, **{"Accept-Language": "en"}).text.split("<main")[1].split("</main>")[0]
    assert "What is possible here?" in main
    for dutch in ("Deel een", "reageerde", "idee", "Zo ", "Kijk", "Praat", "bewoner", "Steun"):
        assert dutch not in main.replace("/ideeen/", "").replace("role--bewoner", ""), dutch


@pytest.mark.parametrize(("count", "has_more"), [(16, False), (24, False), (25, True)])
def test_every_village_with_ideas_is_there(client, lab, anna, count, has_more):
    for number in range(count):
        make_idea(anna, f"Idee {number}", neighbourhood=lab.neighbourhoods.create(name=f"Dorp {number:02}"))
    text = home(client, lab).text
    assert [f"<bdi>Dorp {number:02}</bdi>" in text for number in range(count)].count(True) == min(count, 24)
    assert (f'href="/{lab.slug}/ideeen/#dorp"' in text) is has_more


def test_the_bar_says_sign_in_and_the_page_join_in(client, lab):
    text = home(client, lab).text
    assert ">Inloggen</a>" in text.split("</header>")[0]
    assert "<title>Inloggen" in client.get("/inloggen/").text
