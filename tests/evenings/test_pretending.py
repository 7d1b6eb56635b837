"""What pretend guests do in a rehearsal: once each, as long as it lasts, and only what fits the step."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common import clock
from evenings import guests
from evenings.chores import pretend
from evenings.models import Evening, Note, Participant, Pick, StepKind
from evenings.models import choosing as verbs
from evenings.models.note import TEXT_LENGTH
from evenings.models.participant import NAME_LENGTH
from evenings.models.pledge import Pledge
from tests.evenings import test_rehearsal as before
from tests.evenings.test_rehearsal import GUESTS, again, all_act, go_to

evening = before.evening
later = before.later


# What the guests do


def test_guests_walk_in_one_by_one(evening):
    pretend()
    assert again(evening).people == 1
    assert all_act() == GUESTS - 1
    assert again(evening).people == GUESTS
    assert set(Participant.objects.values_list("name", flat=True)) == set(guests.guests().names)


def test_guests_write_notes_that_wait_for_a_glance(evening):
    step = go_to(evening, StepKind.NOTES)
    all_act()
    texts = guests.guests().notes_for(f"{step.title} {step.sentence}")
    assert list(Note.objects.order_by("pk").values_list("text", flat=True)) == list(texts)
    assert set(Note.objects.values_list("state", flat=True)) == {"waits"}


@pytest.mark.parametrize(
    ("words", "one"),
    [
        ("In groepjes Wat is nog niet duidelijk? Schrijf één vraag op.", "Wie heeft de sleutel?"),
        ("Kosten Wat kost het per jaar, ook in uren?", "Koffie en thee"),
        ("Briefjes Schrijf op elk briefje één afspraak die zou helpen.", "Honden aan de lijn"),
        ("Wat moet er gebeuren Schrijf alle stappen op, klein mag ook.", "Een datum prikken"),
        ("Briefjes Schrijf op elk briefje één ding dat hier zou kunnen.", "Een tafeltennistafel"),
    ],
)
def test_notes_fit_the_step(words, one):
    assert one in guests.guests().notes_for(words)


def test_the_words_of_guests_fit_their_fields():
    told = guests.guests()
    assert all(len(name) <= NAME_LENGTH and name.startswith("Proefgast ") for name in told.names)
    for _about, texts in told.notes:
        assert len(set(texts)) == len(texts) >= GUESTS
        assert all(len(text) <= TEXT_LENGTH for text in texts)


def test_guests_choose_once_it_is_open_and_never_more_than_they_have(evening):
    step = go_to(evening, StepKind.DOTS)
    all_act()
    assert not Pick.objects.exists()
    verbs.prepare(step, 0, ["Een", "Twee", "Drie"], 4, 2)
    verbs.open_choice(again(evening), step, step.choice.version, clock.now())
    assert all_act() == GUESTS
    assert Pick.objects.values("participant").distinct().count() == GUESTS
    for guest in Participant.objects.all():
        assert sum(one.dots for one in guest.picks.all()) <= 4
        assert all(one.dots <= 2 for one in guest.picks.all())


def test_guests_bring_something_that_waits_for_who_leads(evening):
    go_to(evening, StepKind.BRING)
    all_act()
    told = guests.guests().brings
    assert list(Pledge.objects.order_by("pk").values_list("kind", "words")) == list(told)
    assert set(Pledge.objects.values_list("may_show", "is_passed")) == {(True, False)}


def test_guests_give_a_tip_and_an_objection(evening):
    step = go_to(evening, StepKind.TRY)
    verbs.open_choice(again(evening), step, 0, clock.now())
    all_act()
    assert Pick.objects.filter(option__key="no").get().words == guests.guests().objection
    assert Pick.objects.filter(option__key="tip").exclude(words="").count() == 4
    assert Pick.objects.count() == GUESTS


def test_guests_do_nothing_at_an_evening_for_real(session):
    evening = Evening.open(session, clock.now())
    assert pretend() == 0
    assert not evening.pretend(clock.now())
    assert not Participant.objects.exists()


def test_a_step_that_is_taken_off_meanwhile_stops_the_guests(evening):
    step = go_to(evening, StepKind.NOTES)
    pretend()
    evening.session.take_off(step)
    all_act()
    assert Note.objects.count() <= 1
    evening.stop_rehearsal(clock.now())
    assert not Note.objects.exists()


def test_acting_costs_as_many_queries_however_much_was_done(evening):
    go_to(evening, StepKind.NOTES)

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            pretend()
        return len(asked)

    pretend()
    few = queries()
    for _ in range(6):
        pretend()
    assert queries() <= few
