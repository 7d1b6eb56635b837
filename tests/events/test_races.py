"""Many at the same moment, on real threads: never a seat too many, the waiting list in order, one booking per room.

The controls run the same races without the guard, and show the fault.
"""

import random
import threading
from contextlib import suppress
from datetime import time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone

from common.times import day_of, wall_clock
from events.chores import remind
from events.models import Attendance, AttendanceState, Booking, Gathering, RoomTaken, letters
from notifications.models import Notice, OutgoingMail
from places.models import Place
from tests.conftest import EVERYTHING, SEED
from tests.events.factories import AN_EVENING, IN_NINE_DAYS, make_draft, make_gathering
from tests.events.forms import edited
from tests.factories import make_lab, make_member
from tests.ideas.conftest import browser, tab
from tests.ideas.test_races import all_at_once
from tests.mails import forget, told
from tests.places.factories import make_room

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PEOPLE, SEATS = (400, 50) if EVERYTHING else (80, 10)
BOOKINGS = 60
ROUNDS = 250 if EVERYTHING else 30
EVENING = wall_clock(day_of(timezone.now() + IN_NINE_DAYS), time(19, 30))  # no skipped or repeated hour


@pytest.fixture
def anna():
    return make_member(make_lab(), "Anna", "stadmaker")


class Watcher(threading.Thread):
    """Reads the seats as often as it can, with one query, so that the values belong together."""

    def __init__(self, gathering):
        super().__init__()
        self.gathering, self.seen, self.ending = gathering, [], threading.Event()

    def run(self):
        going = Attendance.objects.filter(gathering=self.gathering, state=AttendanceState.GOING)
        total = going.order_by().values("gathering").annotate(seats=Sum("seats")).values("seats")
        try:
            while not self.ending.is_set():
                row = Gathering.objects.filter(pk=self.gathering.pk).annotate(seated=total)
                self.seen.append(row.values_list("taken", "seated").get())
        finally:
            connection.close()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *failure):
        self.ending.set()
        self.join()


def test_never_a_seat_too_many_and_the_line_in_order(anna):
    """People sign up with guests, some in two tabs; a third withdraws, some return."""
    gathering = make_gathering(anna, capacity=SEATS)
    people = [make_member(anna.lab, f"Buur{n}") for n in range(PEOPLE)]
    chance = random.Random(SEED)

    def at_it():
        return Gathering.objects.select_related("lab").get(pk=gathering.pk)

    def come(member, seats, changes_mind, comes_back):
        def act():
            at_it().sign_up(member, seats)
            if changes_mind:
                at_it().party_of(member).withdraw()
            if comes_back:
                at_it().sign_up(member, seats)

        return act

    acts = []
    for member in people:
        seats = chance.choice([1, 1, 1, 2, 3])
        changes_mind = chance.random() < 0.33
        acts.append(come(member, seats, changes_mind, changes_mind and chance.random() < 0.3))
        if not changes_mind and chance.random() < 0.2:
            acts.append(come(member, seats, False, False))
    chance.shuffle(acts)
    with Watcher(gathering) as watcher:
        all_at_once(acts, threads=24)

    gathering.refresh_from_db()
    going, waiting = list(gathering.attendances.going()), list(gathering.attendances.waiting())
    assert len(watcher.seen) > 5
    assert all(taken == (seated or 0) <= SEATS for taken, seated in watcher.seen)
    assert (gathering.taken, gathering.waiting) == (sum(party.seats for party in going), len(waiting))
    assert gathering.attendances.count() == PEOPLE, "a party a person"
    assert waiting, "more came than there are seats"
    assert gathering.taken + waiting[0].seats > SEATS, "who is first in line doesn't fit"
    assert max(party.line for party in going) < min(party.line for party in waiting), "nobody was passed"


def test_twenty_tabs_of_one_person_are_one_party(anna):
    gathering, bram = make_gathering(anna, capacity=SEATS), make_member(anna.lab, "Bram")
    answers = all_at_once([lambda: Gathering.objects.get(pk=gathering.pk).sign_up(bram, 2).is_new] * 20)
    assert sorted(answers) == [False] * 19 + [True]
    gathering.refresh_from_db()
    assert (gathering.taken, gathering.attendances.count()) == (2, 1)


def test_a_draft_thrown_away_by_many_presses_is_one_answer(anna):
    draft, client = make_draft(anna), browser(anna)
    address = f"{draft.get_absolute_url()}weggooien/"
    answers = all_at_once([lambda: tab(client).post(address).headers.get("Location")] * 20)
    assert answers == [f"{anna.lab.get_absolute_url()}bijeenkomsten/"] * 20
    assert not Gathering.objects.exists()


def test_control_looking_before_the_lock_seats_too_many(anna):
    """The same check, before any lock: two people see the last seat."""
    gathering = make_gathering(anna, capacity=1)
    people = [make_member(anna.lab, name) for name in ("Bram", "Chaima")]
    both_looked = threading.Barrier(2)

    def come(line):
        fits = gathering.attendances.going().count() < gathering.capacity
        both_looked.wait(10)
        if fits:
            state = AttendanceState.GOING
            Attendance.objects.create(gathering=gathering, person=people[line], line=line, state=state)

    all_at_once([lambda line=line: come(line) for line in (0, 1)], threads=2)
    assert gathering.attendances.going().count() == 2


# Moving and cancelling


@pytest.fixture
def known(anna):
    """A gathering of Anna and Fleur that Bram attends; his earlier mails are deleted."""
    gathering = make_gathering(anna, starts_at=EVENING)
    gathering.set_organisers([anna, make_member(anna.lab, "Fleur", "stadmaker")])
    gathering.sign_up(make_member(anna.lab, "Bram"))
    forget()
    return gathering


def subjects():
    return [subject for _reader, subject in told()]


def told_once(subject):
    """Check the mails to Bram, who attends, and to the second organiser."""
    readers = sorted(reader for reader, _subject in told())
    assert set(subjects()) == {subject}
    return readers in (["anna@example.org", "bram@example.org"], ["bram@example.org", "fleur@example.org"])


def test_one_move_sent_by_two_organisers_in_many_tabs_is_one_mail_each(known):
    later = EVENING + timedelta(days=2)
    day = {"day": day_of(later).isoformat(), "reason": "De zaal is bezet."}
    sent, address = edited(known, **day), f"{known.get_absolute_url()}bewerken/"
    browsers = [browser(member) for member in known.organisers.all()]
    answers = all_at_once(
        [lambda client=client: tab(client).post(address, sent).status_code for client in browsers * 8]
    )
    assert answers == [302] * 16
    known.refresh_from_db()
    assert told_once("Veranderd: Kansen ophalen in Horst")
    assert (known.moves.count(), known.sequence) == (1, 1)
    assert (known.starts_at, known.reason) == (later, "De zaal is bezet.")


def test_cancelled_by_two_organisers_in_many_tabs_is_one_mail_each_with_one_reason(known):
    address, reasons = f"{known.get_absolute_url()}gaat-niet-door/", ("Storm.", "Te weinig mensen.")
    browsers = list(zip([browser(member) for member in known.organisers.all()], reasons, strict=True))
    acts = [
        lambda client=client, reason=reason: tab(client).post(address, {"reason": reason}).status_code
        for client, reason in browsers * 8
    ]
    assert all_at_once(acts) == [302] * 16
    known.refresh_from_db()
    assert told_once("Gaat niet door: Kansen ophalen in Horst")
    assert known.sequence == 1
    assert known.reason in reasons
    assert all(known.reason in letter.body for letter in OutgoingMail.objects.all())


def test_withdrawn_in_many_tabs_is_one_mail(known):
    client, address = browser(known.attendances.get().person), f"{known.get_absolute_url()}kom-niet/"
    assert all_at_once([lambda: tab(client).post(address).status_code] * 16) == [302] * 16
    known.refresh_from_db()
    assert (subjects(), known.taken) == (["Je komt niet: Kansen ophalen in Horst"], 0)
    assert known.attendances.get().sequence == 1


def test_control_looking_before_the_lock_tells_it_twice(known):
    both_looked = threading.Barrier(2)

    def cancel(reason):
        gathering = Gathering.objects.select_related("lab").get(pk=known.pk)
        is_on = gathering.is_published
        both_looked.wait(10)
        if is_on:
            with transaction.atomic():
                gathering.appear(gathering.hold_with_table(), state="cancelled", reason=reason)
                letters.cancelled(gathering)

    all_at_once([lambda: cancel("Storm."), lambda: cancel("Te weinig mensen.")], threads=2)
    assert subjects() == ["Gaat niet door: Kansen ophalen in Horst"] * 2


# The day before


def in_an_hour(anna):
    return make_gathering(anna, starts_at=timezone.now() + timedelta(hours=1))


def test_ten_workers_remind_once(anna):
    gathering = in_an_hour(anna)
    assert sum(all_at_once([remind] * 10, threads=10)) == 1
    assert Notice.objects.filter(kind="tomorrow", about_id=gathering.pk).count() == 1


def test_control_looking_before_the_lock_reminds_twice(anna):
    in_an_hour(anna)
    both_looked = threading.Barrier(2)

    def look_first():
        found = list(Gathering.objects.to_remind(timezone.now()).select_related("lab"))
        both_looked.wait(10)
        for gathering in found:
            letters.tomorrow(gathering)

    all_at_once([look_first] * 2, threads=2)
    assert Notice.objects.filter(kind="tomorrow").count() == 2


# Rooms


def test_sixty_who_book_one_room_get_it_once(anna):
    room = make_room(anna)

    def book(n):
        begins = EVENING + timedelta(minutes=n)
        try:
            return make_draft(anna, f"Plan {n}", starts_at=begins, place=room.place, room=room).title
        except RoomTaken as refused:
            return refused.booking.gathering.title

    answers = all_at_once([lambda n=n: book(n) for n in range(BOOKINGS)], threads=20)
    (booking,) = Booking.objects.all()
    assert answers == [booking.gathering.title] * BOOKINGS, "everybody hears who has it"
    assert Gathering.objects.count() == 1


def test_the_database_decides_when_nobody_waits_in_line(anna, monkeypatch):
    """Without our lock on the room there is still only one booking."""
    room = make_room(anna)
    drafts = [make_draft(anna, f"Plan {n}", starts_at=EVENING) for n in range(8)]

    def insert(draft):
        try:
            with transaction.atomic():
                Booking.objects.create(gathering=draft, room=room, starts_at=EVENING, ends_at=EVENING + AN_EVENING)
        except Exception as refused:  # noqa: BLE001  IntegrityError, or a deadlock on PostgreSQL: hence the lock
            return type(refused).__name__
        return "booked"

    answers = all_at_once([lambda draft=draft: insert(draft) for draft in drafts], threads=8)
    assert answers.count("booked") == Booking.objects.count() == 1


def test_control_without_the_guard_two_have_the_room():
    """Check that it is free, then write: both check before either writes."""
    both_looked = threading.Barrier(2)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE unguarded_booking (room integer, begins integer, ends integer)")

    def book():
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM unguarded_booking WHERE room = 1 AND begins < 21 AND ends > 19")
            (taken,) = cursor.fetchone()
            both_looked.wait(10)
            if not taken:
                cursor.execute("INSERT INTO unguarded_booking VALUES (1, 19, 21)")

    try:
        all_at_once([book, book], threads=2)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM unguarded_booking")
            assert cursor.fetchone() == (2,)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE unguarded_booking")


# Places


def test_a_gathering_that_comes_as_the_place_closes_is_refused_or_told(anna):
    """Otherwise it would be at a closed place, without being told."""
    gathering, place = make_gathering(anna, starts_at=EVENING), make_room(anna).place
    told = []
    for _round in range(ROUNDS // 2):
        Place.objects.get(pk=place.pk).change(is_closed=False)
        Gathering.objects.get(pk=gathering.pk).change(None, place=None)

        def come():
            with suppress(ValidationError):
                Gathering.objects.select_related("lab").get(pk=gathering.pk).change(None, place=place)

        all_at_once([come, lambda: Place.objects.get(pk=place.pk).change(is_closed=True)], threads=2)
        gathering.refresh_from_db()
        told.append((gathering.place, gathering.lacks_place) in ((None, False), (place, True)))
    assert all(told)


def test_control_looking_at_the_place_before_it_closes_leaves_a_gathering_behind(anna):
    gathering, place = make_gathering(anna, starts_at=EVENING), make_room(anna).place
    looked, closed = threading.Event(), threading.Event()

    def come():
        is_there = Place.objects.get(pk=place.pk).is_there_for(gathering.starts_at, gathering.ends_at)
        looked.set()
        closed.wait(10)
        if is_there:
            Gathering.objects.filter(pk=gathering.pk).update(place=place)

    def close():
        looked.wait(10)
        Place.objects.get(pk=place.pk).change(is_closed=True)
        closed.set()

    all_at_once([come, close], threads=2)
    gathering.refresh_from_db()
    assert (gathering.place.is_closed, gathering.lacks_place) == (True, False)
