"""Verbs that lock the same rows queue and never deadlock.

The control locks in the opposite order, and shows the fault.
"""

import random
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections, transaction
from django.utils import timezone

from answers.models.answer import ask
from common.times import day_of, wall_clock
from events.models import Gathering, RoomTaken, SignUpClosed
from ideas.models import Idea, Moved
from places.models import Place, Room, Stop
from tests.conftest import EVERYTHING, SEED
from tests.events.factories import AN_EVENING, IN_NINE_DAYS, make_draft, make_gathering
from tests.factories import make_idea, make_member
from tests.ideas.test_races import all_at_once
from tests.ideas.test_verbs_together import in_a_thread, until_someone_waits_for_us
from tests.places.factories import make_room

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ROUNDS = 250 if EVERYTHING else 30
EVENING = wall_clock(day_of(timezone.now() + IN_NINE_DAYS), time(19, 30))  # no skipped or repeated hour


def test_opposite_verbs_never_deadlock_and_all_counts_stay_true(anna):
    bram, chaima = make_member(anna.lab, "Bram"), make_member(anna.lab, "Chaima")
    mo, lab = make_member(anna.lab, "Mo", "lab_admin", "moderator"), anna.lab
    room = make_room(anna)
    ideas = [make_idea(anna, title) for title in ("Pluktuin", "Maasrondje", "Fietsbus")]
    gatherings = [
        make_gathering(anna, f"Avond {n}", capacity=3, starts_at=EVENING + timedelta(days=n), place=room.place)
        for n in range(2)
    ]
    failures = []

    def act(seed):
        chance = random.Random(seed)
        try:
            for number in range(ROUNDS):
                gathering = Gathering.objects.select_related("lab").get(pk=chance.choice(gatherings).pk)
                idea = Idea.objects.select_related("lab").get(pk=chance.choice(ideas).pk)
                some = chance.sample(ideas, chance.randint(0, 3))
                member, seats = chance.choice([bram, chaima, anna]), chance.randint(1, 3)
                begins = EVENING + timedelta(days=chance.randint(0, 3))
                place = Place.objects.select_related("lab").get()
                village = chance.choice([None, *lab.neighbourhoods.all()])
                stop = Stop(first_day=begins.date(), last_day=begins.date(), address="Plein", neighbourhood=village)
                verb = chance.choice(
                    [
                        lambda: gathering.sign_up(member, seats),
                        lambda: gathering.sign_up(member, seats),
                        lambda: (party := gathering.party_of(member)) and party.withdraw(),
                        lambda: (party := gathering.party_of(member)) and party.pass_on(),
                        lambda: gathering.enter(anna, uuid.uuid4(), f"Gast {seed} {number}"),
                        lambda: gathering.put_on_table(some),
                        lambda: gathering.note_outcomes({idea.pk: f"Kwam eruit {seed} {number}"}),
                        lambda: gathering.change(None, about=f"Over {seed} {number}"),
                        lambda: gathering.change(room, starts_at=begins, ends_at=begins + AN_EVENING),
                        lambda: gathering.set_capacity(chance.randint(2, 5), to_line=True),
                        lambda: gathering.set_organisers([anna, member]),
                        lambda: gathering.hide(mo, "spam"),
                        lambda: gathering.restore(mo, "Toch."),
                        lambda: gathering.restore(mo, "Toch."),
                        lambda: gathering.change(
                            None, place=chance.choice([None, place]), starts_at=begins, ends_at=begins + AN_EVENING
                        ),
                        lambda: place.change(is_closed=chance.random() < 0.3),
                        lambda: room.place.change(about=f"Plek {seed} {number}"),
                        lambda: place.rewrite(place.revision, [(room.name, 60)], [], [stop], neighbourhood=village),
                        lambda: lab.add_village(mo, f"Wijk {seed} {number}"),
                        lambda: village and village.remove(mo),
                        lambda: make_draft(anna, starts_at=begins, ideas=some, place=place, room=room).throw_away(),
                        lambda: idea.support(member),
                        lambda: idea.withdraw_support(member),
                        lambda: idea.edit(anna, needed=f"Handen {seed} {number}"),
                        lambda: make_idea(member, f"Nieuw {seed} {number}"),
                    ]
                )
                try:
                    verb()
                except (RoomTaken, Moved, SignUpClosed, ValidationError):
                    pass
        except Exception as failure:  # noqa: BLE001  shown by the assertion below
            failures.append(repr(failure))
        finally:
            connections.close_all()

    people = [threading.Thread(target=act, args=(SEED * 10 + n,)) for n in range(4)]
    for person in people:
        person.start()
    for person in people:
        person.join()

    assert failures == []
    for gathering in Gathering.objects.all():
        assert gathering.taken == sum(party.seats for party in gathering.attendances.going()) <= gathering.capacity
        assert gathering.waiting == gathering.attendances.waiting().count()
        for row in gathering.table.select_related("idea"):
            assert row.revision <= row.idea.revision


def test_hiding_two_ideas_of_one_table_never_deadlocks_with_or_without_an_answer_owed(anna):
    mo, chaima = make_member(anna.lab, "Mo", "moderator"), make_member(anna.lab, "Chaima", "stadmaker")
    owed, other = make_idea(anna, "Pluktuin"), make_idea(anna, "Maasrondje")
    ask(owed, chaima, chaima.voices()[-1], "De kwekers willen het weten.")
    gathering = make_gathering(anna)
    gathering.put_on_table([owed, other])

    def turn(idea):
        for _round in range(ROUNDS):
            Idea.objects.select_related("lab").get(pk=idea.pk).hide(mo, "spam")
            Idea.objects.select_related("lab").get(pk=idea.pk).restore(mo, "Toch.")

    def meet():
        for number in range(ROUNDS):
            make_gathering(anna, f"Avond {number}", ideas=[owed, other]).cancel("Het stormt.", by=anna)

    all_at_once([lambda: turn(owed), lambda: turn(other), lambda: turn(owed), meet], threads=4)
    assert list(Idea.objects.filter(is_hidden=True)) == []


def test_a_new_gathering_waits_for_its_ideas_before_it_takes_the_room(anna):
    """Like a change of a gathering."""
    if connection.vendor != "postgresql":
        pytest.skip("one writer at a time")
    room, idea = make_room(anna), make_idea(anna)

    def make():
        make_draft(anna, place=room.place, room=room, ideas=[idea])

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            idea.hold()
            making = pool.submit(in_a_thread, make)
            until_someone_waits_for_us()
            Room.objects.select_for_update(no_key=True).get(pk=room.pk)
        making.result()
    made = Gathering.objects.get()
    assert (made.room, [row.idea for row in made.table.shown()]) == (room, [idea])


def test_control_locking_the_other_way_round_deadlocks(anna):
    """Gathering first, then idea, against the common order: PostgreSQL aborts one of the two."""
    if connection.vendor != "postgresql":
        pytest.skip("one writer at a time")
    gathering, idea = make_gathering(anna), make_idea(anna)
    both_hold = threading.Barrier(2)

    def lock(first, second):
        try:
            with transaction.atomic():
                type(first).objects.select_for_update(no_key=True).get(pk=first.pk)
                both_hold.wait(10)
                type(second).objects.select_for_update(no_key=True).get(pk=second.pk)
        except Exception as failure:  # noqa: BLE001  PostgreSQL decides which of the two it is
            return type(failure).__name__
        return "done"

    answers = all_at_once([lambda: lock(gathering, idea), lambda: lock(idea, gathering)], threads=2)
    assert sorted(answers) == ["OperationalError", "done"]
