"""What changes between a verb and the worker that writes its mails: who is still told, and what they read.

The table in docs/decisions/0051 says it for each kind.
"""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from front.erasure import erase
from ideas.models import Idea
from labs.models import RESIDENT_VOICE
from notifications.messages import words_of
from notifications.models import Notice, Notification, OutgoingMail
from notifications.working_off import BATCH
from tests.events.factories import AN_EVENING, enter, make_draft, make_gathering, utc
from tests.factories import make_idea, make_member
from tests.mails import forget, told, work_off

pytestmark = pytest.mark.usefixtures("in_november")
EVENING = utc(2026, 12, 8, 18, 30)
DAY = timedelta(days=1)
LINK = "https://praat.example/kamer"
SOUP = "Soep"


@pytest.fixture
def gathering(anna):
    return make_gathering(anna, SOUP, starts_at=EVENING, capacity=2, link=LINK)


def move(gathering, days, **more):
    later = EVENING + days * DAY
    gathering.change(None, starts_at=later, ends_at=later + AN_EVENING, **more)


def mails_to(member_or_name):
    """Return (subject, body, calendar entry) of each, in order."""
    told()
    name = getattr(member_or_name, "name", member_or_name)
    mails = OutgoingMail.objects.filter(address=f"{name.lower()}@example.org")
    said = [(words_of(mail, mail.user), entry_of(mail)) for mail in mails]
    return [(words.subject, words.body.replace("\N{NO-BREAK SPACE}", " "), entry) for words, entry in said if words]


def entry_of(mail):
    return Calendar.from_ical(mail.calendar).walk("VEVENT")[0] if mail.calendar else None


def subjects_to(member):
    return [subject for subject, _body, _entry in mails_to(member)]


def sign_up_and_forget(gathering, *members):
    for member in members:
        gathering.sign_up(member)
    forget()


# Moved


def test_each_of_two_moves_tells_its_own_time(gathering, bram):
    sign_up_and_forget(gathering, bram)
    move(gathering, 1, reason="De zaal is vol.")
    move(gathering, 2, reason="De kok is ziek.")
    (_subject, first, entry), (_subject, second, later) = mails_to(bram)
    assert "Was dinsdag 8 december, 19.30 tot 21.30 uur." in first
    assert "Wanneer: woensdag 9 december" in first
    assert "De zaal is vol." in first
    assert "Was woensdag 9 december, 19.30 tot 21.30 uur." in second
    assert "Wanneer: donderdag 10 december" in second
    assert "De kok is ziek." in second
    assert [(one["sequence"], one["dtstart"].dt) for one in (entry, later)] == [
        (100, EVENING + DAY),
        (200, EVENING + 2 * DAY),
    ]


def test_a_move_to_a_place_names_its_address_of_that_moment(gathering, bram, hall, mo):
    sign_up_and_forget(gathering, bram)
    gathering.change(None, place=hall)
    hall.change(mo, address="Kerkplein 5")
    (_subject, first, _entry), (subject, second, _later) = mails_to(bram)
    assert "Waar: De Zaal, Raadhuisplein 2\n" in first
    assert subject == f"Ander adres: {SOUP}"
    assert "Waar: De Zaal, Kerkplein 5\n" in second


def test_moved_and_then_off_is_told_in_that_order(gathering, bram):
    sign_up_and_forget(gathering, bram)
    move(gathering, 1)
    gathering.cancel("Storm.")
    (moved, body, entry), (off, _body, last) = mails_to(bram)
    assert (moved, off) == (f"Veranderd: {SOUP}", f"Gaat niet door: {SOUP}")
    assert LINK in body
    assert [(str(one["status"]), one["sequence"]) for one in (entry, last)] == [("CONFIRMED", 100), ("CANCELLED", 200)]


def test_who_signs_up_after_a_move_is_told_only_that_they_come(gathering, bram, chaima):
    sign_up_and_forget(gathering, bram)
    move(gathering, 1)
    gathering.sign_up(chaima)
    ((subject, body, _entry),) = mails_to(chaima)
    assert subject == f"Je komt: {SOUP}"
    assert "woensdag 9 december" in body
    assert subjects_to(bram) == [f"Veranderd: {SOUP}"]


@pytest.mark.parametrize("comes_back", [False, True])
def test_who_withdraws_after_a_move_is_told_no_move(gathering, bram, comes_back):
    sign_up_and_forget(gathering, bram)
    move(gathering, 1)
    gathering.party_of(bram).withdraw()
    again = [f"Je komt: {SOUP}"] if comes_back else []
    if comes_back:
        gathering.sign_up(bram)
    assert subjects_to(bram) == [f"Je komt niet: {SOUP}", *again]


def test_organisers_of_the_moment_who_still_organise_are_told(gathering, anna, mo, fleur, chaima):
    gathering.set_organisers([anna, mo, fleur])
    move(gathering, 1, by=anna)
    gathering.set_organisers([anna, mo, chaima])
    assert sorted(told()) == [("mo@example.org", f"Veranderd: {SOUP}")]


def test_an_organiser_who_withdraws_after_a_move_is_still_told_as_organiser(gathering, anna, mo):
    gathering.set_organisers([anna, mo])
    sign_up_and_forget(gathering, mo)
    move(gathering, 1, by=anna)
    gathering.party_of(mo).withdraw()
    bodies = {subject: body for subject, body, _entry in mails_to(mo)}
    assert sorted(bodies) == [f"Je komt niet: {SOUP}", f"Veranderd: {SOUP}"]
    assert "Jij organiseert het ook." in bodies[f"Veranderd: {SOUP}"]


def test_an_organiser_who_attends_and_stops_organising_is_still_told_as_a_party(gathering, anna, mo):
    gathering.set_organisers([anna, mo])
    sign_up_and_forget(gathering, mo)
    move(gathering, 1, by=anna)
    gathering.set_organisers([anna])
    ((subject, body, _entry),) = mails_to(mo)
    assert subject == f"Veranderd: {SOUP}"
    assert "Jij organiseert het ook." not in body


# Seats


def test_who_waited_and_got_a_seat_reads_both_and_the_link_in_the_second(gathering, bram, chaima):
    sign_up_and_forget(gathering, bram)
    gathering.change_party(gathering.party_of(bram), 2)
    forget()
    gathering.sign_up(chaima)
    gathering.party_of(bram).withdraw()
    (waits, first, entry), (comes, second, later) = mails_to(chaima)
    assert (waits, comes) == (f"Je staat op de wachtlijst: {SOUP}", f"Er is plek voor je: {SOUP}")
    assert (LINK in first, LINK in second) == (False, True)
    assert [(str(one["status"]), one["sequence"]) for one in (entry, later)] == [("TENTATIVE", 0), ("CONFIRMED", 1)]


def test_who_got_a_seat_and_lost_it_reads_both_and_gets_no_link(gathering, bram, chaima):
    gathering.change(None, capacity=1)
    sign_up_and_forget(gathering, bram, chaima)
    gathering.change(None, capacity=2)
    gathering.change(None, capacity=1, to_line=True)
    (comes, first, _entry), (waits, second, _later) = mails_to(chaima)
    assert (comes, waits) == (f"Er is plek voor je: {SOUP}", f"Je staat op de wachtlijst: {SOUP}")
    assert [LINK in body for body in (first, second)] == [False, False]


@pytest.mark.parametrize("comes_back", [False, True])
def test_who_gets_a_seat_and_withdraws_is_told_no_seat(gathering, bram, chaima, comes_back):
    gathering.change(None, capacity=1)
    sign_up_and_forget(gathering, bram, chaima)
    gathering.change(None, capacity=2)
    gathering.party_of(chaima).withdraw()
    again = [f"Je komt: {SOUP}"] if comes_back else []
    if comes_back:
        gathering.sign_up(chaima)
    assert subjects_to(chaima) == [f"Je komt niet: {SOUP}", *again]


def test_who_signs_up_and_withdraws_at_once_is_told_only_that_they_do_not_come(gathering, bram):
    gathering.sign_up(bram)
    gathering.party_of(bram).withdraw()
    assert subjects_to(bram) == [f"Je komt niet: {SOUP}"]


# Dates


def test_who_answered_and_signs_up_before_the_mail_is_asked_no_more(anna, bram, chaima):
    gathering = make_draft(anna, SOUP, starts_at=None)
    gathering.ask_dates([(EVENING + n * DAY, EVENING + n * DAY + AN_EVENING) for n in (0, 1)])
    option = gathering.date_options.first()
    for member in (bram, chaima):
        gathering.answer_dates(member, {option.pk: "yes"})
    gathering.choose_date(option)
    gathering.sign_up(bram)
    assert sorted(told()) == [
        ("bram@example.org", f"Je komt: {SOUP}"),
        ("chaima@example.org", f"De datum is bekend: {SOUP}"),
    ]


# Who leaves


def test_who_erases_the_account_is_told_nothing_more_also_as_a_guest(gathering, anna, bram, chaima):
    other = make_gathering(anna, "Brood", starts_at=EVENING)
    other.sign_up_guest("B.", "Bram+lab@example.org", "nl")
    sign_up_and_forget(gathering, bram, chaima)
    move(gathering, 1)
    other.cancel("Storm.")
    erase(bram.user, keep_words=True)
    assert told() == [("chaima@example.org", f"Veranderd: {SOUP}")]


def test_an_organiser_who_erased_the_account_is_not_named(gathering, anna, mo):
    gathering.set_organisers([anna, mo])
    move(gathering, 1, by=anna)
    erase(anna.user, keep_words=True)
    ((_subject, body, _entry),) = mails_to(mo)
    assert "oud-deelnemer heeft dit gedaan. Jij organiseert het ook." in body
    assert "Anna" not in body


def test_a_guest_who_was_forgotten_is_not_told(gathering):
    party = gathering.sign_up_guest("Jan", "jan@example.org", "nl").party
    gathering.attendances.filter(pk=party.pk).erase_details()
    assert told() == []


# Outcomes


@pytest.fixture
def idea(bram):
    return make_idea(bram)


@pytest.fixture
def noted(gathering, idea, chaima):
    """`noted()`: note an outcome for Bram's idea, which Chaima helps with."""
    idea.pledge(chaima, RESIDENT_VOICE, "time", "Zaterdag.")
    gathering.put_on_table([idea])
    forget()
    return lambda words="We beginnen in mei.": gathering.note_outcomes({idea.pk: words})


def test_the_people_of_an_idea_when_the_worker_comes_are_told_the_outcome(noted, idea, chaima, fleur, mo):
    idea.pledge(fleur, RESIDENT_VOICE, "time", "Zondag.")
    forget()
    noted()
    idea.pledges.get(person=chaima).take_back()
    idea.pledge(mo, RESIDENT_VOICE, "time", "Maandag.")
    work_off()
    readers = Notification.objects.filter(kind="outcome").values_list("inbox__user__email", flat=True)
    assert sorted(readers) == ["bram@example.org", "fleur@example.org", "mo@example.org"]


def test_an_outcome_that_was_mended_at_once_is_told_as_it_is_then(noted, bram):
    noted()
    noted("We beginnen in juni.")
    ((_subject, body, _entry),) = mails_to(bram)
    assert "juni" in body


@pytest.mark.parametrize("way", ["hidden", "off the table", "emptied"])
def test_an_outcome_that_nobody_can_read_any_more_is_not_told(noted, gathering, idea, mo, way):
    noted()
    if way == "hidden":
        Idea.objects.filter(pk=idea.pk).update(is_hidden=True)
    elif way == "off the table":
        gathering.put_on_table([])
    else:
        noted("")
    assert told() == []


# Many


def test_a_full_hall_is_told_in_batches_each_person_once(anna, lab, chaima):
    gathering = make_gathering(anna, SOUP, starts_at=EVENING)
    people = [make_member(lab, f"Buur{number}") for number in range(2 * BATCH + 3)]
    sign_up_and_forget(gathering, *people)
    enter(gathering, anna, "Zonder adres")
    gathering.sign_up_guest("Jan", "jan@example.org", "nl")
    forget()
    move(gathering, 1)
    readers = [reader for reader, _subject in told()]
    assert sorted(readers) == sorted([*(member.user.email for member in people), "jan@example.org"])
    assert not Notice.objects.exists()


def moved_place(gathering, hall, mo, idea):
    hall.change(mo, address="Kerkplein 5")


ACTS = {
    "move": lambda gathering, hall, mo, idea: move(gathering, 1, by=mo),
    "cancel": lambda gathering, hall, mo, idea: gathering.cancel("Storm.", mo),
    "change its place": moved_place,
    "note an outcome": lambda gathering, hall, mo, idea: gathering.note_outcomes({idea.pk: "In mei."}),
}


@pytest.mark.parametrize("act", ACTS)
def test_a_verb_costs_the_same_however_many_it_concerns(anna, mo, hall, lab, bram, act):
    def cost(people):
        gathering = make_gathering(anna, f"{SOUP} {len(people)}", starts_at=EVENING, place=hall)
        idea = make_idea(bram, f"Idee {len(people)}")
        gathering.put_on_table([idea])
        for person in people:
            gathering.sign_up(person)
            idea.pledge(person, RESIDENT_VOICE, "time", "Zaterdag.")
        here, there = type(gathering).objects.get(pk=gathering.pk), type(hall).objects.get(pk=hall.pk)
        with CaptureQueriesContext(connection) as asked:
            ACTS[act](here, there, mo, idea)
        hall.refresh_from_db()
        hall.change(address="Raadhuisplein 2")
        gathering.cancel("Voorbij.")
        return len(asked)

    members = [make_member(lab, f"Buur{number}") for number in range(9)]
    assert cost(members[:1]) == cost(members)


def test_the_mails_of_a_batch_cost_the_same_however_many_there_are(anna, mo, hall, lab):
    def cost(people):
        gathering = make_gathering(anna, SOUP, starts_at=EVENING, place=hall)
        gathering.set_organisers([anna, mo])
        sign_up_and_forget(gathering, *people)
        move(gathering, 1, by=mo)
        with CaptureQueriesContext(connection) as asked:
            assert len(told()) == len(people) + 1
        forget()
        return len(asked)

    members = [make_member(lab, f"Buur{number}") for number in range(BATCH - 5)]
    assert cost(members[:1]) == cost(members)
