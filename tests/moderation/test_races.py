"""Two at the same moment: reports make one case, one moderator decides. Each has a control that shows the fault."""

import threading

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from common import clock
from labs.models import MemberName, Membership, NameChanged, NameHiding, RoleKind
from labs.models.moderation import fold
from moderation.models import Case, Decided, Decision, Report, directly, folding, report
from notifications.models import Notice
from tests.conftest import EVERYTHING
from tests.factories import make_comment, make_idea, make_lab, make_member
from tests.ideas.test_care_races import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ROUNDS = 30 if EVERYTHING else 5


@pytest.fixture
def lab():
    return make_lab()


@pytest.fixture
def comment(lab):
    return make_comment(make_idea(make_member(lab, "Anna")), make_member(lab, "Bram"))


def again(comment):
    return type(comment).objects.select_related("idea__lab").get(pk=comment.pk)


def test_reports_at_the_same_moment_join_one_case(lab, comment):
    people = [make_member(lab, name) for name in ("Chaima", "Dirk", "Els", "Fatma")]
    mo = make_member(lab, "Mo", RoleKind.MODERATOR)
    for number in range(1, ROUNDS + 1):
        told = together(*[lambda who=who: report(again(comment), who, "abuse") for who in people])
        assert [one for one in told if isinstance(one, Exception)] == []
        assert (Case.objects.count(), Report.objects.count()) == (number, number * len(people))
        Case.objects.open().get().decide(mo, "nothing", explanation="Dit mag.")


def test_the_same_report_sent_at_the_same_moment_is_one(lab, comment):
    who = make_member(lab, "Chaima")
    told = together(*[lambda: report(again(comment), who, "abuse")] * 4)
    assert [one.is_new for one in told].count(True) == 1
    assert Report.objects.count() == 1


def test_control_a_report_that_looks_before_it_locks_opens_a_second_case(lab, comment):
    looked = threading.Barrier(2)

    def careless():
        there = Case.objects.about(comment).open().first()
        looked.wait(10)
        facts = {"lab": lab, "kind": "comment", "comment": comment, "due": "2026-12-01"}
        return there or Case.objects.create(**facts)

    failed = [type(one) for one in together(careless, careless) if isinstance(one, Exception)]
    assert failed == [IntegrityError], "the constraint refuses it"


def test_one_of_two_moderators_decides(lab, comment):
    mods = [make_member(lab, name, RoleKind.MODERATOR) for name in ("Mo", "Noor")]
    chaima = make_member(lab, "Chaima")
    for number in range(1, ROUNDS + 1):
        case = report(comment, chaima, "abuse").report.case
        told = together(
            *[
                lambda mod=mod, pk=case.pk: Case.objects.with_thing().get(pk=pk).decide(mod, "nothing", "", mod.name)
                for mod in mods
            ]
        )
        assert sorted(type(one).__name__ for one in told) == ["Decided", "Decision"]
        assert Decision.objects.count() == number


def test_control_deciding_that_looks_before_it_locks_decides_twice(lab, comment):
    mods = [make_member(lab, name, RoleKind.MODERATOR) for name in ("Mo", "Noor")]
    case = report(comment, make_member(lab, "Chaima"), "abuse").report.case
    looked = threading.Barrier(2)

    def careless(mod):
        is_open = Case.objects.get(pk=case.pk).is_open
        looked.wait(10)
        if not is_open:
            raise Decided
        return Decision.objects.create(case=case, by=mod, kind="nothing")

    failed = [type(one) for one in together(*[lambda mod=mod: careless(mod) for mod in mods])]
    assert sorted(failed, key=str) == sorted([Decision, IntegrityError], key=str), "the constraint refuses it"


def test_one_of_two_moderators_asks_while_the_writer_changes_it(lab, comment):
    mods = [make_member(lab, name, RoleKind.MODERATOR) for name in ("Mo", "Noor")]
    chaima = make_member(lab, "Chaima")
    for number in range(1, ROUNDS + 1):
        case = report(again(comment), chaima, "abuse").report.case
        asks = [
            lambda mod=mod, pk=case.pk: Case.objects.with_thing().get(pk=pk).decide(mod, "ask", "abuse", mod.name)
            for mod in mods
        ]
        told = together(*asks, lambda number=number: again(comment).edit(f"Aardiger {number}."))
        assert sorted(type(one).__name__ for one in told) == ["Decided", "Decision", "bool"], told
        assert Decision.objects.filter(kind="ask").count() == number
        Case.objects.open().get().decide(mods[0], "nothing", explanation="Dit mag.")


def test_control_asking_that_looks_before_it_locks_asks_twice(lab, comment):
    mods = [make_member(lab, name, RoleKind.MODERATOR) for name in ("Mo", "Noor")]
    case = report(comment, make_member(lab, "Chaima"), "abuse").report.case
    looked = threading.Barrier(2)

    def careless(mod):
        was_asked = case.decisions.filter(kind="ask").exists()
        looked.wait(10)
        if was_asked:
            raise Decided
        return Decision.objects.create(case=case, by=mod, kind="ask", reason="abuse")

    told = [type(one) for one in together(*[lambda mod=mod: careless(mod) for mod in mods])]
    assert sorted(told, key=str) == sorted([Decision, IntegrityError], key=str), "the constraint refuses it"


def test_author_who_is_paused_from_the_case_and_directly_at_the_same_moment_is_paused_once(lab, comment):
    mo, noor = (make_member(lab, name, RoleKind.MODERATOR) for name in ("Mo", "Noor"))
    chaima, author = make_member(lab, "Chaima"), comment.author
    for number in range(1, ROUNDS + 1):
        case = report(again(comment), chaima, "abuse").report.case
        told = together(
            lambda pk=case.pk: Case.objects.with_thing().get(pk=pk).decide(mo, "pause", "abuse", "Dit scheldt.", 3),
            lambda: type(author).objects.get(pk=author.pk).pause(noor, "abuse", "Dit scheldt.", 5),
        )
        assert {type(one).__name__ for one in told} <= {"Decision", "Decided", "Pause", "NoneType"}, told
        assert author.pauses.count() == number
        is_by_case = Decision.objects.filter(case=case, kind="pause").exists()
        assert is_by_case == (author.pauses.last().by == mo)
        if not is_by_case:
            Case.objects.open().get().decide(mo, "nothing", explanation="Dit mag.")
        assert type(author).objects.get(pk=author.pk).end_pause(noor, "Voor de volgende keer.")


def test_hiding_directly_and_deciding_its_case_at_the_same_moment_leave_one_outcome_each(lab, comment):
    mo, noor = (make_member(lab, name, RoleKind.MODERATOR) for name in ("Mo", "Noor"))
    chaima = make_member(lab, "Chaima")
    for _round in range(ROUNDS):
        case = report(again(comment), chaima, "abuse").report.case
        told = together(
            lambda pk=case.pk: Case.objects.with_thing().get(pk=pk).decide(mo, "nothing", "", "Dit mag."),
            lambda: again(comment).hide(noor, "abuse", "Dit scheldt."),
        )
        assert {type(one).__name__ for one in told} <= {"Decided", "Decision", "CommentHiding"}, told
        assert not Case.objects.open().exists()
        last = Case.objects.about(comment).decided().first()
        assert again(comment).is_hidden
        assert (last.outcome.kind, last.outcome.by) == ("hide", noor)
        assert again(comment).restore(mo, "Voor de volgende keer.")


def test_two_who_put_it_back_at_the_same_moment_make_one_decision(lab, comment):
    mods = [make_member(lab, name, RoleKind.MODERATOR) for name in ("Mo", "Noor")]
    for number in range(1, ROUNDS + 1):
        again(comment).hide(mods[0], "abuse", "Dit scheldt.")
        told = together(*[lambda mod=mod: again(comment).restore(mod, "Vergissing.") for mod in mods])
        assert sorted(told) == [False, True]
        assert Decision.objects.filter(kind="restore").count() == number


def test_control_putting_back_that_looks_before_it_locks_decides_twice(lab, comment):
    mods = [make_member(lab, name, RoleKind.MODERATOR) for name in ("Mo", "Noor")]
    again(comment).hide(mods[0], "abuse", "Dit scheldt.")
    looked = threading.Barrier(2)

    def careless(mod):
        thing = again(comment)
        looked.wait(10)
        if thing.is_hidden:
            directly.decide_by_restoring(thing, thing.hidings.get(), mod, "Vergissing.")

    together(*[lambda mod=mod: careless(mod) for mod in mods])
    assert Decision.objects.filter(kind="restore").count() == 2


def test_a_name_is_hidden_or_chosen_first_and_never_both(lab):
    """A moderator hides a name while that person chooses another: it is refused, or the new name is shown."""
    mo, who = make_member(lab, "Mo", RoleKind.MODERATOR), make_member(lab, "Naam 0")
    for number in range(1, ROUNDS + 1):
        member = Membership.objects.select_related("user", "lab").get(pk=who.pk)
        user = User.objects.get(pk=who.user_id)
        name = f"Naam {number}"
        told = together(
            lambda member=member: MemberName(member).hide(mo, "abuse", "Zo niet."),
            lambda user=user, name=name: user.choose_name(name),
        )
        refused = [type(one) for one in told if isinstance(one, Exception)]
        assert refused in ([], [NameChanged])
        now = Membership.objects.select_related("user").get(pk=who.pk)
        assert now.name == name
        assert not NameHiding.objects.filter(restored_at=None).exists()


def test_control_hiding_that_does_not_lock_leaves_a_row_of_a_former_name(lab):
    mo, who = make_member(lab, "Mo", RoleKind.MODERATOR), make_member(lab, "Anna")
    looked, chosen = threading.Barrier(2), threading.Barrier(2)

    def careless():
        name = MemberName(Membership.objects.select_related("user", "lab").get(pk=who.pk))
        looked.wait(10)
        chosen.wait(10)
        with transaction.atomic():
            name.hidings.create(by=mo, reason="abuse", at=clock.now())
            name.turn(True)

    def choose():
        looked.wait(10)
        User.objects.get(pk=who.user_id).choose_name("Anneke")
        chosen.wait(10)

    assert [one for one in together(careless, choose) if isinstance(one, Exception)] == []
    assert NameHiding.objects.get(restored_at=None).name == "Anna"


def test_two_moderators_hide_a_name_once(lab):
    mods = [make_member(lab, name, RoleKind.MODERATOR) for name in ("Mo", "Noor")]
    who = make_member(lab, "Sukkel")
    told = together(
        *[
            lambda mod=mod: MemberName(Membership.objects.select_related("user", "lab").get(pk=who.pk)).hide(
                mod, "abuse", mod.name
            )
            for mod in mods
        ]
    )
    assert sorted(type(one).__name__ for one in told) == ["NameHiding", "NoneType"]
    assert Case.objects.get().decisions.count() == 1


def test_two_second_reports_at_the_same_moment_close_it_once_and_tell_it_once(lab, comment):
    mo = make_member(lab, "Mo", RoleKind.MODERATOR)
    people = [make_member(lab, name) for name in ("Chaima", "Dirk", "Els")]
    for number in range(1, ROUNDS + 1):
        again(comment).edit(f"Kees woont op nummer {number}.")
        report(again(comment), people[0], "privacy")
        told = together(*[lambda who=who: report(again(comment), who, "threat") for who in people[1:]])
        assert [one for one in told if isinstance(one, Exception)] == []
        assert again(comment).hidings.count() == number
        for kind in ("words_folded", "case_urgent"):
            assert Notice.objects.filter(kind=kind).count() == number * (2 if kind == "case_urgent" else 1)
        Case.objects.open().get().decide(mo, "nothing", explanation="Dit mag.")
        Report.objects.update(at=clock.now() - folding.LATELY)


def test_control_folding_that_looks_before_it_locks_closes_it_twice(lab, comment):
    looked = threading.Barrier(2)

    def careless():
        thing = again(comment)
        is_shown = not thing.is_hidden
        looked.wait(10)
        if is_shown:
            with transaction.atomic():
                fold(thing)

    failed = [type(one) for one in together(careless, careless) if isinstance(one, Exception)]
    assert failed == [IntegrityError], "the constraint refuses it"


def test_the_second_report_and_a_decision_at_the_same_moment_leave_nothing_closed_without_a_case(lab, comment):
    mo = make_member(lab, "Mo", RoleKind.MODERATOR)
    people = [make_member(lab, name) for name in ("Chaima", "Dirk")]
    for number in range(1, ROUNDS + 1):
        again(comment).edit(f"Kees woont op nummer {number}.")
        case = report(again(comment), people[0], "privacy").report.case
        told = together(
            lambda: report(again(comment), people[1], "privacy"),
            lambda pk=case.pk: Case.objects.with_thing().get(pk=pk).decide(mo, "nothing", "", "Dit mag."),
        )
        assert [one for one in told if isinstance(one, Exception)] == []
        assert not again(comment).is_hidden, "decided after it, or the words were let stand"
        for case in Case.objects.open():
            case.decide(mo, "nothing", explanation="Dit mag.")
        Report.objects.update(at=clock.now() - folding.LATELY)
