"""Close an evening in two minutes: when people come back, who tells what to whom, and what is still open."""

import re
import uuid
from datetime import datetime, timedelta

import pytest

from common import clock
from common.times import AMSTERDAM
from evenings.models import Evening, Report, TaskKind
from evenings.reporting import finish
from events.models import Gathering
from ideas.models import Moved
from tests.evenings.test_choosing import begin
from tests.evenings.test_doors import door, read, walk_in
from tests.evenings.test_leading import again
from tests.evenings.test_tasks import take
from tests.ideas.conftest import browser

TELLS = [{"who": "Chaima", "what": "dat de proef begint", "to": "de fanfare"}]


@pytest.fixture
def day():
    return (clock.now() + timedelta(days=30)).astimezone(AMSTERDAM).date()


def seen(page):
    return re.search(r'name="seen" value="(\d+)"', read(page))[1]


def words(day, **more):
    lines = {"who_1": "Chaima", "what_1": "dat de proef begint", "to_1": "de fanfare"}
    return {"seen": "0", "next_day": f"{day}", "next_at": "19:30", **lines, **more}


def at_half_past_seven(day):
    return datetime(day.year, day.month, day.day, 19, 30, tzinfo=AMSTERDAM)


def test_who_organises_closes_it_and_its_report_begins(evening, hers, day):
    page = hers.get(door("live_close", evening))
    assert page.status_code == 200
    assert not Report.objects.exists()
    page = hers.post(door("live_close", evening), words(day, seen=seen(page)), follow=True)
    assert "De avond is afgesloten" in read(page)
    report = Report.objects.get(evening=evening)
    assert (report.next_on, report.tells) == (at_half_past_seven(day), TELLS)
    assert (report.state, report.version, report.record) == ("draft", 1, None)
    assert not again(evening).is_open(clock.now())


def test_the_follow_up_is_proposed_at_the_same_hour_seven_weeks_on(evening, hers):
    """Also when the clock changes in between."""
    starts_at = datetime(2027, 2, 18, 19, 30, tzinfo=AMSTERDAM)
    Gathering.objects.update(starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))
    page = read(hers.get(door("live_close", evening)))
    assert 'value="2027-04-08"' in page
    assert 'value="19:30"' in page


def test_all_may_stay_empty(evening, hers):
    assert hers.post(door("live_close", evening), {"seen": "0"}).status_code == 302
    report = Report.objects.get()
    assert (report.next_on, report.tells) == (None, [])
    assert "Terugkomavond" not in read(hers.get(door("live_close", evening)))


def test_who_leads_by_a_task_closes_it_too(evening, day):
    jo = take(evening, TaskKind.LEAD)
    assert "Sluit de avond af" in read(jo.get(door("live_lead", evening)))
    page = jo.post(door("live_close", evening), words(day), follow=True)
    assert "De organisatoren gaan ermee verder" in read(page)
    assert Report.objects.get().tells == TELLS


def test_nobody_else_closes_it(evening, mo, bram, client):
    for who in (walk_in(evening), take(evening, TaskKind.PAPER), take(evening, TaskKind.SCREEN)):
        assert who.post(door("live_close", evening), {"seen": "0"}).status_code in (302, 403)
    assert [browser(one).post(door("live_close", evening), {"seen": "0"}).status_code for one in (mo, bram)] == [
        404
    ] * 2
    assert client.post(door("live_close", evening), {"seen": "0"}).status_code == 302
    assert again(evening).is_open(clock.now())
    assert not Report.objects.exists()


def test_the_page_says_what_is_still_open_and_forbids_nothing(evening, hers):
    begin(evening)
    now = again(evening)
    page = read(hers.get(door("live_close", evening)))
    assert "Mensen kunnen nog kiezen bij:" in page
    assert "wacht op een blik" not in page
    notes = now.session.plan_steps[2]
    now.go(notes.pk, now.version, clock.now())
    for text in ("Een bank", "Een boom"):
        who = now.join(uuid.uuid4(), "", clock.now())
        now.write(notes.pk, text, uuid.uuid4(), clock.now(), who)
    page = read(hers.get(door("live_close", evening)))
    assert "2 briefjes wachten op een blik" in page
    assert "Mensen kunnen nog schrijven bij:" in page
    hers.post(door("live_close", evening), {"seen": "0"})
    assert not again(evening).is_open(clock.now())


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"next_day": "2020-01-01"}, "Deze dag is voorbij"),
        ({"next_day": "2099-01-01"}, "te ver weg"),
        ({"next_day": "morgen"}, "Schrijf de datum als"),
        ({"next_at": ""}, "Schrijf ook hoe laat"),
        ({"next_day": ""}, "Kies ook een dag"),
        ({"next_day": "2027-03-28", "next_at": "02:30"}, "slaat de klok dit uur over"),
        ({"who_1": ""}, "Schrijf wie dit vertelt"),
        ({"what_1": ""}, "Schrijf wat die vertelt"),
        ({"what_6": "x" * 121, "who_6": "Jo"}, "hoogstens 120 tekens"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(evening, hers, day, typed, said):
    page = hers.post(door("live_close", evening), words(day, to_1="de buren van de Kerkstraat", **typed))
    assert page.status_code == 422
    assert said in read(page)
    assert "de buren van de Kerkstraat" in read(page)
    assert again(evening).is_open(clock.now())
    assert not Report.objects.exists()


def test_an_hour_ago_is_over_too(evening, hers):
    ago = (clock.now() - timedelta(hours=1)).astimezone(AMSTERDAM)
    page = hers.post(door("live_close", evening), words(ago.date(), next_at=f"{ago:%H:%M}"))
    assert page.status_code == 422


def test_pressed_twice_is_closed_once(evening, hers, day):
    for _ in range(2):
        assert hers.post(door("live_close", evening), words(day)).status_code == 302
    assert Report.objects.get().version == 1


def test_who_is_second_keeps_what_they_typed_and_can_store_it(evening, hers, day):
    jo = take(evening, TaskKind.LEAD)
    jo.post(door("live_close", evening), {"seen": "0"})
    page = hers.post(door("live_close", evening), words(day))
    assert page.status_code == 409
    assert "dat de proef begint" in read(page)
    assert "Iemand anders vulde dit net in" in read(page)
    assert Report.objects.get().tells == []
    assert hers.post(door("live_close", evening), words(day, seen=seen(page))).status_code == 302
    assert Report.objects.get().tells == TELLS


def test_a_helper_who_is_second_reads_whom_to_show_it(evening, hers, day):
    """A task works no longer once the evening is closed."""
    jo = take(evening, TaskKind.LEAD)
    hers.post(door("live_close", evening), {"seen": "0"})
    for number in ("0", "1"):
        page = jo.post(door("live_close", evening), words(day, seen=number))
        assert page.status_code == 409
        assert "dat de proef begint" in read(page)
        assert "laat het zien aan de organisatoren" in read(page)
        assert "Bewaar dit in het verslag" not in read(page)
    assert jo.post(door("live_close", evening), {"seen": "0"}).status_code == 302, "the same as what was stored"
    assert Report.objects.get().tells == []


def test_opened_again_the_report_stays_and_is_filled_further(evening, session, hers, day):
    hers.post(door("live_close", evening), words(day))
    Evening.open(session, clock.now())
    page = hers.get(door("live_close", evening))
    assert "dat de proef begint" in read(page)
    assert f'value="{day}"' in read(page)
    hers.post(door("live_close", evening), words(day, seen=seen(page), who_2="Jo", what_2="wie er rijdt"))
    report = Report.objects.get()
    assert [tell["who"] for tell in report.tells] == ["Chaima", "Jo"]
    assert report.version == 2
    assert not again(evening).is_open(clock.now())


def test_phones_and_screen_thank_and_say_when_people_come_back(evening, hers, day):
    bea = walk_in(evening)
    word = evening.participants.get().word
    hers.post(door("live_close", evening), words(day))
    page = read(bea.get(door("live_phone", evening)))
    assert "Dank je wel dat je er was." in page
    assert "19.30 uur" in page
    own = f'<strong translate="no">{word}</strong>'
    assert f"Je eigen woord is {own}. Bewaar het: daarmee lees je het verslag." in page
    assert "19.30 uur" in read(bea.get(door("live_screen", evening)))


def test_what_is_refused_leaves_the_evening_open(evening, day):
    finish(evening, None, [], 0, clock.now())
    Evening.objects.update(closed_at=None, closes_at=clock.now() + timedelta(hours=1))
    with pytest.raises(Moved):
        finish(again(evening), at_half_past_seven(day), TELLS, 0, clock.now())
    assert again(evening).is_open(clock.now())
    assert Report.objects.get().tells == []


def test_a_day_later_its_pages_lead_organisers_to_the_page_of_the_evening(evening, hers, bram):
    hers.post(door("live_close", evening), {"seen": "0"})
    Evening.objects.update(closes_at=clock.now() - timedelta(hours=25))
    plan = f"/{evening.gathering.lab.slug}/bijeenkomsten/{evening.gathering.pk}/avond/"
    for name in ("live_close", "live_lead", "live_tasks", "live_wall", "live_count"):
        assert hers.get(door(name, evening)).url == plan
        assert browser(bram).get(door(name, evening)).status_code == 404
    assert "De avond is voorbij." in read(hers.get(door("live_lead", evening), follow=True))
    assert hers.post(door("live_lead", evening), {"do": "pause", "seen": 1}).status_code == 404


def test_the_page_of_the_evening_leads_to_it(evening, gathering, hers):
    page = read(hers.get(f"/{gathering.lab.slug}/bijeenkomsten/{gathering.pk}/avond/"))
    assert door("live_close", evening) in page
