"""Permissions in every state: each rule for every kind of member."""

from datetime import timedelta

import pytest

from events import rules
from events.models import Attendance, Gathering, State
from labs.models import Lab, Membership, RoleKind, Visitor
from tests.events.factories import utc

LAB = Lab(pk=1, slug="proefdorp")
MAKERS = ["organiser", "stadmaker", "connector", "civil_servant", "moderator", "lab_admin"]
EVERYBODY = ["visitor", "resident", "alderman", "former organiser", *MAKERS]
STARTS = utc(2026, 12, 8, 18, 30)
ENDS = STARTS + timedelta(hours=2)
BEFORE, DURING, AFTER = STARTS - timedelta(days=1), STARTS + timedelta(hours=1), ENDS
MOMENTS = {"before": BEFORE, "during": DURING, "after": AFTER}


def member(kind):
    if kind == "visitor":
        return Visitor(LAB)
    someone = Membership(pk=EVERYBODY.index(kind) + 1, lab=LAB)
    role = "stadmaker" if kind == "organiser" else kind
    someone.kinds = frozenset({role} & set(RoleKind.values))
    return someone


def gathering(state="published", **fields):
    times = {"starts_at": None, "ends_at": None} if state == State.DATES else {"starts_at": STARTS, "ends_at": ENDS}
    since = {"created_at": BEFORE, "changed_at": BEFORE}  # the default would query the database
    return Gathering(pk=1, lab=LAB, state=state, **times | since | fields)


class Organisers:
    """Two organisers, as if prefetched: one has lost the role."""

    def __get__(self, gathering, owner=None):
        return self

    def all(self):
        return [member("organiser"), member("former organiser")]


@pytest.fixture(autouse=True)
def no_query_for_organisers(monkeypatch):
    monkeypatch.setattr(Gathering, "organisers", Organisers())


every_case = pytest.mark.parametrize(
    ("kind", "state", "moment"),
    [(kind, state, moment) for kind in EVERYBODY for state in State.values for moment in MOMENTS],
)


@every_case
def test_making_is_for_all_who_make_gatherings_and_changing_for_its_organisers(kind, state, moment):
    who, what, now = member(kind), gathering(state), MOMENTS[moment]
    makes, organises = kind in MAKERS, kind in ("organiser", "lab_admin")
    is_over = moment == "after" and state != "dates"
    assert rules.can_make(who) is makes
    assert rules.can_copy(who, what) is makes
    assert rules.can_read(who, what) is (makes or state != "draft")
    is_open = state == "draft" or (state in ("dates", "published") and not is_over)
    assert rules.can_change(who, what, now) is (organises and is_open)
    assert rules.can_change_seats(who, what, now) is (organises and is_open)
    assert rules.can_change_seats(who, gathering(state, entry="walk_in"), now) is False
    assert rules.can_publish(who, what, now) is (organises and state == "draft" and not is_over)
    assert rules.can_cancel(who, what, now) is (organises and state in ("dates", "published") and not is_over)
    assert rules.can_throw_away(who, what) is (organises and state == "draft")
    assert rules.can_ask_dates(who, what) is (organises and state in ("draft", "dates"))
    assert rules.can_choose_date(who, what) is (organises and state == "dates")
    has_happened = state in ("published", "closed") and moment != "before"
    assert rules.can_note_outcome(who, what, now) is (organises and has_happened)


@every_case
def test_names_are_for_organisers_and_the_lab_admin(kind, state, moment):
    who, what = member(kind), gathering(state)
    sees = kind in ("organiser", "lab_admin")
    assert rules.organises(who, what) is sees
    assert rules.can_see_names(who, what) is sees
    assert rules.can_set_organisers(who, what) is sees
    is_on = state == "published" and moment != "after"
    assert rules.can_enter(who, what, MOMENTS[moment]) is (sees and is_on)


@every_case
def test_coming_is_for_everybody_while_it_is_open(kind, state, moment):
    who, now = member(kind), MOMENTS[moment]
    assert rules.can_sign_up(who, gathering(state), now) is (state == "published" and moment == "before")
    assert rules.can_sign_up(who, gathering(state, entry="walk_in"), now) is False
    assert rules.can_answer_dates(who, gathering(state)) is (state == "dates")


@pytest.mark.parametrize("kind", EVERYBODY)
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_party_is_its_own(kind, moment):
    resident = member("resident")
    party = Attendance(gathering=gathering(), person_id=resident.pk, came_at=BEFORE)
    assert rules.can_withdraw(member(kind), party, MOMENTS[moment]) is (kind == "resident" and moment != "after")
    guest = Attendance(gathering=gathering(), person_id=None, came_at=BEFORE)
    assert rules.can_withdraw(member(kind), guest, MOMENTS[moment]) is False
