"""The calendar attachment of a mail: its content, UID and organizer."""

import email
import email.policy
from datetime import timedelta
from importlib import import_module

import icalendar
import pytest
from django.apps import apps
from django.core import mail

from events.leaving import leave
from events.models import Gathering, PersonalCalendar
from tests.events.factories import make_draft, make_gathering, utc
from tests.events.test_ics import FEED, NASTY, NOW, one, other, unfolded
from tests.mails import send_all, work_off
from tests.standing import standing_at


@pytest.fixture(autouse=True)
def in_march():
    with standing_at(NOW):
        yield


def test_each_mail_carries_the_gathering_for_the_agenda_of_a_phone(
    anna, bram, chaima, django_capture_on_commit_callbacks
):
    """Two independent readers find it in the mail, and each change has a higher SEQUENCE."""
    about = {"about": NASTY[3], "link": "https://bel.example/1", "capacity": 1}
    gathering = make_gathering(anna, "Soep 🎉, brood; en meer", starts_at=utc(2026, 12, 3, 18, 30), **about)
    with django_capture_on_commit_callbacks(execute=True):
        gathering.sign_up(bram)
        gathering.sign_up(chaima)
        gathering.change(None, starts_at=utc(2026, 12, 4, 18, 30), ends_at=utc(2026, 12, 4, 20, 30))
        gathering.cancel("Storm.")
    send_all()
    read = [(letter.to[0], *in_mail(letter)) for letter in mail.outbox]
    assert [(who, method, str(one["status"]), one["sequence"]) for who, method, one, _other in read] == [
        (bram.user.email, "PUBLISH", "CONFIRMED", 0),
        (chaima.user.email, "PUBLISH", "TENTATIVE", 0),
        (bram.user.email, "PUBLISH", "CONFIRMED", 100),
        (chaima.user.email, "PUBLISH", "TENTATIVE", 100),
        (bram.user.email, "CANCEL", "CANCELLED", 200),
        (chaima.user.email, "CANCEL", "CANCELLED", 200),
    ]
    for _who, _method, mine, theirs in read:
        assert str(mine["uid"]) == theirs.uid.value == str(gathering.uid)
        assert mine["summary"].removeprefix("Gaat niet door: ") == "Soep 🎉, brood; en meer"
        assert mine["dtstart"].dt == theirs.dtstart.value
        assert ("bel.example" in mine["description"]) is (mine["status"] == "CONFIRMED")


def in_mail(letter):
    """Return the attachment of a mail, as both readers parse it."""
    sent = email.message_from_bytes(letter.message().as_bytes(), policy=email.policy.default)
    (part,) = sent.iter_attachments()
    assert part.get_content_type() == "text/calendar"
    assert part.get_content_charset() == "utf-8"
    assert part.get_filename() == "agenda.ics"
    body, method = part.get_payload(decode=True), part.get_param("method")
    assert [line for line in unfolded(body) if line.startswith(b"METHOD:")] == [f"METHOD:{method}".encode()]
    return method, one(body), other(body)


def test_each_word_about_one_party_is_newer_than_the_one_before(
    anna, bram, chaima, django_capture_on_commit_callbacks
):
    """Waiting, with a seat, withdrawn, back: a calendar that keeps the newest shows the truth."""
    gathering = make_gathering(anna, starts_at=utc(2026, 12, 3, 18, 30), capacity=1, link="https://praat.example/1")

    def at_hour(hour, act):
        with standing_at(NOW + timedelta(hours=hour)), django_capture_on_commit_callbacks(execute=True):
            act()
        work_off()  # before the next hour

    at_hour(1, lambda: gathering.sign_up(bram))
    at_hour(2, lambda: gathering.sign_up(chaima))
    at_hour(3, lambda: gathering.party_of(bram).withdraw())
    at_hour(4, lambda: gathering.sign_up(bram))
    at_hour(5, lambda: gathering.change(None, capacity=2))
    at_hour(6, lambda: gathering.party_of(chaima).withdraw())
    send_all()
    told = {bram.user.email: [], chaima.user.email: []}
    for letter in mail.outbox:
        method, event, _other = in_mail(letter)
        hours = (event["dtstamp"].dt - NOW) / timedelta(hours=1)
        told[letter.to[0]].append((hours, method, str(event["status"]), event["sequence"]))
        assert ("praat.example" in event["description"]) is (event["status"] == "CONFIRMED")
        assert (event["summary"] == "Je komt niet: Kansen ophalen in Horst") is (method == "CANCEL")
    assert told == {
        bram.user.email: [
            (1, "PUBLISH", "CONFIRMED", 0),
            (3, "CANCEL", "CANCELLED", 1),
            (4, "PUBLISH", "TENTATIVE", 2),
            (5, "PUBLISH", "CONFIRMED", 3),
        ],
        chaima.user.email: [
            (2, "PUBLISH", "TENTATIVE", 0),
            (3, "PUBLISH", "CONFIRMED", 1),
            (6, "CANCEL", "CANCELLED", 2),
        ],
    }


def test_whoever_withdraws_gets_one_mail_however_often_they_press(client, anna, bram, mails):
    gathering = make_gathering(anna)
    gathering.sign_up(bram)
    client.force_login(bram.user)
    with mails() as sent:
        for _press in range(3):
            client.post(f"{gathering.get_absolute_url()}kom-niet/")
    assert sent == [("bram@example.org", "Je komt niet: Kansen ophalen in Horst")]


def test_whoever_leaves_for_good_or_withdraws_from_what_is_off_gets_no_mail(anna, bram, chaima, mails):
    first, second = make_gathering(anna), make_gathering(anna, "Afgezegd")
    first.sign_up(bram)
    second.sign_up(chaima)
    second.cancel("Storm.")
    with mails() as sent:
        leave(bram.user, [bram])
        second.party_of(chaima).withdraw()
    assert sent == []
    assert not first.attendances.counted().exists()


# The sender, and the UID


def test_the_organizer_is_the_lab_and_no_person(client, anna, bram, settings):
    settings.DEFAULT_FROM_EMAIL = "Stadslab <post@lab.example>"
    lab = anna.lab
    lab.name = 'Proef; "dorp":\n, ja'
    lab.save()
    gathering = make_gathering(anna)
    gathering.sign_up(bram)
    mine = PersonalCalendar.objects.create(user=bram.user)
    for address in (FEED, f"{gathering.get_absolute_url()[:-1]}.ics", f"/agenda/{mine.pk}-{mine.secret}.ics"):
        body = client.get(address).content
        assert str(one(body)["organizer"]) == other(body).organizer.value == "mailto:post@lab.example"
        assert one(body)["organizer"].params["CN"] == "Stadslab Proef; 'dorp': , ja"
        lines = [line for line in unfolded(body) if not line.startswith((b"ORGANIZER", b"UID"))]
        assert not [line for line in lines if b"@" in line or b"Anna" in line or b"Bram" in line]


def test_another_host_gives_the_same_uid(client, anna, settings):
    gathering = make_gathering(anna)
    settings.PUBLIC_ORIGINS = ["https://nieuw.example"]
    event = one(client.get(FEED).content)
    assert str(event["uid"]) == str(gathering.uid)
    assert event["url"] == f"https://nieuw.example{gathering.get_absolute_url()}"


def test_what_was_in_calendars_before_keeps_its_uid(client, anna, settings):
    """The migration stores the host of that day; drafts were in no calendar."""
    settings.PUBLIC_ORIGINS = ["https://oud.example:8443"]
    gathering, draft = make_gathering(anna), make_draft(anna, "Nog niet", starts_at=utc(2026, 12, 9, 18))
    import_module("events.migrations.0007_uids_until_now").keep(apps, None)
    settings.PUBLIC_ORIGINS = ["https://nieuw.example"]
    assert Gathering.objects.get(pk=draft.pk).publish()
    uids = {str(event["uid"]) for event in icalendar.Calendar.from_ical(client.get(FEED).content).walk("VEVENT")}
    assert uids == {f"{gathering.uid}@oud.example", str(draft.uid)}


def test_a_calendar_program_finds_an_address_to_subscribe_to(client, anna):
    client.force_login(anna.user)
    mine = PersonalCalendar.objects.create(user=anna.user)
    assert f'href="webcal://testserver{FEED}"' in client.get("/proefdorp/bijeenkomsten/").text
    page = client.get("/account/agenda/").text
    assert f'href="webcal://testserver/agenda/{mine.pk}-{mine.secret}.ics"' in page
    assert f'value="http://testserver/agenda/{mine.pk}-{mine.secret}.ics"' in page


def test_without_a_date_a_mail_carries_no_calendar(anna, bram, django_capture_on_commit_callbacks):
    draft = make_draft(anna, starts_at=None)
    draft.ask_dates([(utc(2026, 12, day, 18), utc(2026, 12, day, 20)) for day in (3, 4)])
    draft.answer_dates(bram, {draft.date_options.first().pk: "yes"})
    with django_capture_on_commit_callbacks(execute=True):
        draft.cancel("Niemand kan.")
    send_all()
    (letter,) = mail.outbox
    assert letter.attachments == []
