"""A moderator hides a gathering: its words go everywhere, who comes is told plainly, and all of it can come back."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import translation
from icalendar import Calendar

from common import clock
from events.ics import calendar
from events.models import Booking, DatesClosed, Gathering, PersonalCalendar, SignUpClosed
from events.models.aloud import NotWaiting, note_aloud
from events.topics import GatheringTopic, new_cards
from events.views.calendar import entries_of
from ideas.models import Moved
from ideas.topics import IdeaTopic
from labs.models import RESIDENT_VOICE, moderation
from notifications.models import OutgoingMail
from tests import mails
from tests.events.factories import enter, make_draft, make_gathering
from tests.factories import make_idea, make_member
from tests.ideas.conftest import browser
from tests.places.factories import make_room
from tests.standing import standing_at

MARK = "Merkwoord"
REASON = {"reason": "spam", "explanation": "Deze avond staat er al."}


@pytest.fixture
def mona(lab):
    return make_member(lab, "Mona", "moderator")


@pytest.fixture
def marked(anna, bram, mona):
    """A gathering with the mark in each of its words; Bram comes, as does Tinus without an account."""
    room = make_room(anna)
    words = {name: f"{MARK} {name}" for name in ("about", "programme", "where")}
    made = make_draft(anna, f"{MARK} avond", place=room.place, room=room, capacity=4, **words)
    made.put_on_table([make_idea(bram)])
    made.publish()
    made.sign_up(bram)
    made.sign_up_guest("Tinus", "tinus@example.org", "nl")
    mails.send_all()
    mails.forget()
    return made


def pages_of(gathering):
    """Return the addresses that show a gathering, besides its own."""
    lab = gathering.lab.slug
    return [
        *(
            "/",
            "/agenda/",
            f"/{lab}/",
            f"/{lab}/bijeenkomsten/",
            f"/{lab}/bijeenkomsten/?geweest",
            f"/{lab}/agenda.ics",
        ),
        *(gathering.place.get_absolute_url(), gathering.table.get().idea.get_absolute_url()),
    ]


def test_its_words_are_on_no_page_and_in_no_feed_until_they_are_back(anna, bram, mona, marked):
    url = marked.get_absolute_url()
    own = [url, f"{url}affiche/", f"{url}deelbeeld-nl.jpg", url.rstrip("/") + ".ics"]
    assert browser(bram).post(f"{url}verbergen/", REASON).status_code == 403
    before = {page: MARK in browser().get(page).text for page in pages_of(marked) if "geweest" not in page}
    assert all(before.values()), before
    browser(mona).post(f"{url}verbergen/", REASON)
    for somebody in (None, bram):
        page = browser(somebody).get(url)
        assert page.status_code == 200
        assert "Deze bijeenkomst is verborgen" in page.text
        assert "herhaling of spam" in page.text
        assert 'content="noindex"' in page.text
        assert MARK not in page.text
        for address in pages_of(marked):
            assert MARK not in browser(somebody).get(address).text, address
        assert [browser(somebody).get(address).status_code for address in own[1:]] == [404] * 3
    for somebody in (anna, mona):
        page = browser(somebody).get(url).text
        assert MARK in page
        assert 'content="noindex"' in page
        assert MARK not in browser(somebody).get(pages_of(marked)[3]).text
    assert MARK in browser(mona).get(f"/{marked.lab.slug}/verborgen/").text
    browser(mona).post(f"{url}terugzetten/", {"why": "Vergissing."})
    assert MARK in browser().get(url).text
    assert {page: MARK in browser().get(page).text for page in before} == before


def test_open_pages_get_the_tombstone_and_a_reset_when_it_is_back(mona, marked):
    idea, topic = marked.table.get().idea, GatheringTopic()
    idea.refresh_from_db()
    before, lab, seen = marked.revision, marked.lab.revision, idea.revision
    marked.hide(mona, "spam")
    for view in topic.views:
        (gone,) = topic.parts(marked.pk, view, before)
        assert "data-gone" in gone.render()
        assert MARK not in gone.render()
    assert topic.parts(marked.pk, "page", before)[0].key == f"gathering-{marked.pk}"
    months = new_cards(marked.lab_id, lab)
    assert [part.key.partition("-")[0] for part in months] == ["month"]
    assert MARK not in months[0].render()
    (beside, below) = [
        part for part in IdeaTopic().parts(idea.pk, "page", seen) if part.key.startswith(("on-", "mee"))
    ]
    assert MARK not in beside.render() + below.render()
    hidden, lab = marked.revision, marked.lab.revision
    marked.restore(mona, "Vergissing.")
    assert topic.parts(marked.pk, "page", hidden) is None
    assert f"ticket-{marked.pk}" in [part.key for part in new_cards(marked.lab_id, lab)]


def test_who_comes_is_told_without_its_words_and_hears_when_it_is_back(anna, mona, marked):
    marked.hide(mona, "spam", "Deze avond staat er al.")
    mails.work_off()
    told = dict(mails.told())
    assert {mail: MARK in subject for mail, subject in told.items()} == {
        "anna@example.org": True,
        "bram@example.org": False,
        "tinus@example.org": False,
    }
    for_anna, *others = mails.bodies()
    assert MARK in for_anna
    assert "Deze avond staat er al." in for_anna
    for body in others:
        assert MARK not in body
        assert "Verborgen is niet afgezegd" in body
        assert "De Zaal" in body or marked.place.name in body
    mails.forget()
    marked.restore(mona, "Vergissing.")
    assert {mail for mail, subject in mails.told() if MARK in subject} == set(told)


def test_no_mail_of_before_goes_once_it_is_hidden(bram, chaima, mona, marked):
    marked.sign_up(chaima)
    mails.work_off()
    marked.hide(mona, "spam")
    mails.send_all()
    from django.core import mail

    to_chaima = [one for one in mail.outbox if one.to == ["chaima@example.org"]]
    assert len(to_chaima) == 1
    assert MARK not in to_chaima[0].subject + to_chaima[0].body


def test_what_the_worker_comes_to_after_it_was_hidden_is_not_written(chaima, mona, marked):
    marked.sign_up(chaima)
    marked.hide(mona, "spam")
    mails.work_off()
    written = OutgoingMail.objects.filter(address="chaima@example.org").values_list("subject", "body")
    assert [MARK in subject + body for subject, body in written] == [False]


def test_nobody_is_reminded_while_it_is_hidden(mona, marked):
    marked.hide(mona, "spam")
    with standing_at(marked.starts_at - timedelta(hours=20)):
        assert not marked.remind()
        assert not Gathering.objects.to_remind(clock.now()).exists()
        marked.restore(mona, "Vergissing.")
        assert marked.remind()


def test_a_cancelled_hidden_gathering_is_told_without_its_words(anna, mona, marked):
    marked.hide(mona, "spam")
    mails.told()
    mails.forget()
    assert (
        browser(anna).post(f"{marked.get_absolute_url()}gaat-niet-door/", {"reason": f"{MARK} ziek"}).status_code
        == 302
    )
    assert {mail for mail, _subject in mails.told()} == {"bram@example.org", "tinus@example.org"}
    for body in mails.bodies():
        assert "Deze bijeenkomst gaat niet door." in body
        assert MARK not in body


def test_put_back_and_hidden_again_no_mail_has_its_words(mona, marked):
    """The worker comes after both, or between them while the mail server is away."""
    for comes_between in (False, True):
        marked.hide(mona, "spam")
        mails.send_all()
        mails.forget()
        marked.restore(mona, "Vergissing.")
        if comes_between:
            mails.work_off()
        marked.hide(mona, "abuse")
        mails.work_off()
        written = OutgoingMail.objects.exclude(address="anna@example.org").values_list("subject", flat=True)
        assert any(MARK in subject for subject in written) == comes_between
        gone = [one for one in mails.run() if one.to != ["anna@example.org"]]
        assert {address for one in gone for address in one.to} == {"bram@example.org", "tinus@example.org"}
        assert not [one.subject for one in gone if MARK in one.subject + one.body]
        assert not any(one.attachments for one in gone)
        marked.restore(mona, "Toch goed.")
        back = {one.to[0] for one in mails.run() if MARK in one.subject}
        assert back == {"anna@example.org", "bram@example.org", "tinus@example.org"}


def test_who_answered_dates_hears_that_it_is_cancelled_if_it_was_hidden_right_after(anna, bram, mona):
    asked = make_draft(anna, f"Wanneer {MARK}?", starts_at=None)
    begin = clock.now() + timedelta(days=9)
    asked.ask_dates([(begin, begin + timedelta(hours=2))])
    asked.answer_dates(bram, {asked.date_options.get().pk: "yes"})
    mails.send_all()
    asked.cancel("Ziek.", anna)
    asked.hide(mona, "spam")
    (told,) = [one for one in mails.run() if one.to == ["bram@example.org"]]
    assert told.subject == "Gaat niet door: de bijeenkomst waarvoor je datums koos"
    assert MARK not in told.body
    asked.restore(mona, "Vergissing.")
    mails.send_all()
    with standing_at(begin + timedelta(days=1)):
        asked.hide(mona, "spam")
        assert [one for one in mails.run() if one.to == ["bram@example.org"]] == []


def test_who_answered_dates_is_not_told_of_hiding_alone(anna, bram, mona):
    asked = make_draft(anna, "Wanneer?", starts_at=None)
    begin = clock.now() + timedelta(days=9)
    asked.ask_dates([(begin, begin + timedelta(hours=2))])
    asked.answer_dates(bram, {asked.date_options.get().pk: "yes"})
    mails.send_all()
    asked.hide(mona, "spam")
    assert [one.to for one in mails.run()] == [["anna@example.org"]]


def test_who_comes_can_still_cancel_that(bram, mona, marked):
    marked.hide(mona, "spam")
    url = marked.get_absolute_url()
    assert "Ik kom toch niet" in browser(bram).get(url).text
    page = browser(bram).post(f"{url}kom-niet/", follow=True)
    assert "Je komt niet." in page.text
    guest = marked.attendances.get(name="Tinus")
    own = f"{url}kom/{guest.pk}/{guest.secret}/"
    assert MARK not in browser().get(own).text
    browser().post(own)
    assert not marked.attendances.going().exists()


def test_it_keeps_its_room_and_who_wants_that_room_reads_none_of_its_words(anna, mona, marked):
    marked.hide(mona, "spam")
    booking = Booking.objects.get(gathering=marked)
    from events.views.making import in_the_way

    with translation.override("nl"):
        assert MARK not in in_the_way(Booking.in_the_way(booking.room, booking.starts_at, booking.ends_at))


def test_nobody_new_comes_and_nobody_changes_it_while_it_is_hidden(anna, bram, chaima, mona, marked):
    idea = marked.table.get().idea
    marked.hide(mona, "spam")
    with pytest.raises(SignUpClosed):
        marked.sign_up(chaima)
    with pytest.raises(SignUpClosed):
        enter(marked, anna, "Jan")
    with pytest.raises(Moved):
        marked.change(marked.room, title="Anders")
    Gathering.objects.filter(pk=marked.pk).update(starts_at=clock.now() - timedelta(hours=1))
    assert not marked.close("Het was fijn.")
    assert not marked.note_outcomes({idea.pk: "Het mag."})
    with pytest.raises(NotWaiting):
        note_aloud(marked, anna, RESIDENT_VOICE, idea, "Wim", "wethouder", "Dat komt goed.")


def test_dates_of_a_hidden_gathering_are_not_answered_or_chosen(anna, bram, mona):
    asked = make_draft(anna, "Wanneer?", starts_at=None)
    begin = clock.now() + timedelta(days=9)
    asked.ask_dates([(begin, begin + timedelta(hours=2))])
    asked.hide(mona, "spam")
    option = asked.date_options.get()
    with pytest.raises(DatesClosed):
        asked.answer_dates(bram, {option.pk: "yes"})
    assert not asked.choose_date(option)
    assert "Wanneer?" not in browser().get(f"/{asked.lab.slug}/").text


def test_the_waiting_list_stands_still_and_moves_up_when_it_is_back(anna, bram, chaima, mona):
    small = make_gathering(anna, "Klein", capacity=1)
    small.sign_up(bram)
    small.sign_up(chaima)
    small.hide(mona, "spam")
    small.party_of(bram).withdraw()
    assert small.party_of(chaima).is_waiting
    small.restore(mona, "Vergissing.")
    assert small.party_of(chaima).is_going


def test_what_was_said_aloud_goes_with_it(anna, mona, marked):
    idea = marked.table.get().idea
    marked.aloud.create(
        idea=idea, name="Wim", role="wethouder", words="Dat komt zeker goed.", noted_by=anna, revision=1
    )
    said = "Dat komt zeker goed."
    assert said in browser().get(idea.get_absolute_url()).text
    idea.refresh_from_db()
    seen = idea.revision
    marked.hide(mona, "spam")
    assert said not in browser().get(idea.get_absolute_url()).text
    parts = {part.key: part.render() for part in IdeaTopic().parts(idea.pk, "page", seen)}
    assert said not in parts[f"idea-aloud-{idea.pk}"]
    marked.restore(mona, "Vergissing.")
    assert said in browser().get(idea.get_absolute_url()).text


def test_their_own_list_says_that_it_is_hidden_and_nothing_else(bram, mona, marked):
    marked.hide(mona, "spam")
    page = browser(bram).get("/van-mij/").text
    assert MARK not in page
    assert "Een verborgen bijeenkomst" in page


def test_their_own_list_and_calendar_say_that_it_is_only_closed_for_now(bram, marked):
    mine = PersonalCalendar.objects.create(user=bram.user)
    with transaction.atomic():
        marked.hold_to_hide()
        moderation.fold(marked)
    page = browser(bram).get("/van-mij/").text
    assert MARK not in page
    assert "Even dicht tot een moderator keek" in page
    assert "Een verborgen bijeenkomst" not in page
    (event,) = Calendar.from_ical(calendar("Mijn agenda", entries_of(mine))).walk("VEVENT")
    assert event["summary"] == "Even dicht tot een moderator keek"


def test_their_own_calendar_keeps_when_and_where_and_says_that_it_is_hidden(anna, bram, mona, marked):
    mine = PersonalCalendar.objects.create(user=bram.user)
    marked.hide(mona, "spam")
    (event,) = Calendar.from_ical(calendar("Mijn agenda", entries_of(mine))).walk("VEVENT")
    assert MARK not in event.to_ical().decode()
    assert (event["summary"], event["dtstart"].dt) == ("Een verborgen bijeenkomst", marked.starts_at)
    assert event["location"].startswith(marked.place.name)
    assert "Vraag voor je gaat of het doorgaat." in event["description"]
    assert "STATUS:CONFIRMED" in event.to_ical().decode()
    assert MARK in calendar("", entries_of(PersonalCalendar.objects.create(user=anna.user))).decode()


def test_twice_is_once(mona, marked):
    assert marked.hide(mona, "spam")
    assert marked.hide(mona, "abuse") is None
    assert marked.restore(mona, "Vergissing.")
    assert not marked.restore(mona, "Nog eens.")
    assert marked.hidings.count() == 1
