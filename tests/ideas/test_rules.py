"""Permissions in every state: each rule for every kind of member."""

from datetime import date, timedelta

import pytest

from common import clock
from ideas import rules
from ideas.models import OPEN, Comment, Idea, Status
from labs.models import Lab, Membership, RoleKind, Visitor

pytestmark = pytest.mark.django_db  # on PostgreSQL the clock is the database's
LAB = Lab(pk=1, slug="proefdorp")
STRANGERS = ["visitor", "resident", "stadmaker", "connector", "alderman"]
EVERYBODY = [*STRANGERS, "author", "civil_servant", "moderator", "lab_admin"]


def member(kind):
    """Return one of each kind; rules query nothing."""
    if kind == "visitor":
        return Visitor(LAB)
    someone = Membership(pk=EVERYBODY.index(kind) + 1, lab=LAB)
    someone.kinds = frozenset({kind} & set(RoleKind.values))
    return someone


AUTHOR = member("author").pk


def idea(state="new"):
    made = Idea(pk=1, lab=LAB, author_id=AUTHOR)
    if state == "hidden":
        made.is_hidden = True
    elif state == "imported":
        made.source, made.author_id = "NL/x", None
    else:
        made.status = state
        made.closed_at = None if state in OPEN else clock.now()
    return made


STATES = [*Status.values, "hidden", "imported"]
OPEN_STATES = [*(status.value for status in OPEN), "imported"]


@pytest.mark.parametrize("kind", EVERYBODY)
@pytest.mark.parametrize("state", STATES)
def test_what_depends_on_the_idea_alone(kind, state):
    who, what = member(kind), idea(state)
    assert rules.can_support(who, what) is (state in OPEN)
    assert rules.can_answer_need(who, what) is (state in OPEN_STATES)
    assert rules.can_pledge(who, what) is (state in OPEN_STATES)
    assert rules.can_comment(who, what, clock.now()) is (state != "hidden")
    late = clock.now() + timedelta(days=32)
    assert rules.can_comment(who, what, late) is (state in OPEN_STATES)


@pytest.mark.parametrize("kind", EVERYBODY)
@pytest.mark.parametrize("state", STATES)
def test_words_are_read_by_all_and_when_hidden_by_author_and_moderator(kind, state):
    assert rules.can_read(member(kind), idea(state)) is (state != "hidden" or kind in ("author", "moderator"))


@pytest.mark.parametrize("kind", EVERYBODY)
@pytest.mark.parametrize("state", STATES)
def test_only_the_author_edits_and_withdraws_while_it_is_open(kind, state):
    may = kind == "author" and state in OPEN
    assert rules.can_edit_idea(member(kind), idea(state)) is may
    assert rules.can_withdraw_idea(member(kind), idea(state)) is may


BY_NEIGHBOURS = {Status.TALKING, Status.MEETING, Status.DOING, Status.DONE, Status.STOPPED}
BY_THE_MUNICIPALITY = {Status.NOT_NOW, Status.REJECTED, Status.FORWARDED}


@pytest.mark.parametrize("kind", EVERYBODY)
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("is_owed", [False, True])
def test_what_answers_is_said_by_the_municipality_alone_and_nobody_sets_that_an_answer_is_owed(kind, state, is_owed):
    who, what = member(kind), idea(state)
    what.answer_due = date(2026, 12, 8) if is_owed else None
    expected = set()
    if kind in ("stadmaker", "connector", "civil_servant", "moderator", "lab_admin") and state not in (
        "withdrawn",
        "hidden",
    ):
        answers = kind == "civil_servant" and not is_owed  # what is owed is said with the answer
        expected = BY_NEIGHBOURS | (BY_THE_MUNICIPALITY if answers else set())
    assert set(rules.statuses_for(who, what)) == expected
    assert rules.can_set_status(who, what) is bool(expected)


@pytest.mark.parametrize("kind", EVERYBODY)
@pytest.mark.parametrize("state", ["shown", "hidden", "removed"])
def test_a_comment_is_changed_by_its_writer_while_it_stands(kind, state):
    comment = Comment(
        author_id=AUTHOR, is_hidden=state == "hidden", removed_at=clock.now() if state == "removed" else None
    )
    assert rules.can_change_comment(member(kind), comment) is (kind == "author" and state == "shown")


@pytest.mark.parametrize("kind", EVERYBODY)
def test_what_depends_on_the_person_alone(kind):
    who = member(kind)
    assert rules.can_propose(who) is (kind != "visitor")
    assert rules.can_hide(who, idea("shown")) is (kind == "moderator")
    assert rules.can_write_for_others(who) is (
        kind in ("stadmaker", "connector", "civil_servant", "moderator", "lab_admin")
    )


def test_nobodys_words_are_no_visitors_words():
    """A visitor has no id, and neither has the author of an unsigned text."""
    nobodys = Idea(pk=1, lab=LAB, author_id=None)
    assert not rules.is_author(member("visitor"), nobodys)
    assert not rules.is_author(member("visitor"), Comment(author_id=None))


@pytest.mark.parametrize("kind", EVERYBODY)
@pytest.mark.parametrize("state", STATES)
def test_only_the_author_has_what_is_hidden_looked_at_again(kind, state):
    assert rules.can_ask_again(member(kind), idea(state)) is (kind == "author" and state == "hidden")
