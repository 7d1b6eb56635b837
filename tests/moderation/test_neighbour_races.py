"""Races about looking along in another lab. Each has a control that shows the fault."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError

from audit.models import AuditEntry
from common import clock
from labs.models import RoleKind
from moderation.models import Case, Decided, Decision, ModerationSettings, looking_along, report
from tests.factories import make_comment, make_idea, make_lab, make_member
from tests.ideas.test_care_races import together
from tests.moderation.test_races import ROUNDS, again

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def lab():
    return make_lab()


@pytest.fixture
def comment(lab):
    return make_comment(make_idea(make_member(lab, "Anna")), make_member(lab, "Bram"))


def a_neighbour_of(lab):
    olaf = make_member(make_lab("buurdorp", municipality="Buur"), "Olaf", RoleKind.MODERATOR)
    ModerationSettings.objects.create(lab=lab, neighbour=olaf, agreed_at=clock.now())
    return olaf


def hand_over(case, olaf):
    due = clock.now().date() - timedelta(days=7)
    Case.objects.filter(pk=case.pk).update(due=due)
    case.steps.create(day=due, step="handed", to=olaf)


def test_a_moderator_and_the_neighbour_make_one_decision(lab, comment):
    mo, olaf = make_member(lab, "Mo", RoleKind.MODERATOR), a_neighbour_of(lab)
    chaima = make_member(lab, "Chaima")
    for number in range(1, ROUNDS + 1):
        case = report(again(comment), chaima, "abuse").report.case
        hand_over(case, olaf)
        decides = [
            lambda mod=mod, pk=case.pk: Case.objects.with_thing().get(pk=pk).decide(mod, "nothing", "", mod.name)
            for mod in (mo, olaf)
        ]
        told = together(*decides)
        assert sorted(type(one).__name__ for one in told) == ["Decided", "Decision"], told
        assert Decision.objects.count() == number


def test_control_a_neighbour_who_looks_before_they_lock_decides_twice(lab, comment):
    mo, olaf = make_member(lab, "Mo", RoleKind.MODERATOR), a_neighbour_of(lab)
    case = report(comment, make_member(lab, "Chaima"), "abuse").report.case
    hand_over(case, olaf)
    looked = threading.Barrier(2)

    def careless(mod, find):
        found = find().filter(pk=case.pk).exists()
        looked.wait(10)
        return Decision.objects.create(case=case, by=mod, kind="nothing") if found else Decided()

    finds = (mo, Case.objects.open), (olaf, lambda: Case.objects.handed_to(olaf))
    told = [type(one) for one in together(*[lambda mod=mod, find=find: careless(mod, find) for mod, find in finds])]
    assert sorted(told, key=str) == sorted([Decision, IntegrityError], key=str), "the constraint refuses it"


def test_a_neighbour_who_says_yes_and_no_at_the_same_moment_has_one_answer_and_the_log_both(lab):
    olaf = make_member(make_lab("buurdorp", municipality="Buur"), "Olaf", RoleKind.MODERATOR)
    ModerationSettings.objects.create(lab=lab, neighbour=olaf, asked_at=clock.now())
    for number in range(1, ROUNDS + 1):
        told = together(*[lambda is_yes=is_yes: looking_along.answer(lab, olaf, is_yes) for is_yes in (True, False)])
        assert True in told, told
        settings = ModerationSettings.objects.get()
        assert (settings.agreed_at is None) != (settings.declined_at is None)
        last = AuditEntry.objects.filter(kind__contains="look_along").earliest("-pk")
        assert (last.kind == "look_along") == (settings.declined_at is None), number


def test_a_yes_while_the_admin_chooses_another_never_counts_for_the_other(lab):
    bea = make_member(lab, "Bea", RoleKind.LAB_ADMIN)
    olaf = make_member(make_lab("buurdorp", municipality="Buur"), "Olaf", RoleKind.MODERATOR)
    wim = make_member(make_lab("verdorp", municipality="Ver"), "Wim", RoleKind.MODERATOR)
    for _round in range(ROUNDS):
        ModerationSettings.objects.all().delete()
        settings = ModerationSettings.objects.create(lab=lab, neighbour=olaf, asked_at=clock.now())
        told = together(
            lambda: looking_along.answer(lab, olaf, True),
            lambda seen=settings.state: ModerationSettings.change(bea, seen, neighbour=wim),
        )
        assert {type(one).__name__ for one in told} <= {"bool", "NotAsked"}, told
        settings = ModerationSettings.objects.get()
        assert (settings.neighbour, settings.agreed_at) == (wim, None)


def test_control_a_yes_that_looks_before_it_locks_counts_for_another(lab):
    olaf = make_member(make_lab("buurdorp", municipality="Buur"), "Olaf", RoleKind.MODERATOR)
    wim = make_member(make_lab("verdorp", municipality="Ver"), "Wim", RoleKind.MODERATOR)
    ModerationSettings.objects.create(lab=lab, neighbour=olaf, asked_at=clock.now())
    looked, chosen = threading.Barrier(2), threading.Event()

    def careless():
        settings = ModerationSettings.objects.get(neighbour=olaf)
        looked.wait(10)
        chosen.wait(10)
        settings.agreed_at = clock.now()
        settings.save(update_fields=["agreed_at"])

    def choose():
        looked.wait(10)
        ModerationSettings.objects.update(neighbour=wim, agreed_at=None)
        chosen.set()

    together(careless, choose)
    settings = ModerationSettings.objects.get()
    assert settings.neighbour == wim
    assert settings.agreed_at
