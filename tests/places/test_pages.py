"""The pages of a place: where it is now and next, whether it is open, how to get in; and who manages it."""

from datetime import date, time
from io import BytesIO

import pytest
from PIL import Image

from common import rate_limits
from events.models import Gathering
from labs.models import Neighbourhood
from places.models import Place, Stop
from tests.events.factories import make_gathering, utc
from tests.factories import make_lab, make_member
from tests.places.factories import make_place
from tests.standing import standing_at

NOW = utc(2026, 11, 24, 12, 30)  # Tuesday, half past one
LIST, NEW = "/proefdorp/plekken/", "/proefdorp/plekken/nieuw/"


@pytest.fixture(autouse=True)
def on_tuesday():
    with standing_at(NOW):
        yield


@pytest.fixture
def cart(anna, lab):
    cart = make_place(anna, "De Labkar", kind="temporary", host="Anna van overal", phone="077 000 00 00")
    west = lab.neighbourhoods.get(name="West")
    cart.set_stops(
        [
            Stop(first_day=date(2026, 11, 23), last_day=date(2026, 12, 6), address="Kerkplein", neighbourhood=west),
            Stop(first_day=date(2026, 12, 8), last_day=date(2026, 12, 20), address="bij de jeugdplek"),
        ]
    )
    cart.set_hours([(1, time(13), time(17)), (3, time(13), time(21))])
    cart.set_rooms([("binnen", 8), ("onder het zeil", 20)])
    return cart


def test_the_menu_marks_the_places_and_beside_them_the_agenda(client, cart):
    menu = '<a href="/proefdorp/{}/" aria-current="{}">{}</a>'
    assert menu.format("plekken", "page", "Plekken") in client.get(LIST).text
    assert menu.format("plekken", "true", "Plekken") in client.get(cart.get_absolute_url()).text
    assert menu.format("bijeenkomsten", "page", "Agenda") in client.get("/proefdorp/bijeenkomsten/").text


def page(client, place) -> str:
    return " ".join(client.get(place.get_absolute_url()).text.split())


def rows(prefix: str, *filled: dict, there: int = 0) -> dict[str, str]:
    """Return the post data of a browser for these rows."""
    data = {f"{prefix}-TOTAL_FORMS": str(len(filled) + 2), f"{prefix}-INITIAL_FORMS": str(there)}
    for number, row in enumerate(filled):
        data |= {f"{prefix}-{number}-{name}": str(value) for name, value in row.items()}
    return data


def filled(**more) -> dict[str, str]:
    data = {"kind": "fixed", "name": "Kleine zaal", "address": "Raadhuisplein 2"}
    return data | rows("rooms") | rows("hours") | rows("stops") | more


# Reading


def test_a_travelling_place_says_where_it_is_now_and_next(client, cart):
    text = page(client, cart)
    assert "Nu in West, tot en met 6 december. Daarna op dit adres: bij de jeugdplek." in text
    assert '<li data-first="2026-11-23" data-last="2026-12-06" class="now">' in text
    assert "Hier staat hij nu" in text
    assert text.count('class="now"') == 1
    assert 'href="tel:0770000000"' in text
    assert "Onder het zeil: 20 mensen" in text


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ((2026, 11, 24, 12, 30), "Nu open, tot 17.00 uur"),
        ((2026, 11, 24, 11, 59), "Vandaag open vanaf 13.00 uur"),
        ((2026, 11, 24, 16), "Open op donderdag 26 november vanaf 13.00 uur"),  # at the minute when it closes
        ((2026, 12, 6, 12), "Open op dinsdag 8 december vanaf 13.00 uur"),  # at the next stop
    ],
)
def test_open_or_not_by_the_clock_on_the_wall(client, cart, when, words):
    with standing_at(utc(*when)):
        assert words in page(client, cart)


def test_between_stops_and_after_the_last_it_is_nowhere(client, cart):
    with standing_at(utc(2026, 12, 7, 12)):
        assert "Vanaf 8 december op dit adres: bij de jeugdplek." in page(client, cart)
    with standing_at(utc(2026, 12, 21, 12)):
        text = page(client, cart)
    assert "Op dit moment nergens." in text
    assert "Nu open" not in text
    assert "Open op" not in text


def test_its_gatherings_stand_on_its_page_and_no_others(client, anna, cart):
    make_gathering(anna, "Open tafel", place=cart, starts_at=utc(2026, 11, 25, 9))
    make_gathering(anna, "Ergens anders", starts_at=utc(2026, 11, 25, 9))
    text = page(client, cart)
    assert "Open tafel" in text
    assert "Ergens anders" not in text


def test_the_address_on_the_internet_is_not_shown(client, anna):
    online = make_place(anna, "Online lab", kind="online", link="https://praat.example/lab")
    assert "praat.example" not in client.get(online.get_absolute_url()).text + client.get(LIST).text


def test_places_of_another_lab_are_not_here(client, lab):
    place = make_place(make_member(make_lab("buurdorp"), "Otto", "stadmaker"), "Bij de buren")
    assert "Bij de buren" not in client.get(LIST).text
    assert client.get(f"/proefdorp/plekken/{place.pk}/").status_code == 404


@pytest.mark.parametrize("count", [1, 8])
def test_the_same_few_queries(client, anna, cart, count, django_assert_max_num_queries):
    for number in range(count):
        make_gathering(anna, f"{number}", place=cart, starts_at=utc(2026, 11, 25, 9))
        make_place(anna, f"Plek {number}", rooms=(8,))
    client.force_login(anna.user)
    client.get(LIST)
    with django_assert_max_num_queries(10):
        client.get(LIST)
    with django_assert_max_num_queries(13):
        page(client, cart)


# Creating and changing


def test_a_place_is_made_with_its_rooms_and_hours(client, anna):
    client.force_login(anna.user)
    data = filled(
        **rows("rooms", {"name": "zaal", "capacity": 60}, {"name": "keuken", "capacity": 12}),
        **rows("hours", {"weekday": 1, "opens": "13:00", "closes": "21:00"}),
    )
    response = client.post(NEW, data)
    place = Place.objects.get()
    assert response["Location"] == place.get_absolute_url()
    assert [(room.name, room.capacity) for room in place.rooms.all()] == [("zaal", 60), ("keuken", 12)]
    assert [(h.weekday, h.opens, h.closes) for h in place.hours.all()] == [(1, time(13), time(21))]
    assert place.lab == anna.lab


def test_too_many_places_in_an_hour_are_429_and_what_was_typed_stays(client, anna, monkeypatch):
    monkeypatch.setitem(rate_limits.RATES, "place", "1 per year")
    client.force_login(anna.user)
    answers = [client.post(NEW, filled(name=name)) for name in ("De kas", "De schuur")]
    assert [answer.status_code for answer in answers] == [302, 429]
    assert "Dat zijn veel plekken in korte tijd. Wacht een uur en stuur deze dan opnieuw." in answers[1].text
    assert 'value="De schuur"' in answers[1].text
    assert Place.objects.get().name == "De kas"


def test_errors_stand_at_their_fields_and_what_was_typed_stays(client, anna):
    client.force_login(anna.user)
    make_place(anna, "Kleine zaal")
    data = filled(
        name="kleine ZAAL",
        phone="bel maar",
        link="geen adres",
        about="Met een <piano>",
        **rows("rooms", {"name": "zaal"}, {"capacity": "x"}, {"name": "gang", "capacity": 0}),
        **rows("hours", {"weekday": 1, "opens": "25:00", "closes": "21:00"}, {"opens": "10:00"}),
        **rows(
            "stops",
            {"first_day": "2026-12-09", "last_day": "2026-12-08", "address": "plein"},
            {"first_day": "2026-12-01", "last_day": "2026-12-05", "address": "hier"},
            {"first_day": "2026-12-05", "last_day": "2026-12-06", "address": "daar"},
        ),
    )
    response = client.post(NEW, data)
    assert response.status_code == 422
    assert Place.objects.count() == 1
    for words in (
        "Dit lab heeft al een plek met die naam.",
        "Schrijf een telefoonnummer op",
        "Vertel hoeveel mensen erin passen.",
        "Geef de ruimte een naam, of maak deze rij leeg.",
        "In een ruimte past minstens één mens.",
        "Schrijf een tijd op",
        "Kies een dag, of maak deze rij leeg.",
        "De laatste dag komt na de eerste.",
        "Op die dag staat de plek nog ergens anders.",
        "Met een &lt;piano&gt;",
        'value="25:00"',
        'value="bel maar"',
    ):
        assert words in response.text, words


@pytest.mark.parametrize("name", ["", "Kleine zaal"])
def test_what_is_wrong_in_the_rows_stands_in_the_one_summary_that_gets_focus(client, anna, name):
    client.force_login(anna.user)
    text = client.post(NEW, filled(name=name, **rows("rooms", {"capacity": 3}), **rows("stops", {}, {}))).text
    summary = text[text.index("data-errors") : text.index("</form>")].partition('name="kind"')[0]
    assert text.count('role="alert"') == 1
    assert '<a href="#id_rooms-0-name">Ruimte</a>: Geef de ruimte een naam, of maak deze rij leeg.' in summary
    assert ("Geef de plek een naam." in summary) == (name == "")
    assert ("2 dingen kloppen nog niet." if name == "" else "Eén ding klopt nog niet.") in summary


@pytest.mark.parametrize(
    "broken",
    [
        {"rooms-TOTAL_FORMS": "x"},
        {"rooms-TOTAL_FORMS": "99999999"},
        {"hours-TOTAL_FORMS": ""},
        {"hours-0-weekday": "9"},
        {"hours-0-weekday": "1", "hours-0-opens": "\x00", "hours-0-closes": "10:00"},
        {"stops-0-first_day": "0000-00-00"},
        {"stops-0-neighbourhood_id": "999999"},
        {"rooms-0-name": "x", "rooms-0-capacity": "9" * 30},
        {"name": "\x00"},
        {"name": "x" * 5000},
        {"kind": "paleis"},
        {"neighbourhood": "x"},
        {"upload": "x"},
        {"seen": "9" * 40},
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_breaks(client, anna, broken):
    client.force_login(anna.user)
    assert client.post(NEW, filled() | broken).status_code == 422
    assert not Place.objects.exists()


def test_a_stop_lasts_at_most_five_years_from_today(client, anna):
    client.force_login(anna.user)
    stop = {"first_day": "2026-12-01", "last_day": "2031-11-24", "address": "plein"}
    answer = client.post(NEW, filled(kind="temporary", **rows("stops", stop | {"last_day": "2096-12-06"})))
    assert answer.status_code == 422
    error = answer.text.partition('id="id_stops-0-last_day_error"')[2].partition("</p>")[0]
    assert "Dit is te ver weg. Kies een datum binnen vijf jaar." in error
    assert not Place.objects.exists()
    client.post(NEW, filled(kind="temporary", **rows("stops", stop)))
    assert Stop.objects.get().last_day == date(2031, 11, 24)


def change(client, place, **more):
    seen = more.pop("seen", place.revision)
    return client.post(f"{place.get_absolute_url()}bewerken/", filled(seen=str(seen), **more))


def test_another_change_meanwhile_keeps_the_text_and_the_next_press_counts(client, anna):
    client.force_login(anna.user)
    place = make_place(anna)
    seen = place.revision
    place.change(about="Van een ander")
    response = change(client, place, seen=seen, name="Mijn naam")
    assert response.status_code == 409
    assert 'value="Mijn naam"' in response.text
    assert "Jouw tekst staat er nog." in response.text
    place.refresh_from_db()
    assert place.name == "Lab aan het plein"
    assert f'name="seen" value="{place.revision}"' in response.text
    assert change(client, place, name="Mijn naam").status_code == 302
    place.refresh_from_db()
    assert place.name == "Mijn naam"


def test_a_village_that_went_since_the_form_was_checked_is_left_out(anna, lab):
    west = lab.neighbourhoods.get(name="West")
    Neighbourhood.objects.filter(pk=west.pk).delete()
    place = make_place(anna, neighbourhood=west)
    assert place.neighbourhood is None
    day = date(2026, 11, 24)
    stop = Stop(first_day=day, last_day=day, address="Kerkplein", neighbourhood_id=west.pk)
    place.rewrite(place.revision, [], [], [stop], neighbourhood=west, about="Met een kachel.")
    place.refresh_from_db()
    assert (place.neighbourhood, place.about) == (None, "Met een kachel.")
    assert [(stop.address, stop.neighbourhood) for stop in place.stops.all()] == [("Kerkplein", None)]


def test_a_room_that_is_reserved_stays(client, anna):
    client.force_login(anna.user)
    place = make_place(anna, rooms=(60,))
    make_gathering(anna, place=place, room=place.rooms.get())
    response = change(client, place, name="Anders")
    assert response.status_code == 422
    assert "heeft een ruimte vastgelegd die jij weghaalt" in response.text
    place.refresh_from_db()
    assert (place.name, place.rooms.count()) == ("Lab aan het plein", 1)


def test_an_empty_row_takes_a_stop_away_and_says_what_is_left_without_place(client, anna, cart):
    client.force_login(anna.user)
    make_gathering(anna, "In de jeugdplek", place=cart, starts_at=utc(2026, 12, 9, 18))
    stop = {"first_day": "2026-11-23", "last_day": "2026-12-06", "address": "Kerkplein"}
    left = rows("stops", stop, {}, there=2)
    asked = change(client, cart, kind="temporary", name=cart.name, **left)
    assert (asked.status_code, cart.stops.count()) == (422, 2)
    agreed = asked.context["concerns"].token
    response = change(client, cart, kind="temporary", name=cart.name, agreed=agreed, **left)
    assert cart.stops.count() == 1
    assert "De plek is er niet meer voor: In de jeugdplek." in client.get(response["Location"]).text


def a_photo() -> BytesIO:
    picture = BytesIO()
    Image.new("RGB", (40, 30), "green").save(picture, "PNG")
    picture.seek(0)
    picture.name = "kar.png"
    return picture


def test_a_photo_is_shown_and_can_go_again(client, anna):
    client.force_login(anna.user)
    assert client.post(NEW, filled() | {"photo": a_photo()}).status_code == 422  # it needs a description
    client.post(NEW, filled(photo_alt="De zaal") | {"photo": a_photo()})
    place = Place.objects.get()
    shown = client.get(place.photo_url)
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/webp")
    assert place.photo.name.startswith("places/")
    assert 'alt="De zaal"' in page(client, place)
    assert client.get(place.photo_url.replace(".webp", "x.webp")).status_code == 404
    change(client, place, no_photo="on")
    place.refresh_from_db()
    assert (place.photo.name, place.photo_alt) == ("", "")


def test_a_place_closes_and_opens_again(client, anna, bram):
    client.force_login(anna.user)
    place = make_place(anna)
    close = f"{place.get_absolute_url()}sluiten/"
    form = client.get(close).text.rpartition("<form")[2].partition("</form>")[0]
    assert "nl-button--negative" in form
    assert f'href="{place.get_absolute_url()}"' in form.partition("Laat het zo")[0]
    client.post(close)
    place.refresh_from_db()
    assert place.is_closed
    assert "Het lab gebruikt deze plek niet meer." in page(client, place)
    client.logout()
    assert place.name not in client.get(LIST).text
    client.force_login(anna.user)
    assert place.name in client.get(LIST).text
    client.post(close, {"open": "1"})
    place.refresh_from_db()
    assert not place.is_closed


def test_a_place_that_closes_names_what_is_still_held_there_with_its_date(client, anna):
    client.force_login(anna.user)
    place = make_place(anna)
    for day in (5, 12):
        make_gathering(anna, "Repareren", place=place, starts_at=utc(2026, 12, day, 18, 30))
    text = client.get(f"{place.get_absolute_url()}sluiten/").text
    for day in (5, 12):
        assert f"Repareren</a>, zaterdag {day}\u00a0december" in text


def test_a_place_of_which_only_the_name_is_known_sends_nobody_to_an_empty_spot(client, anna):
    place = make_place(anna, "Schuurtje")
    bare = page(client, place)
    assert "Hoe kom je er?" not in bare
    for words in ({"address": "Kerkplein 1"}, {"address": "", "getting_there": "Achterom"}):
        place.change(**words)
        assert page(client, place).count("Hoe kom je er?") == 2


def test_a_closed_place_does_not_invite(client, cart):
    inviting = ("Hier staat hij nu", "Wanneer is de plek open?", "Hoe kom je er?", "077 000 00 00")
    assert all(words in page(client, cart) for words in inviting)
    cart.change(is_closed=True)
    assert not [words for words in inviting if words in page(client, cart)]
    assert "Niet meer in gebruik" in page(client, cart)


@pytest.mark.parametrize("path", ["nieuw/", "{pk}/bewerken/", "{pk}/sluiten/"])
def test_only_stadmakers_and_those_who_run_the_lab(client, lab, anna, path):
    place = make_place(anna)
    address = f"{LIST}{path.format(pk=place.pk)}"
    before = Place.objects.values_list("revision", "is_closed").get(pk=place.pk)
    assert client.get(address)["Location"].startswith("/inloggen/")
    for name, kind, allowed in (("Bea", "lab_admin", True), ("Mo", "stadmaker", True), ("Coen", "connector", False)):
        client.force_login(make_member(lab, name, kind).user)
        assert client.get(address).status_code == (200 if allowed else 403)
    client.force_login(make_member(lab, "Bram").user)
    assert client.post(address, filled()).status_code == 403
    assert Place.objects.values_list("revision", "is_closed").get() == before
    assert not Gathering.objects.exists()


@pytest.mark.parametrize("address", ["", "Kerkplein 1"])
def test_a_fixed_place_says_once_that_it_is_one(client, anna, address):
    place = make_place(anna, "Schuurtje", address=address)
    assert page(client, place).partition("<main")[2].count("Vaste plek") == 1
