"""Signing up and withdrawing: first come, first served, and the same result for repeated requests."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from common import clock
from events.models import Admission, AttendanceState, Gathering, SeatsTaken, SignUpClosed
from tests.events.factories import comers, enter, line_of, make_draft, make_gathering
from tests.factories import make_member

GUEST = {"name": "Jan Jansen", "mail": "Jan+lab@example.org", "language": "nl"}


@pytest.fixture
def gathering(anna):
    return make_gathering(anna, capacity=4)


def counts(gathering):
    """Return the counters of the row, after a check."""
    gathering.refresh_from_db()
    assert gathering.taken == sum(party.seats for party in gathering.attendances.going())
    assert gathering.waiting == gathering.attendances.waiting().count()
    return gathering.taken, gathering.waiting


def test_signing_up_takes_seats_and_again_is_the_same_party(gathering, bram):
    first = gathering.sign_up(bram, 2, "een stoel met leuning")
    revision = gathering.revision
    again = gathering.sign_up(bram, 2)
    assert (first.is_new, again.is_new, again.party) == (True, False, first.party)
    assert again.party.needs == "een stoel met leuning"
    assert counts(gathering) == (2, 0)
    assert gathering.revision == revision, "a press that changes nothing is no news"


def test_what_does_not_fit_waits_and_nobody_passes(gathering, anna, bram, chaima):
    gathering.sign_up(bram, 3)
    gathering.sign_up(chaima, 2)
    enter(gathering, anna, "Jan")  # one seat is free, but Chaima waits
    assert counts(gathering) == (3, 2)
    assert line_of(gathering) == ["Chaima", "Jan"]
    assert [party.place_in_line for party in gathering.attendances.waiting()] == [1, 2]


def test_who_withdraws_frees_seats_for_the_line_in_order(gathering, anna, bram, chaima):
    first = gathering.sign_up(bram, 3).party
    gathering.sign_up(chaima, 3)
    for name in ("Jan", "Piet"):
        enter(gathering, anna, name)
    assert first.withdraw() is True
    assert (comers(gathering), line_of(gathering)) == (["Chaima", "Jan"], ["Piet"])
    assert counts(gathering) == (4, 1)
    assert first.withdraw() is False


def test_a_party_that_does_not_fit_stops_those_behind_it(gathering, anna, bram, chaima):
    small = enter(gathering, anna, "Klein")
    gathering.sign_up(bram, 3)
    gathering.sign_up(chaima, 2)
    enter(gathering, anna, "Jan")
    small.withdraw()
    assert line_of(gathering) == ["Chaima", "Jan"], "one free seat, and Chaima needs two"
    assert gathering.attendances.get(name="Jan").pass_on() is True
    assert (counts(gathering), line_of(gathering)) == ((4, 1), ["Chaima"])
    assert gathering.attendances.get(person=chaima).pass_on() is False


def test_who_comes_back_stands_at_the_end(gathering, anna, bram, chaima):
    gathering.sign_up(bram, 4)
    gathering.sign_up(chaima).party.withdraw()
    enter(gathering, anna, "Jan")
    gathering.sign_up(chaima, 2)
    assert line_of(gathering) == ["Jan", "Chaima"]
    assert counts(gathering) == (4, 2)


def test_other_seats_are_given_where_they_fit(gathering, anna, bram, chaima):
    gathering.sign_up(bram, 2)
    assert gathering.sign_up(bram, 4).as_asked
    gathering.sign_up(chaima, 2)
    refused = gathering.sign_up(bram, 5)
    assert (refused.as_asked, refused.party.seats) == (False, 4)
    gathering.sign_up(bram, 1)
    assert (comers(gathering), counts(gathering)) == (["Bram", "Chaima"], (3, 0))
    enter(gathering, anna, "Jan", 2)
    assert not gathering.sign_up(bram, 2).as_asked, "a seat is free, but others wait"
    assert counts(gathering) == (3, 1)


def test_a_waiting_party_that_shrinks_may_fit_now(gathering, bram, chaima):
    gathering.sign_up(bram, 3)
    gathering.sign_up(chaima, 2)
    assert gathering.sign_up(chaima, 1).party.is_going
    assert counts(gathering) == (4, 0)


@pytest.mark.parametrize("seats", [0, 6])
def test_a_party_is_one_to_five(gathering, bram, seats):
    with pytest.raises(IntegrityError), transaction.atomic():
        gathering.sign_up(bram, seats)


def test_the_database_never_goes_over_capacity(gathering):
    with pytest.raises(IntegrityError), transaction.atomic():
        Gathering.objects.filter(pk=gathering.pk).update(taken=5)


# Time limits


def at(monkeypatch, moment):
    monkeypatch.setattr(clock, "now", lambda: moment)


def test_signing_up_ends_when_said_or_when_it_starts(anna, bram, chaima, monkeypatch):
    starts = clock.now() + timedelta(days=9)
    early = make_gathering(anna, "Vroeg", starts_at=starts, sign_up_until=starts - timedelta(days=1))
    late = make_gathering(anna, "Laat", starts_at=starts, sign_up_until=starts + timedelta(days=1))
    party = early.sign_up(bram).party
    at(monkeypatch, starts - timedelta(days=1))
    with pytest.raises(SignUpClosed):
        early.sign_up(chaima)
    assert early.sign_up(bram).party == party, "the same press again has the same answer"
    assert late.sign_up(bram).is_new
    assert enter(early, anna, "Jan").is_going, "who phones can still be written down"
    at(monkeypatch, starts)
    with pytest.raises(SignUpClosed):
        late.sign_up(chaima)
    assert enter(late, anna, "Jan").is_going
    at(monkeypatch, late.ends_at)
    with pytest.raises(SignUpClosed):
        enter(late, anna, "Piet")


@pytest.mark.parametrize("state", ["draft", "walk_in", "cancelled", "closed"])
def test_no_signing_up_where_there_is_none(anna, bram, state):
    if state == "draft":
        gathering = make_draft(anna)
    else:
        gathering = make_gathering(anna, entry=Admission.WALK_IN if state == "walk_in" else Admission.SIGN_UP)
    if state == "cancelled":
        gathering.cancel("Storm.")
    elif state == "closed":
        gathering.close("Mooi.")
    with pytest.raises(SignUpClosed):
        gathering.sign_up(bram)
    assert gathering.attendances.count() == 0


def test_the_last_two_hours_nobody_is_called_up(gathering, bram, chaima, monkeypatch):
    party = gathering.sign_up(bram, 4).party
    gathering.sign_up(chaima)
    at(monkeypatch, gathering.starts_at - timedelta(hours=2))
    party.withdraw()
    assert (counts(gathering), line_of(gathering)) == ((0, 1), ["Chaima"])
    assert gathering.attendances.get(person=chaima).pass_on() is True


@pytest.mark.parametrize("minutes", [-180, -60, 0, 60])
def test_where_everybody_walks_in_who_waited_comes_until_it_is_over(
    gathering, anna, bram, chaima, monkeypatch, minutes
):
    gathering.sign_up(bram, 4)
    gathering.sign_up(chaima, 2)
    enter(gathering, anna, "Jan")
    at(monkeypatch, gathering.starts_at + timedelta(minutes=minutes))
    assert (line_of(gathering), counts(gathering)) == (["Chaima", "Jan"], (4, 2))
    gathering.change(None, entry=Admission.WALK_IN, capacity=None, sign_up_until=None)
    assert (line_of(gathering), counts(gathering)) == ([], (7, 0))


# Guests


def test_a_guest_is_one_mailbox(gathering):
    first = gathering.sign_up_guest(**GUEST)
    again = gathering.sign_up_guest("Jan J.", "jan@EXAMPLE.org", "nl")
    assert (first.is_new, again.is_new, first.party) == (True, False, again.party)
    assert first.party.is_secret(first.party.secret)
    assert not first.party.is_secret("x" * 32)


def test_a_guest_with_an_account_is_one_person(gathering, bram):
    as_guest = gathering.sign_up_guest("B.", "bram@example.org", "nl").party
    as_member = gathering.sign_up(bram)
    assert (as_member.is_new, as_member.party, as_member.party.person) == (False, as_guest, bram)
    assert as_member.party.shown_name == "B.", "organisers know them by the name they gave"
    assert gathering.party_of(bram) == as_guest
    again = gathering.sign_up_guest("B.", "bram@example.org", "nl")
    assert (again.is_new, again.party) == (False, as_guest)
    assert counts(gathering) == (1, 0)


def test_entering_the_same_key_or_mailbox_again_is_the_first(gathering, anna, bram):
    key = uuid.uuid4()
    first = gathering.enter(anna, key, "Jan", 1, "jan@example.org")
    assert gathering.enter(anna, key, "Jan").party == first.party
    assert gathering.enter(anna, uuid.uuid4(), "Jan", 1, "jan+x@example.org").party == first.party
    assert gathering.enter(anna, uuid.uuid4(), "Jan").is_new, "another who is called Jan"
    other = gathering.enter(anna, uuid.uuid4(), "Een buur", 1, "bram@example.org")
    assert other.party.person is None, "an organiser doesn't learn whose address it is"
    assert other.party.entered_by == anna


# Capacity


def test_fewer_seats_than_are_taken_is_refused_or_moves_the_last_to_the_front_of_the_line(gathering, anna):
    for name, seats in [("A", 1), ("B", 2), ("C", 1), ("D", 1)]:
        enter(gathering, anna, name, seats)
    with pytest.raises(SeatsTaken) as refused:
        gathering.change(None, capacity=2)
    assert refused.value.taken == 4
    assert gathering.change(None, capacity=2, to_line=True) == {"capacity"}
    assert (comers(gathering), line_of(gathering), counts(gathering)) == (["A"], ["B", "C", "D"], (1, 3))
    gathering.change(None, capacity=3)
    assert (comers(gathering), line_of(gathering), counts(gathering)) == (["A", "B"], ["C", "D"], (3, 2))
    gathering.change(None, capacity=None)
    assert (line_of(gathering), counts(gathering)) == ([], (5, 0))
    assert gathering.seats_left is None


def test_everyone_hears_once(gathering, anna, bram, chaima, mails):
    with mails() as sent:
        first = gathering.sign_up(bram, 4).party
        gathering.sign_up(chaima)
        gathering.sign_up_guest(**GUEST)
        enter(gathering, anna, "Piet")  # has no address
        gathering.sign_up(bram, 4)
    assert sent == [
        ("bram@example.org", "Je komt: Kansen ophalen in Horst"),
        ("chaima@example.org", "Je staat op de wachtlijst: Kansen ophalen in Horst"),
        ("Jan+lab@example.org", "Je staat op de wachtlijst: Kansen ophalen in Horst"),
    ]
    with mails() as sent:
        first.withdraw()
    assert sent == [
        ("chaima@example.org", "Er is plek voor je: Kansen ophalen in Horst"),
        ("Jan+lab@example.org", "Er is plek voor je: Kansen ophalen in Horst"),
        ("bram@example.org", "Je komt niet: Kansen ophalen in Horst"),
    ]
    with mails() as sent:
        gathering.change(None, capacity=1, to_line=True)
    assert sent == [("Jan+lab@example.org", "Je staat op de wachtlijst: Kansen ophalen in Horst")]


def test_withdrawing_forgets_needs_but_not_who_it_was(gathering, bram):
    party = gathering.sign_up(bram, 1, "ringleiding").party
    party.withdraw()
    party.refresh_from_db()
    assert (party.state, party.needs, party.person) == (AttendanceState.WITHDRAWN, "", bram)


def test_two_people_of_one_lab_have_parties_of_their_own(gathering, bram):
    dora = make_member(gathering.lab, "Dora")
    assert gathering.sign_up(bram).party != gathering.sign_up(dora).party
    assert gathering.party_of(dora).person == dora
