"""The form of a gathering: errors and their fields, local time, repeated hours."""

from datetime import UTC, datetime, timedelta

import pytest

from common import clock
from common.times import AMSTERDAM, day_of, wall_clock
from events.models import Gathering
from tests.events.factories import AN_EVENING, IN_NINE_DAYS, make_draft, make_gathering
from tests.events.forms import at, edited, words
from tests.places.factories import make_room

pytestmark = pytest.mark.usefixtures("in_november")


def test_the_clock_on_the_wall_is_kept_as_utc(anna_here, anna, new):
    anna_here.post(new, words(anna, day="2027-07-01", starts="19:30", ends="0:30"))
    gathering = Gathering.objects.get()
    assert gathering.starts_at == datetime(2027, 7, 1, 17, 30, tzinfo=UTC)
    assert gathering.ends_at == datetime(2027, 7, 1, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": " "}, "Geef de bijeenkomst een naam."),
        ({"starts": ""}, "Kies de tijd waarop het begint."),
        ({"ends": "19:30"}, "Kies een latere tijd."),
        ({"day": "2027-03-28", "starts": "2:30", "ends": "4:00"}, "slaat de klok dit uur over"),
        ({"day": "31-31-2027"}, "Schrijf de datum"),
        ({"starts": "25:00"}, "Schrijf de tijd"),
        ({"capacity": "0"}, "Vul minstens 1 in, of laat dit leeg."),
        ({"link": "javascript:alert(1)"}, "Dit is nog geen link."),
        ({"entry": "x"}, "Kies een van de twee."),
        ({"organisers": []}, "Kies minstens één persoon."),
        ({"organisers": ["999999"]}, "heeft hier geen rol meer"),
        ({"place": "999999999999999999999"}, "Kies een plek uit de lijst."),
        ({"ideas": ["999999"]}, "is er niet meer"),
        ({"last_day": "2020-01-01"}, "Kies een latere dag."),
        ({"until_day": "2031-01-01"}, "Dat is nadat het begint."),
        ({"day": "2020-02-03"}, "Dat is al geweest. Kies een dag die nog komt."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_rest_is_kept(anna_here, anna, new, wrong, said):
    answer = anna_here.post(new, words(anna, about="Kom vooral. Er is soep.", **wrong))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert said in text
    assert "Kom vooral. Er is soep." in text
    assert not Gathering.objects.exists()


def test_a_taken_room_names_what_stands_in_the_way_with_a_link(anna_here, anna, new):
    room = make_room(anna)
    day = day_of(clock.now() + IN_NINE_DAYS)
    first = make_draft(
        anna, "Eerder", starts_at=wall_clock(day, datetime(2000, 1, 1, 19).time()), place=room.place, room=room
    )
    answer = anna_here.post(new, words(anna, place=room.place_id, room=room.pk))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert f'<a href="{first.get_absolute_url()}">Eerder</a>' in text
    assert Gathering.objects.count() == 1


def test_more_seats_than_the_room_holds_is_said_at_the_seats(anna_here, anna, new):
    room = make_room(anna, 20)
    answer = anna_here.post(new, words(anna, place=room.place_id, room=room.pk, capacity="21"))
    assert "passen 20 mensen" in answer.content.decode()


def test_hostile_words_are_words(anna_here, anna, new, client):
    evil = "<script>alert(1)</script>"
    answer = anna_here.post(new, words(anna, title=evil, about=evil, programme=f"19.30 {evil}", where=evil))
    gathering = Gathering.objects.get()
    assert answer.status_code == 302
    gathering.publish()
    gathering.cancel(evil)
    assert evil not in client.get(gathering.get_absolute_url()).content.decode()


PROGRAMME = "Eerst soep\n19.30 Welkom\n21:00 Naar huis\n3,50 euro voor koffie\n12.50 euro inleg\n25.00 p.p."


def test_a_programme_with_times_of_the_gathering_or_without_is_kept(anna_here, anna, new):
    anna_here.post(new, words(anna, programme=PROGRAMME))
    gathering = Gathering.objects.get()
    assert gathering.programme == PROGRAMME
    late = {"starts": "22:00", "ends": "01:00", "programme": "21.00 Inloop\n22.00 Welkom\n2.00 Opgeruimd"}
    assert anna_here.post(at("gathering_edit", gathering), edited(gathering) | late).status_code == 302
    long = {"last_day": (day_of(gathering.ends_at) + timedelta(days=2)).isoformat(), "programme": "9.00 Ontbijt"}
    gathering.refresh_from_db()
    assert anna_here.post(at("gathering_edit", gathering), edited(gathering) | long).status_code == 302


def test_a_programme_of_before_may_stay_when_something_else_changes(anna_here, anna, new):
    anna_here.post(new, words(anna))
    Gathering.objects.update(programme="9.00 Opbouw\n19.30 Welkom")
    gathering = Gathering.objects.get()
    address = at("gathering_edit", gathering)
    assert anna_here.post(address, edited(gathering) | {"title": "Anders"}).status_code == 302
    gathering.refresh_from_db()
    assert anna_here.post(address, edited(gathering) | {"programme": "9.00 Opbouw"}).status_code == 422


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("25.99 Raar", "25.99 is geen tijd. Schrijf hem zoals 19.30, of laat hem weg."),
        ("19:60 Raar", "19.60 is geen tijd."),
        ("18.29 Inloop", "18.29 valt buiten de bijeenkomst (19.30 tot 21.00 uur). Verander de tijd, of laat hem weg."),
        ("9.30 Inloop", "9.30 valt buiten de bijeenkomst"),
        ("22.01 uur: Napraten", "22.01 valt buiten de bijeenkomst"),
    ],
)
def test_a_wrong_time_in_the_programme_is_said_at_the_programme(anna_here, anna, new, line, error):
    sent = words(anna, programme=f"{PROGRAMME}\n{line}")
    answer = anna_here.post(new, sent)
    assert answer.status_code == 422
    field = answer.text.partition('id="id_programme_error"')[2].partition("</p>")[0]
    assert error in field
    assert field.count("19.30 tot") == ("buiten" in error)
    assert not Gathering.objects.exists()
    without_date = anna_here.post(new, sent | {"day": "", "starts": "", "ends": ""})
    assert (without_date.status_code == 422) is ("geen tijd" in error)


@pytest.mark.parametrize(
    "field", ["title", "about", "day", "starts", "place", "room", "capacity", "organisers", "ideas", "key", "until_at"]
)
@pytest.mark.parametrize("value", ["\x00", "\ud800", "x" * 20_000, "9" * 40, "-1", "²", "‮"])
def test_nonsense_in_any_field_is_an_error_in_words_never_a_crash(anna_here, anna, new, field, value):
    answer = anna_here.post(
        new, words(anna, **{field: value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")})
    )
    assert answer.status_code in (302, 422)


NIGHT = {"day": "2027-10-31", "starts": "2:30", "ends": "4:00"}  # the hour from two to three comes twice


def test_an_hour_that_comes_twice_is_asked_for_and_kept(anna_here, anna, new):
    answer = anna_here.post(new, words(anna, **NIGHT))
    assert answer.status_code == 422
    assert "Kies welke van de twee keer je bedoelt." in answer.text
    anna_here.post(new, words(anna, **NIGHT, starts_fold="1"))
    gathering = Gathering.objects.get()
    assert gathering.starts_at.astimezone(AMSTERDAM).fold == 1
    assert gathering.ends_at - gathering.starts_at == timedelta(minutes=90)
    assert "2.30 (wintertijd) tot 4.00 uur" in anna_here.get(gathering.get_absolute_url()).text
    form = anna_here.get(at("gathering_edit", gathering)).context["form"]
    assert form["starts_fold"].value() == "1"
    assert 'name="starts_fold" value="1" id="id_starts_fold_1" checked' in str(form["starts_fold"])
    assert "ends_fold" not in anna_here.get(at("gathering_edit", gathering)).text


@pytest.mark.parametrize(("fold", "minutes"), [("0", 75), ("1", 135)])
def test_it_can_end_in_an_hour_that_comes_twice(anna_here, anna, new, fold, minutes):
    night = NIGHT | {"starts": "1:30", "ends": "2:45"}
    assert anna_here.post(new, words(anna, **night)).status_code == 422
    anna_here.post(new, words(anna, **night, ends_fold=fold))
    gathering = Gathering.objects.get()
    assert gathering.ends_at - gathering.starts_at == timedelta(minutes=minutes)
    assert anna_here.get(at("gathering_edit", gathering)).context["form"]["ends_fold"].value() == fold


def test_on_other_nights_nobody_is_asked_which_hour(anna_here, anna, new):
    assert "_fold" not in anna_here.get(new).text
    assert "_fold" not in anna_here.post(new, words(anna, starts_fold="1", title=" ")).text


def test_a_draft_whose_day_went_by_can_still_be_moved(anna_here, anna):
    ago = clock.now() - timedelta(days=3)
    draft = make_draft(anna, starts_at=ago, ends_at=ago + AN_EVENING)
    page = anna_here.get(draft.get_absolute_url()).text
    assert "Deze dag is al geweest. Kies een andere dag, dan kun je het online zetten." in page
    assert "Verander iets" in page
    assert anna_here.post(at("gathering_edit", draft), edited(draft, day="2031-01-05")).status_code == 302
    assert anna_here.post(at("gathering_publish", draft)).status_code == 302
    draft.refresh_from_db()
    assert draft.is_published


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("typed", ["2030-12-08", "8-12-2030", "08-12-2030", "8/12/2030"])
def test_a_day_is_typed_as_we_say_in_each_language(anna_here, anna, new, language, typed):
    anna_here.post(new, words(anna, day=typed), headers={"accept-language": language})
    assert day_of(Gathering.objects.get().starts_at).isoformat() == "2030-12-08"


@pytest.mark.parametrize(
    "link",
    [
        "ftp://praat.example/kamer",
        "javascript:alert(1)",
        "https://praat.example@elders.example/",
        "https://naam:woord@praat.example/",
        "https://praat.example/\u202egnp.exe",
        "https://praat.example/\u200bkamer",
        "https://praat.example/\x00",
        "https://praat.example/\n\nBcc: x@y.example",
        "https://pra at.example/",
        "https://[praat.example/",
        "[]",
        "https://praat.example/" + "a" * 200,
    ],
)
def test_a_link_leads_where_it_says(anna_here, anna, link):
    """All attendees get it, also by mail."""
    gathering = make_gathering(anna, link="https://praat.example/kamer")
    answer = anna_here.post(at("gathering_edit", gathering), edited(gathering, link=link))
    assert answer.status_code == 422
    assert [*answer.context["form"].errors] == ["link"]
    place = anna_here.post(f"/{anna.lab.slug}/plekken/nieuw/", {"name": "Online lab", "kind": "online", "link": link})
    assert "link" in place.context["form"].errors
    gathering.refresh_from_db()
    assert gathering.link == "https://praat.example/kamer"


@pytest.mark.parametrize(
    "link", ["https://praat.example/kamer?a=1,2;b=3#c", "http://praat.example", "https://café.example/@anna"]
)
def test_an_ordinary_link_is_taken(anna_here, anna, link):
    gathering = make_gathering(anna)
    assert anna_here.post(at("gathering_edit", gathering), edited(gathering, link=link)).status_code == 302
    gathering.refresh_from_db()
    assert gathering.link == link


def test_a_reason_that_nobody_sees_is_none(anna_here, anna):
    gathering = make_gathering(anna)
    sent = edited(gathering, where="De kerk", reason=" \u200b\u2060 ")
    assert anna_here.post(at("gathering_edit", gathering), sent).status_code == 302
    assert gathering.moves.get().reason == ""
