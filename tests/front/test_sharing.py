"""A shared link: its tags and its picture, of what everybody may see, and of nothing else."""

import io
import re
import uuid

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from PIL import Image

from common.sharing import kept
from events.models import Gathering
from ideas.leaving import remove_words_of
from ideas.models import Idea, Status
from labs.models import RESIDENT_VOICE, HidingReason, Municipality
from places.models import Place
from tests.events.factories import make_draft, make_gathering
from tests.factories import make_idea, make_lab, make_member
from tests.places.factories import make_place

pytestmark = pytest.mark.django_db
ORIGIN = "https://lab.example.org"


@pytest.fixture(autouse=True)
def public_address(settings):
    settings.PUBLIC_ORIGINS = [ORIGIN, "https://second.example.org"]
    kept.drawn.cache_clear()


@pytest.fixture
def lab():
    return make_lab(name="Proefdorp", intro="Welkom hier. En nog een zin.")


@pytest.fixture
def anna(lab):
    return make_member(lab, "Anna", "stadmaker", "moderator")


@pytest.fixture
def place(anna):
    return make_place(anna, "De Mèrthal", address="Doornelaan 55", about="Een zaal met een keuken.")


@pytest.fixture
def things(lab, anna, place):
    idea = make_idea(anna, "Pluktuin & zo", opportunity="Fruit voor iedereen. En meer.")
    return {"idea": idea, "gathering": make_gathering(anna, "Avond", place=place), "place": place, "lab": lab}


KINDS = ("idea", "gathering", "place", "lab")


def photo(colour="#ff0000"):
    file = io.BytesIO()
    Image.new("RGB", (400, 300), colour).save(file, "WEBP")
    return default_storage.save(f"ideas/{uuid.uuid4().hex}.webp", ContentFile(file.getvalue()))


def tags(page):
    found = re.findall(r'<meta (?:property|name)="((?:og|twitter):[\w:]+)"\s+content="([^"]*)">', page)
    assert len(found) == len(dict(found))
    return {name: value.replace("&amp;", "&") for name, value in found}


def tags_of(thing, **headers):
    address = thing if isinstance(thing, str) else thing.get_absolute_url()
    return tags(Client().get(address, headers=headers).text)


def picture_path(thing):
    return tags_of(thing)["og:image"].removeprefix(ORIGIN)


def is_red(answer):
    red, green, blue = Image.open(io.BytesIO(answer.content)).getpixel((600, 60))
    return red > 240 and green < 20 and blue < 20


def test_an_idea_carries_its_title_first_sentence_and_picture(things):
    idea = things["idea"]
    found = tags_of(idea)
    address = f"{ORIGIN}/proefdorp/ideeen/{idea.pk}/"
    assert found.pop("og:image").startswith(f"{address}deelbeeld-nl.jpg?v=")
    assert found == {
        "og:site_name": "Stadslab",
        "og:type": "website",
        "og:locale": "nl_NL",
        "og:url": address,
        "og:title": "Pluktuin & zo",
        "og:description": "Fruit voor iedereen.",
        "og:image:type": "image/jpeg",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "Pluktuin & zo. Stadslab Proefdorp.",
        "twitter:card": "summary_large_image",
    }


def test_the_alternative_text_says_what_the_photo_shows(things):
    idea = things["idea"]
    Idea.objects.filter(pk=idea.pk).update(photo=photo(), photo_alt="Een struik vol bessen")
    assert tags_of(idea)["og:image:alt"] == "Pluktuin & zo. Stadslab Proefdorp. Een struik vol bessen."


def test_a_gathering_carries_its_date_time_and_place(things):
    found = tags_of(things["gathering"])
    assert re.match(r"\w+dag \d+ \w+, 19\.30 tot 21\.30 uur\. De Mèrthal, Doornelaan 55", found["og:description"])
    assert "De Mèrthal" in found["og:image:alt"]


def test_a_place_a_lab_and_the_site_carry_their_names(things):
    assert tags_of(things["place"])["og:title"] == "De Mèrthal"
    assert tags_of(things["lab"])["og:title"] == "Stadslab Proefdorp"
    assert tags_of(things["lab"])["og:description"] == "Welkom hier."
    assert tags_of("/")["og:url"] == f"{ORIGIN}/"
    assert tags_of("/")["og:image:alt"] == "Wat kan er bij jou wél? Stadslab."


@pytest.mark.parametrize("theme", ["stadslab", "maaslicht"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_picture_has_its_size_in_both_themes(things, kind, theme):
    Municipality.objects.update(theme=theme)
    answer = Client().get(picture_path(things[kind]))
    assert answer["Content-Type"] == "image/jpeg"
    assert Image.open(io.BytesIO(answer.content)).size == (1200, 630)
    assert len(answer.content) <= 120_000


@pytest.mark.parametrize("kind", KINDS)
def test_the_theme_changes_the_picture(things, kind):
    before = picture_path(things[kind])
    Municipality.objects.update(theme="maaslicht")
    assert picture_path(things[kind]) != before


@pytest.mark.parametrize(
    ("page", "title"),
    [
        ("ideeen", "Ideeën"),
        ("bijeenkomsten", "Agenda"),
        ("plekken", "Plekken"),
        ("mensen", "Mensen"),
        ("zo-werken-wij", "Zo werken wij"),
    ],
)
def test_another_page_of_a_lab_carries_its_own_title_and_the_picture_of_the_lab(lab, page, title):
    found = tags_of(f"/proefdorp/{page}/?dorp=1")
    assert found["og:title"] == f"{title} · Stadslab Proefdorp"
    assert found["og:image"] == tags_of(lab)["og:image"]
    assert "og:url" not in found
    assert "og:description" not in found


def test_the_agenda_of_all_labs_carries_the_picture_of_the_site():
    found = tags_of("/agenda/?maand=2026-12")
    assert found["og:title"] == "Agenda"
    assert found["og:image"] == tags_of("/")["og:image"]
    assert "og:url" not in found


def test_an_english_page_has_english_words(things):
    english = {"accept-language": "en"}
    found = tags_of("/", **english)
    assert found["og:locale"] == "en_GB"
    assert found["og:title"] == "What could happen near you?"
    assert "/deelbeeld-en.jpg" in found["og:image"]
    gathering = tags_of(things["gathering"], **english)
    assert "19:30 to 21:30" in gathering["og:description"]
    dutch, other = (Client().get(tags_of(things["gathering"], **h)["og:image"]) for h in ({}, english))
    assert dutch.content != other.content


def test_the_language_of_the_picture_is_that_of_its_address_not_of_who_asks(things):
    path = picture_path(things["gathering"])
    assert Client().get(path).content == Client().get(path, headers={"accept-language": "en"}).content
    assert Client().get(path.replace("-nl.", "-fr.")).status_code == 404


@pytest.mark.parametrize("end", ["hide", "withdraw"])
def test_a_hidden_or_withdrawn_idea_has_no_tags_and_no_picture_also_for_its_moderator(things, anna, end):
    idea, mo = things["idea"], make_member(anna.lab, "Mo", "moderator")
    path = picture_path(idea)
    assert Client().get(path).status_code == 200
    if end == "hide":
        idea.hide(mo, HidingReason.SPAM)
    else:
        idea.set_status(anna, RESIDENT_VOICE, Status.WITHDRAWN, "Klaar.")
    moderator = Client()
    moderator.force_login(mo.user)
    for client in (Client(), moderator):
        assert client.get(path).status_code == 404
        assert client.get(path, headers={"if-none-match": "*"}).status_code == 404
        assert tags(client.get(idea.get_absolute_url()).text) == {}


def test_an_idea_whose_words_were_removed_has_no_tags_and_no_picture(things, anna):
    idea = things["idea"]
    idea.set_status(anna, RESIDENT_VOICE, Status.DONE, "Het staat er.")
    path, poster = picture_path(idea), f"{idea.get_absolute_url()}affiche/"
    assert [Client().get(address).status_code for address in (path, poster)] == [200, 200]
    remove_words_of(idea)
    assert Client().get(idea.get_absolute_url()).status_code == 200
    assert tags_of(idea) == {}
    assert [Client().get(address).status_code for address in (path, poster)] == [404, 404]


def test_an_idea_that_is_restored_has_its_picture_again(things, anna):
    idea, mo = things["idea"], make_member(anna.lab, "Mo", "moderator")
    path = picture_path(idea)
    idea.hide(mo, HidingReason.SPAM)
    idea.restore(mo, "Een vergissing.")
    assert Client().get(path).status_code == 200


def test_a_draft_has_no_tags_and_no_picture_also_for_its_organiser(anna):
    draft = make_draft(anna, "Geheim")
    organiser = Client()
    organiser.force_login(anna.user)
    page = organiser.get(draft.get_absolute_url())
    assert page.status_code == 200
    assert tags(page.text) == {}
    path = f"/proefdorp/bijeenkomsten/{draft.pk}/deelbeeld-nl.jpg"
    assert [client.get(path).status_code for client in (Client(), organiser)] == [404, 404]


def test_a_typed_location_is_not_in_the_picture_or_the_tags(anna):
    gathering = make_gathering(anna, "Koffie", where="Bij Truus, Kerkstraat 4")
    assert "Truus" not in str(tags_of(gathering))


def test_a_thing_of_another_lab_is_not_here(things):
    make_lab("buurdorp")
    for kind in ("idea", "gathering", "place"):
        assert Client().get(picture_path(things[kind]).replace("proefdorp", "buurdorp")).status_code == 404


def test_a_removed_photo_is_gone_at_once_also_under_the_old_address(things):
    idea = things["idea"]
    Idea.objects.filter(pk=idea.pk).update(photo=photo())
    path = picture_path(idea)
    seen = Client().get(path)
    assert is_red(seen)
    Idea.objects.filter(pk=idea.pk).update(photo="")
    again = Client().get(path, headers={"if-none-match": seen["ETag"]})
    assert again.status_code == 200
    assert not is_red(again)


def test_a_new_title_or_photo_has_a_new_address(things):
    idea = things["idea"]
    paths = [picture_path(idea)]
    for changed in ({"title": "Anders"}, {"photo": photo()}):
        Idea.objects.filter(pk=idea.pk).update(**changed)
        paths.append(picture_path(idea))
    assert len(set(paths)) == 3


@pytest.mark.parametrize("kind", KINDS)
def test_caches_ask_each_time_whether_it_may_still_be_shown(things, kind):
    path = picture_path(things[kind])
    first = Client().get(path)
    assert first["Cache-Control"] == "public, no-cache"
    assert not first.cookies
    again = Client().get(path, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == first["Cache-Control"]


def test_what_stands_after_the_question_mark_gives_no_other_picture(things):
    path = picture_path(things["idea"]).partition("?")[0]
    pictures = {Client().get(f"{path}?v={number}").content for number in range(5)}
    assert len(pictures) == kept.drawn.cache_info().misses == 1


def test_a_service_that_has_the_picture_costs_no_drawing(things):
    path = picture_path(things["idea"])
    tag = f'"{path.partition("?v=")[2]}"'
    for seen in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        assert Client().get(path, headers={"if-none-match": seen}).status_code == 304
    assert kept.drawn.cache_info().misses == 0
    assert Client().get(path, headers={"if-none-match": '"other"'}).status_code == 200


def test_a_picture_is_not_compressed_again(things):
    answer = Client().get(picture_path(things["idea"]), headers={"accept-encoding": "gzip"})
    assert not answer.has_header("Content-Encoding")
    assert answer["ETag"].startswith('"')


def test_the_head_of_a_picture_says_how_long_it_is(things):
    path = picture_path(things["idea"])
    head, whole = Client().head(path), Client().get(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Length"] == whole["Content-Length"] == str(len(whole.content))


def test_the_picture_takes_two_queries_however_much_there_is(things, anna, place, django_assert_max_num_queries):
    paths = {kind: picture_path(things[kind]) for kind in KINDS}
    for number in range(8):
        make_idea(anna, f"Idee {number}")
        make_gathering(anna, f"Avond {number}", place=None)
        make_place(anna, f"Plek {number}")
    for kind in KINDS:
        most = 3 if kind == "gathering" else 2  # the stops of its place
        with django_assert_max_num_queries(most):
            assert Client().get(paths[kind]).status_code == 200
    with django_assert_max_num_queries(0):
        assert Client().get("/deelbeeld-nl.jpg").status_code == 200


def test_a_cancelled_gathering_says_so(things):
    gathering = things["gathering"]
    gathering.cancel("Storm.")
    found = tags_of(Gathering.objects.get(pk=gathering.pk))
    assert found["og:description"].startswith("Gaat niet door")
    assert "Storm" not in found["og:image:alt"]


def test_a_closed_place_says_so(things):
    place, before = things["place"], picture_path(things["place"])
    Place.objects.filter(pk=place.pk).update(is_closed=True)
    found = tags_of(place)
    assert found["og:description"] == "Een zaal met een keuken. Niet meer in gebruik."
    assert found["og:image:alt"] == "De Mèrthal. Niet meer in gebruik. Stadslab Proefdorp."
    assert picture_path(place) != before
    assert Client().get(picture_path(place)).status_code == 200


def test_words_of_people_stay_words(anna):
    idea = make_idea(anna, '"><script>alert(1)</script>', opportunity='"><img src=x> bij de kerk.')
    page = Client().get(idea.get_absolute_url()).text
    assert "<script>alert" not in page
    assert "<img src=x>" not in page
