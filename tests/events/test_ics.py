"""Our calendars in two independent readers, before and after edits, and over both clock changes."""

import uuid
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject

from events.ics import CalendarEntry, calendar
from events.models import Gathering, PersonalCalendar
from tests.events.factories import AN_EVENING, make_draft, make_gathering, utc
from tests.factories import make_lab, make_member
from tests.places.factories import make_place
from tests.standing import standing_at

NOW = utc(2026, 3, 1, 9)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
FEED = "/proefdorp/agenda.ics"
NASTY = [
    "Soep, brood; en een pan\\ketel",
    "Feest 🎉🧑‍🌾 voor iedereen " * 12,
    "Eén regel\nEN EEN TWEEDE:\r\n  ingesprongen\n\n",
    "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:Binnengedrongen\r\nATTACH:http://kwaad.invalid/",
    "a\u2028END:VEVENT\u2028BEGIN:VEVENT\x0bX:1\x0cY:2\x85Z:3",
    "\\n is geen regel, \\; geen komma; \\\\, ook niet",
    "é" * 300,
    'DTSTART;TZID="Europe/Amsterdam":20990101T000000',
    "<script>alert(1)</script> & \u202eomgekeerd\u202c \u200b",
]


@pytest.fixture(autouse=True)
def in_march():
    with standing_at(NOW):
        yield


@pytest.fixture
def own(anna):
    """Anna's calendar, and its path."""
    mine = PersonalCalendar.objects.create(user=anna.user)
    return mine, f"/agenda/{mine.pk}-{mine.secret}.ics"


def one(body: bytes) -> icalendar.Event:
    (event,) = icalendar.Calendar.from_ical(body).walk("VEVENT")
    return event


def other(body: bytes):
    """Return the same event in the other reader."""
    (event,) = vobject.readOne(body.decode()).vevent_list
    return event


def moments(body: bytes) -> list[tuple[datetime, datetime]]:
    """Return start and end in UTC, as each reader parses them; vobject builds the zone from the file's rules."""
    mine, theirs = one(body), other(body)
    read = [(mine["dtstart"].dt, mine["dtend"].dt), (theirs.dtstart.value, theirs.dtend.value)]
    return [(start.astimezone(UTC), end.astimezone(UTC)) for start, end in read]


def test_both_readers_find_what_and_when_and_where(client, anna):
    place = make_place(anna, address="Kerkplein 1, Horst")
    words = {"about": "Kom ook, met *soep*.", "programme": "19.30 Welkom\n20.00 Praten", "place": place}
    gathering = make_gathering(anna, starts_at=utc(2026, 12, 3, 18, 30), **words)
    response = client.get(FEED)
    assert response["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
    assert b"\r\nMETHOD:PUBLISH\r\n" in response.content
    assert moments(response.content) == [(gathering.starts_at, gathering.ends_at)] * 2
    for read in (
        dict(one(response.content)),
        {key.upper(): v[0].value for key, v in other(response.content).contents.items()},
    ):
        assert read["SUMMARY"] == "Kansen ophalen in Horst"
        assert read["LOCATION"] == "Lab aan het plein, Kerkplein 1, Horst"
        assert read["URL"] == f"http://testserver{gathering.get_absolute_url()}"
        assert read["UID"] == str(gathering.uid)
        assert read["STATUS"] == "CONFIRMED"
        assert "19.30 Welkom\n20.00 Praten" in read["DESCRIPTION"]
        assert "<" not in read["DESCRIPTION"]
    assert icalendar.Calendar.from_ical(response.content)["X-WR-CALNAME"] == "Stadslab Proefdorp"


@pytest.mark.parametrize("words", NASTY)
def test_any_text_survives_and_no_line_is_added(client, anna, words):
    """Each line of the file is intended; texts keep their own lines, whatever characters separate them."""
    plain = make_gathering(anna, "Gewoon", about="kort", programme="x", where="hier")
    lines_meant = {line.partition(b":")[0].partition(b";")[0] for line in unfolded(client.get(FEED).content)}
    Gathering.objects.filter(pk=plain.pk).update(title=words[:120], about=words, programme=words, where=words[:160])
    body = client.get(FEED).content
    assert {line.partition(b":")[0].partition(b";")[0] for line in unfolded(body)} == lines_meant
    assert max(len(line) for line in body.split(b"\r\n")) <= 75
    assert b"\n" not in body.replace(b"\r\n", b"")
    body.decode()
    expected = "\n".join(words[:120].splitlines())
    for summary in (str(one(body)["summary"]), other(body).summary.value):
        assert "\n".join(summary.splitlines()).rstrip() == expected.replace("\x00", " ").rstrip()
    assert moments(body)[0] == moments(body)[1] == (plain.starts_at, plain.ends_at)


def unfolded(body: bytes) -> list[bytes]:
    return body.replace(b"\r\n ", b"").rstrip(b"\r\n").split(b"\r\n")


def test_an_edit_keeps_the_uid_and_counts_up(client, anna):
    gathering = make_gathering(anna, starts_at=utc(2026, 12, 8, 18))
    first = one(client.get(FEED).content)
    with standing_at(NOW + timedelta(days=1)):
        later = utc(2026, 12, 10, 18)
        gathering.change(None, starts_at=later, ends_at=later + AN_EVENING, reason="De zaal is bezet.")
        body = client.get(FEED).content
    second = one(body)
    assert second["uid"] == first["uid"]
    assert second["sequence"] == first["sequence"] + 100 == int(other(body).sequence.value)
    assert second["last-modified"].dt == NOW + timedelta(days=1) == first["last-modified"].dt + timedelta(days=1)
    assert moments(body) == [(later, later + AN_EVENING)] * 2


def test_a_cancelled_one_stays_and_says_so(client, anna):
    gathering = make_gathering(anna)
    gathering.cancel("Storm, \ndus; niet.")
    body = client.get(FEED).content
    for status, summary, words in (
        (one(body)["status"], one(body)["summary"], one(body)["description"]),
        (other(body).status.value, other(body).summary.value, other(body).description.value),
    ):
        assert status == "CANCELLED"
        assert summary == "Gaat niet door: Kansen ophalen in Horst"
        assert words.startswith("Storm, \ndus; niet.")
    assert one(body)["sequence"] == 100


# The clock

CLOCKS = {
    "winter": utc(2026, 1, 15, 18),
    "summer": utc(2026, 7, 15, 18),
    "the evening before summer time": utc(2026, 3, 28, 19),
    "over the skipped hour": utc(2026, 3, 29, 0, 30),
    "the morning after": utc(2026, 3, 29, 8),
    "the evening before winter time": utc(2026, 10, 24, 18),
    "in the hour that comes twice, first": utc(2026, 10, 25, 0, 30),
    "in the hour that comes twice, second": utc(2026, 10, 25, 1, 30),
    "ends in the second of the two": utc(2026, 10, 24, 23, 15),
    "after it": utc(2026, 10, 25, 2),
    "over midnight": utc(2026, 12, 31, 22),
}


@pytest.mark.parametrize("starts_at", CLOCKS.values(), ids=CLOCKS)
def test_each_moment_is_the_same_in_both_readers(client, anna, starts_at):
    gathering = make_gathering(anna)
    ends_at = starts_at + timedelta(hours=2)
    Gathering.objects.filter(pk=gathering.pk).update(starts_at=starts_at, ends_at=ends_at)
    gathering.refresh_from_db()
    body = client.get(f"{gathering.get_absolute_url()[:-1]}.ics").content
    assert moments(body) == [(starts_at, ends_at)] * 2


def test_the_hour_that_comes_twice_is_written_in_utc_both_times(client, anna):
    """ical.js reads such a local time as the second one, against RFC 5545: an hour late."""
    gathering, midnight = make_gathering(anna), utc(2026, 10, 24, 22)  # local time
    for quarter in range(24):
        starts_at = midnight + quarter * timedelta(minutes=15)
        ends_at = starts_at + timedelta(minutes=95)
        Gathering.objects.filter(pk=gathering.pk).update(starts_at=starts_at, ends_at=ends_at)
        body = client.get(f"{gathering.get_absolute_url()[:-1]}.ics").content
        assert moments(body) == [(starts_at, ends_at)] * 2
        is_twice = any(
            midnight + timedelta(hours=2) <= at < midnight + timedelta(hours=4) for at in (starts_at, ends_at)
        )
        written = [line for line in unfolded(body) if line.startswith((b"DTSTART", b"DTEND")) and b"2026" in line]
        assert [line.endswith(b"Z") for line in written] == [is_twice] * 2


def test_the_rules_of_the_zone_say_what_the_clock_does():
    """As a reader without a zone database reads them, for years before and after."""
    zone = vobject.readOne(calendar("x", []).decode()).vtimezone.gettzinfo()
    for year in (2025, 2026, 2027, 2030):
        for day, hour in ((1, 12), (26, 1), (28, 4), (31, 12)):
            for month in (1, 3, 7, 10, 12):
                wall = datetime(year, month, day, hour)
                assert wall.replace(tzinfo=zone).utcoffset() == wall.replace(tzinfo=AMSTERDAM).utcoffset(), wall


# Who sees what


def test_a_draft_and_what_has_no_date_are_in_no_calendar(client, anna, own):
    draft = make_draft(anna, "Geheim plan")
    open_date = make_draft(anna, "Wanneer dan", starts_at=None, ends_at=None)
    open_date.ask_dates([(utc(2026, 12, 8, 18), utc(2026, 12, 8, 20))])
    client.force_login(anna.user)
    for address in (FEED, own[1]):
        assert not icalendar.Calendar.from_ical(client.get(address).content).walk("VEVENT")
    for gathering in (draft, open_date):
        assert client.get(f"{gathering.get_absolute_url()[:-1]}.ics").status_code == 404


def test_another_lab_is_not_in_it(client, lab):
    otto = make_member(make_lab("buurdorp"), "Otto", "stadmaker")
    gathering = make_gathering(otto)
    assert not icalendar.Calendar.from_ical(client.get(FEED).content).walk("VEVENT")
    assert client.get(f"/proefdorp/bijeenkomsten/{gathering.pk}.ics").status_code == 404
    assert client.get(f"/buurdorp/bijeenkomsten/{gathering.pk}.ics").status_code == 200


def test_the_link_to_join_is_only_in_the_calendar_of_who_comes(client, anna, bram, chaima):
    online = make_place(anna, "Online lab", kind="online", link="https://praat.example/lab")
    gathering = make_gathering(anna, place=online, capacity=1, link="https://praat.example/kamer")
    gathering.sign_up(bram)
    gathering.sign_up(chaima)
    feeds = {}
    for member in (bram, chaima):
        mine = PersonalCalendar.objects.create(user=member.user)
        feeds[member] = client.get(f"/agenda/{mine.pk}-{mine.secret}.ics").content
    assert "https://praat.example/kamer" in one(feeds[bram])["description"]
    assert (one(feeds[bram])["status"], one(feeds[chaima])["status"]) == ("CONFIRMED", "TENTATIVE")
    assert one(feeds[chaima])["description"].startswith("Je staat op de wachtlijst.")
    for address in (FEED, f"{gathering.get_absolute_url()[:-1]}.ics"):
        assert b"praat.example" not in client.get(address).content
    assert b"praat.example" not in feeds[chaima]


def test_your_own_calendar_holds_what_you_come_to_in_every_lab_and_what_you_make(client, anna, bram, own):
    otto = make_member(make_lab("buurdorp"), "Otto", "stadmaker")
    there = make_gathering(otto, "Bij de buren")
    there.sign_up(make_member(there.lab, "Anna"))
    make_gathering(anna, "Van mij")
    make_gathering(otto, "Niet voor mij")
    withdrawn = make_gathering(otto, "Toch niet")
    withdrawn.sign_up(there.lab.memberships.get(user=anna.user)).party.withdraw()
    found = icalendar.Calendar.from_ical(client.get(own[1]).content)
    assert {str(event["summary"]) for event in found.walk("VEVENT")} == {"Bij de buren", "Van mij"}


# The secret address


def test_the_secret_address_is_made_shown_and_renewed(client, bram):
    client.force_login(bram.user)
    assert "agenda/" not in client.get("/account/agenda/").text.partition("<main")[2].replace("/account/agenda/", "")
    assert not PersonalCalendar.objects.exists()  # reading writes nothing
    client.post("/account/agenda/")
    mine = bram.user.calendar
    first = f"/agenda/{mine.pk}-{mine.secret}.ics"
    assert f"http://testserver{first}" in client.get("/account/agenda/").text
    assert client.get(first).status_code == 200
    client.post("/account/agenda/")
    mine.refresh_from_db()
    assert client.get(first).status_code == 404
    assert client.get(f"/agenda/{mine.pk}-{mine.secret}.ics").status_code == 200


@pytest.mark.parametrize("token", ["1", "1-", "-x", "x-y", "１-x", "99999999999-x", "1-" + "0" * 32, "1-é", "0x1-a"])
def test_a_guessed_address_is_nothing(client, own, token):
    assert client.get(f"/agenda/{token}.ics").status_code == 404


def test_whoever_is_gone_has_no_calendar(client, anna, own):
    assert client.get(own[1]).status_code == 200
    type(anna.user).objects.filter(pk=anna.user.pk).update(is_active=False)
    assert client.get(own[1]).status_code == 404


def test_signed_out_you_sign_in_first(client, db):
    assert client.get("/account/agenda/")["Location"].startswith("/inloggen/")


# Polling


def test_who_has_it_gets_nothing_again_until_something_changes(client, anna):
    gathering = make_gathering(anna)
    first = client.get(FEED)
    again = client.get(FEED, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    gathering.change(None, about="Nu met soep.")
    assert client.get(FEED, headers={"If-None-Match": first["ETag"]}).status_code == 200
    assert not client.cookies


def test_the_same_few_queries_however_full(client, anna, django_assert_max_num_queries):
    for number in range(12):
        make_gathering(anna, f"Nummer {number}", place=make_place(anna, f"Plek {number}"))
    client.get(FEED)
    with django_assert_max_num_queries(4):
        assert len(icalendar.Calendar.from_ical(client.get(FEED).content).walk("VEVENT")) == 12


def test_a_uid_is_as_unique_as_a_gathering(anna):
    uids = {uuid.UUID(str(make_gathering(anna, f"{n}").uid)) for n in range(3)}
    body = calendar("x", [CalendarEntry(one) for one in Gathering.objects.with_card()])
    assert {str(e["uid"]) for e in icalendar.Calendar.from_ical(body).walk("VEVENT")} == {str(uid) for uid in uids}
