"""The lab's home page: news, how to join, people; the same number of queries for any number of rows."""

import uuid
from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from answers.models.answer import ask
from common import clock
from common.times import wall_clock
from front.pulse import DAYS, fortnight, happenings
from ideas.models import Idea
from labs import villages
from labs.models import RESIDENT_VOICE, Lab
from places.models import Stop
from places.spots import spots
from tests.events.factories import enter, in_nine_days, make_draft, make_gathering
from tests.factories import make_comment, make_idea, make_lab, make_member, make_user
from tests.places.factories import make_place
from tests.standing import standing_at

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
        ask(idea, members[0], members[0].voices()[1], "Kan dit?")
        lab.neighbourhoods.create(name=f"Dorp {number}")
        place = make_place(members[0], f"Zaal {number}")
        make_gathering(members[0], f"Avond {number}", place=place)
    lab.ideas.update(support_count=5)


@pytest.mark.parametrize("rows", [1, 3, 30])
@pytest.mark.parametrize("is_signed_in", [False, True])
def test_at_most_seventeen_questions_however_full(client, lab, rows, is_signed_in, django_assert_max_num_queries):
    fill(lab, rows)
    if is_signed_in:
        client.force_login(make_member(lab, "Mo", "lab_admin").user)
    home(client, lab)
    with django_assert_max_num_queries(17 + 2 * is_signed_in):  # their news, and whether they follow the lab
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


def test_the_bar_says_join_in_and_the_page_behind_it_sign_in(client, lab):
    text = home(client, lab).text
    assert ">Doe mee</a>" in text.split("</header>")[0]
    assert "<title>Inloggen" in client.get("/inloggen/").text


def words(response):
    return " ".join(response.text.split())


def date_asked(member):
    draft = make_draft(member, "Eerste koffie", starts_at=None)
    draft.ask_dates([(in_nine_days(), in_nine_days() + timedelta(hours=2))])
    return draft


def test_a_gathering_whose_date_is_still_asked_is_there(client, lab):
    anna = make_member(lab, "Anna", "stadmaker")
    gathering = date_asked(anna)
    text = words(home(client, lab))
    assert "Er wordt een datum gezocht" in text
    assert f'href="{gathering.get_absolute_url()}datums/"' in text
    assert "Zeg welke datum jou past" in text


def test_who_asks_for_a_date_comes_after_what_has_one(client, lab):
    anna = make_member(lab, "Anna", "stadmaker")
    date_asked(anna)
    for number in range(6):
        make_gathering(anna, f"Avond {number}", starts_at=in_nine_days() + timedelta(days=number))
    context = home(client, lab).context
    shown = [context["next"].title, *(one.title for one in context["next_ones"])]
    assert shown == ["Avond 0", "Avond 1", "Avond 2", "Avond 3", "Eerste koffie"]


@pytest.mark.parametrize("is_next", [True, False])
def test_a_full_evening_offers_the_waiting_list(client, lab, is_next):
    anna = make_member(lab, "Anna", "stadmaker")
    if not is_next:
        make_gathering(anna, "Eerder", starts_at=in_nine_days() - timedelta(days=1), entry="walk_in")
    gathering = make_gathering(anna, "Plan maken", capacity=1)
    button = f'href="{gathering.get_absolute_url()}#kom"'
    before = words(home(client, lab)).partition(button)[2][:300]
    assert "Ik kom" in before
    enter(gathering, anna, "Bram")
    after = words(home(client, lab)).partition(button)[2][:300]
    assert "Zet me op de wachtlijst" in after
    assert "Ik kom" not in after


def test_a_gathering_that_takes_no_sign_up_has_no_button(client, lab):
    anna = make_member(lab, "Anna", "stadmaker")
    open_house = make_gathering(anna, "Inloop", entry="walk_in")
    soon = make_gathering(anna, "Bijna", sign_up_until=clock.now() + timedelta(minutes=1), capacity=3)
    with standing_at(clock.now() + timedelta(hours=1)):
        text = home(client, lab).text
    assert f"{open_house.get_absolute_url()}#kom" not in text
    assert f"{soon.get_absolute_url()}#kom" not in text
    assert f"{soon.get_absolute_url()}#kom" in home(client, lab).text


@pytest.mark.parametrize(
    ("hour", "said", "later"),
    [
        (12, "Vandaag open vanaf 13.00 uur", "Nu open, tot 21.00 uur"),
        (14, "Nu open, tot 21.00 uur", "Open op dinsdag"),
    ],
)
def test_the_place_is_open_or_opens_and_the_page_knows_what_comes_next(client, lab, hour, said, later):
    place = make_place(make_member(lab, "Mo", "lab_admin"), "Lab aan het plein", address="Markt 1", step_free="yes")
    place.set_hours([(1, time(13), time(21))])
    with standing_at(wall_clock(date(2026, 12, 1), time(hour))):
        text = words(home(client, lab))
    spot = text.partition('<section class="spot')[2].partition("</section>")[0]
    assert "Lab aan het plein</a>" in spot
    assert "Markt 1" in spot
    assert "Zonder drempel" in spot
    now, next_one = spot.split('<span class="spell"')[1:3]
    assert said in now
    assert "hidden" not in now
    assert ('class="live-dot"' in now) is (hour == 14)
    assert later in next_one
    assert " hidden>" in next_one


TODAY_AT_13, NOW_OPEN = "Vandaag open vanaf 13.00 uur", "Nu open, tot 21.00 uur"
ON_THE_8TH, ON_THE_15TH = "Open op dinsdag 8 december vanaf 13.00 uur", "Open op dinsdag 15 december vanaf 13.00 uur"


@pytest.mark.parametrize(
    ("hour", "said"),
    [
        (9, [TODAY_AT_13, NOW_OPEN, ON_THE_8TH]),
        (14, [NOW_OPEN, ON_THE_8TH, NOW_OPEN]),
        (22, [ON_THE_8TH, NOW_OPEN, ON_THE_15TH]),
    ],
)
def test_an_open_page_knows_the_words_of_a_place_after_two_changes(lab, hour, said):
    place = make_place(make_member(lab, "Mo", "lab_admin"), "Lab aan het plein")
    place.set_hours([(1, time(13), time(21))])
    with standing_at(wall_clock(date(2026, 12, 1), time(hour))):
        (spot,) = spots(lab.places.with_hours(), clock.now())
    assert [spell.words.replace("\xa0", " ") for spell in spot.spells] == said
    assert [spell.starts for spell in spot.spells] == [None, *(spell.ends for spell in spot.spells[:-1])]


def test_words_of_a_place_that_goes_away_end_in_words_that_stay(lab):
    place = make_place(make_member(lab, "Mo", "lab_admin"), "Kar", kind="temporary")
    place.set_hours([(1, time(13), time(21))])
    today = date(2026, 12, 1)
    place.set_stops([Stop(first_day=today, last_day=today, address="Plein")])
    with standing_at(wall_clock(today, time(14))):
        (spot,) = spots(lab.places.with_hours(), clock.now())
    assert [spell.words for spell in spot.spells] == [NOW_OPEN, "Nu op dit adres: Plein, tot en met 1\xa0december."]
    assert spot.spells[-1].ends is None


def test_a_closed_place_is_not_shown_and_the_one_that_opens_first_leads(client, lab):
    mo = make_member(lab, "Mo", "lab_admin")
    make_place(mo, "Gesloten", is_closed=True)
    make_place(mo, "Aula", by_appointment=True)
    for name, weekday in (("Zaal", 3), ("Kar", 2)):
        make_place(mo, name).set_hours([(weekday, time(13), time(21))])
    with standing_at(wall_clock(date(2026, 12, 1), time(12))):
        context = home(client, lab).context
    assert [one.place.name for one in (context["spot"], *context["other_spots"])] == ["Kar", "Zaal"]
    assert [one.place.name for one in spots(lab.places.with_hours(), clock.now())][-1] == "Aula"


@pytest.mark.parametrize(("until", "now"), [(17, "Ook open"), (21, "Nu open, tot 21.00 uur")])
def test_places_that_open_at_the_same_time_say_it_once(client, lab, until, now):
    mo = make_member(lab, "Mo", "lab_admin")
    make_place(mo, "Aula").set_hours([(2, time(13), time(17))])
    make_place(mo, "Zaal").set_hours([(2, time(13), time(until))])
    for hour, said, below in (
        (12, "Vandaag open vanaf 13.00 uur", "Dan ook open"),
        (14, "Nu open, tot 17.00 uur", now),
    ):
        with standing_at(wall_clock(date(2026, 12, 2), time(hour))):
            spot = words(home(client, lab)).partition('<section class="spot')[2].partition("</section>")[0]
        lead, _list, other = spot.partition("<ul")
        assert said in lead
        assert said not in other
        assert below in other


def test_every_card_has_the_first_sentence_as_plain_text(client, lab, anna):
    make_idea(anna, "Bankjes", opportunity="Hier is *altijd* [zon](https://example.org). Kom maar.")
    assert "Hier is altijd zon." in words(home(client, lab))
    assert "Hier is altijd zon." in words(client.get(f"/{lab.slug}/ideeen/"))
    assert "Kom maar." not in words(client.get(f"/{lab.slug}/ideeen/"))


def test_villages_and_people_come_after_joining_in(client, lab):
    anna = make_member(lab, "Anna", "stadmaker")
    make_idea(anna, neighbourhood=lab.neighbourhoods.first())
    text = home(client, lab).text
    places = [text.index(f'id="{name}"') for name in ("vers", "meedoen", "waar", "mensen")]
    assert places == sorted(places)
