"""How long data are kept, and what is deleted when somebody leaves or the term is over."""

from datetime import timedelta

import pytest

from common import clock
from events import chores
from events.leaving import leave, taken_along
from events.models import Attendance, AttendanceState, PersonalCalendar
from front.erasure import erase
from tests.events.factories import AN_EVENING, comers, enter, make_draft, make_gathering
from tests.factories import make_lab, make_member

WEEK = timedelta(days=7)


@pytest.fixture
def gathering(anna):
    return make_gathering(anna, capacity=4)


def test_a_week_after_nobody_knows_who_the_guests_were(gathering, anna, bram, chaima, monkeypatch):
    gathering.sign_up(bram, 1, "ringleiding")
    gathering.sign_up_guest("Jan", "jan@example.org", "nl", 2, "een stoel").party.withdraw()
    enter(gathering, anna, "Piet", phone="077 000 00 00", needs="vervoer")
    monkeypatch.setattr(clock, "now", lambda: gathering.ends_at + WEEK)
    assert chores.erase_old_details() == 0, "not yet"
    monkeypatch.setattr(clock, "now", lambda: gathering.ends_at + WEEK + timedelta(seconds=1))
    assert chores.erase_old_details() == 3
    assert chores.erase_old_details() == 0
    left = Attendance.objects.values_list("name", "mail", "mailbox", "phone", "needs").order_by().distinct()
    assert list(left) == [("", "", None, "", "")]
    gathering.refresh_from_db()
    assert (gathering.taken, gathering.attendances.going().count()) == (2, 2)
    assert gathering.party_of(bram).shown_name == "Bram"
    assert gathering.attendances.going().get(person=None).shown_name in ("gast", "guest")


def test_what_was_cancelled_is_forgotten_as_well(gathering, anna, monkeypatch):
    enter(gathering, anna, "Piet")
    gathering.cancel("Storm.")
    monkeypatch.setattr(clock, "now", lambda: gathering.ends_at + WEEK + timedelta(seconds=1))
    assert chores.erase_old_details() == 1


def test_who_leaves_for_good_makes_room_and_leaves_no_name(anna, bram, chaima, mails):
    full = make_gathering(anna, capacity=1)
    past = make_gathering(anna, "Geweest", starts_at=clock.now() - WEEK)
    asked = make_draft(anna, "Wanneer", starts_at=None)
    starts = clock.now() + WEEK
    asked.ask_dates([(starts, starts + AN_EVENING)])
    full.sign_up(bram, 1, "ringleiding")
    full.sign_up(chaima)
    Attendance.objects.create(gathering=past, person=bram, state=AttendanceState.GOING, line=1)
    asked.answer_dates(bram, {asked.date_options.get().pk: "yes"})
    revision = asked.revision
    with mails() as sent:
        leave(bram.user, [bram])
        leave(bram.user, [bram])
    assert [to for to, _subject in sent] == ["chaima@example.org"]
    assert comers(full) == ["Chaima"]
    assert not Attendance.objects.filter(person=bram).exists()
    assert past.attendances.going().count() == 1, "the seat stays counted"
    asked.refresh_from_db()
    assert (asked.revision, asked.date_options.with_counts().get().yes) == (revision + 1, 0)


def test_erasing_an_account_frees_its_seats(gathering, bram):
    gathering.sign_up(bram, 2)
    erase(bram.user, keep_words=True)
    gathering.refresh_from_db()
    assert (gathering.taken, gathering.attendances.get().person) == (0, None)


def test_seats_taken_as_a_guest_with_the_same_mailbox_go_too(gathering, bram, chaima):
    elsewhere = make_gathering(make_member(make_lab("elders"), "Dirk", "stadmaker"), capacity=2)
    for where in (gathering, elsewhere):  # Bram takes no part in the other lab
        where.sign_up_guest("B. de Vries", "Bram+lab@example.org", "nl", 2, "ringleiding")
    elsewhere.sign_up(make_member(elsewhere.lab, "Chaima"))
    erase(bram.user, keep_words=True)
    for where in (gathering, elsewhere):
        party = where.attendances.get(state=AttendanceState.WITHDRAWN)
        assert (party.name, party.mail, party.mailbox, party.needs) == ("", "", None, "")
    assert comers(elsewhere) == ["Chaima"], "who waited gets the seat"


def test_an_organiser_who_leaves_is_no_longer_named(gathering, anna, fleur):
    gathering.set_organisers([anna, fleur])
    enter(gathering, anna, "Piet")
    leave(anna.user, [anna])
    gathering.refresh_from_db()
    assert (list(gathering.organisers.all()), gathering.made_by) == ([fleur], None)
    assert gathering.attendances.get().entered_by is None


def test_what_someone_takes_along(gathering, anna, bram, django_assert_num_queries):
    gathering.sign_up(bram, 2, "ringleiding")
    with django_assert_num_queries(4):
        found = taken_along(bram.user, [bram], "https://lab.example")
    (party,) = found["attendances"]
    assert (party["gathering"], party["seats"], party["needs"]) == (gathering.title, 2, "ringleiding")
    assert party["url"] == f"https://lab.example{gathering.get_absolute_url()}"
    assert taken_along(anna.user, [anna], "")["organised"][0]["gathering"] == gathering.title


def test_what_someone_takes_along_as_a_guest(gathering, bram):
    gathering.sign_up_guest("B. de Vries", "Bram+lab@example.org", "nl", 2, "ringleiding")
    gathering.sign_up_guest("Jan", "jan@example.org", "nl")
    (party,) = taken_along(bram.user, [], "")["attendances"]
    assert (party["name"], party["mail"], party["needs"]) == ("B. de Vries", "Bram+lab@example.org", "ringleiding")


def test_a_personal_calendar_has_a_secret_that_can_be_renewed(bram):
    calendar = PersonalCalendar.objects.create(user=bram.user)
    secret = calendar.secret
    assert PersonalCalendar.find(calendar.pk, secret) == calendar
    assert PersonalCalendar.find(calendar.pk, "x" * 32) is None
    calendar.renew()
    assert calendar.secret != secret
    assert PersonalCalendar.find(calendar.pk, secret) is None
    bram.user.is_active = False
    bram.user.save()
    assert PersonalCalendar.find(calendar.pk, calendar.secret) is None
