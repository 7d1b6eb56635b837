"""Permissions: role × verb × state, other labs, and without a cookie."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from common import clock
from ideas.models import Status
from labs.models import RESIDENT_VOICE
from tests.conftest import sampled
from tests.events.factories import make_gathering
from tests.factories import make_comment, make_idea, make_lab, make_member
from tests.ideas.care.conftest import HIDING, WORDS, new_status

pytestmark = pytest.mark.django_db

ROLES = [
    "nobody",
    "author",
    "resident",
    "stadmaker",
    "connector",
    "civil_servant",
    "moderator",
    "lab_admin",
    "stranger",
]
SIGN_IN, YES, NO, NONE = 302, 200, 403, 404
# nobody   author resident stadm conn  civil moder admin stranger
TABLE = {
    ("idea_more", "open"): [YES] * 9,
    ("idea_more", "hidden"): [NONE, YES, NONE, NONE, NONE, NONE, YES, NONE, NONE],
    ("idea_history", "open"): [YES] * 9,
    ("idea_history", "hidden"): [NONE, YES, NONE, NONE, NONE, NONE, YES, NONE, NONE],
    ("idea_edit", "open"): [SIGN_IN, YES, NO, NO, NO, NO, NO, NO, NO],
    ("idea_edit", "closed"): [SIGN_IN, NO, NO, NO, NO, NO, NO, NO, NO],
    ("idea_edit", "hidden"): [SIGN_IN, NO, NONE, NONE, NONE, NONE, NO, NONE, NONE],
    ("idea_withdraw", "open"): [SIGN_IN, YES, NO, NO, NO, NO, NO, NO, NO],
    ("idea_withdraw", "closed"): [SIGN_IN, NO, NO, NO, NO, NO, NO, NO, NO],
    ("idea_withdraw", "hidden"): [SIGN_IN, NO, NONE, NONE, NONE, NONE, NO, NONE, NONE],
    ("idea_status", "open"): [SIGN_IN, NO, NO, YES, YES, YES, YES, YES, NO],
    ("idea_status", "closed"): [SIGN_IN, NO, NO, YES, YES, YES, YES, YES, NO],
    ("idea_status", "promised"): [SIGN_IN, NO, NO, YES, YES, YES, YES, YES, NO],
    ("idea_status", "withdrawn"): [SIGN_IN, NO, NO, NO, NO, NO, NO, NO, NO],
    ("idea_status", "hidden"): [SIGN_IN, NO, NONE, NONE, NONE, NONE, NO, NONE, NONE],
    ("idea_hide", "open"): [SIGN_IN, NO, NO, NO, NO, NO, YES, NO, NO],
    ("idea_hide", "hidden"): [SIGN_IN, NO, NONE, NONE, NONE, NONE, YES, NONE, NONE],
    ("idea_restore", "open"): [SIGN_IN, NO, NO, NO, NO, NO, YES, NO, NO],
    ("idea_restore", "hidden"): [SIGN_IN, NO, NONE, NONE, NONE, NONE, YES, NONE, NONE],
    ("comment_more", "open"): [YES] * 9,
    ("comment_more", "comment hidden"): [NONE, YES, NONE, NONE, NONE, NONE, YES, NONE, NONE],
    ("comment_hide", "open"): [SIGN_IN, NO, NO, NO, NO, NO, YES, NO, NO],
    ("comment_hide", "comment hidden"): [SIGN_IN, NO, NONE, NONE, NONE, NONE, YES, NONE, NONE],
    ("comment_restore", "open"): [SIGN_IN, NO, NO, NO, NO, NO, YES, NO, NO],
    ("comment_restore", "comment hidden"): [SIGN_IN, NO, NONE, NONE, NONE, NONE, YES, NONE, NONE],
    ("idea_behalf", "open"): [SIGN_IN, NO, NO, YES, YES, YES, YES, YES, NO],
    ("comment_behalf", "open"): [SIGN_IN, NO, NO, YES, YES, YES, YES, YES, NO],
    ("comment_behalf", "hidden"): [SIGN_IN, NO, NONE, NONE, NONE, NONE, NO, NONE, NONE],
    ("idea_poster", "open"): [YES] * 9,
    ("idea_poster", "hidden"): [NONE] * 9,
    ("idea_poster", "withdrawn"): [NONE] * 9,
    ("idea_share", "open"): [YES] * 9,
    ("idea_share", "hidden"): [NONE] * 9,
    ("claim", "open"): [YES] * 9,
    ("hidden_list", "open"): [SIGN_IN, NO, NO, NO, NO, NO, YES, NO, NO],
}
POSTED = {
    "idea_edit": WORDS | {"title": "Anders"},
    "idea_withdraw": {"reason": "Toch niet."},
    "idea_status": {"status": "talking", "reason": "Omdat.", "next_step": "Kom."},
    "idea_hide": HIDING,
    "idea_restore": {"why": "Het mag toch."},
    "comment_hide": HIDING,
    "comment_restore": {"why": "Het mag toch."},
    "idea_behalf": WORDS | {"title": "Van Tineke", "read_back": "on"},
    "comment_behalf": {"text": "Goed plan.", "read_back": "on"},
}


@pytest.fixture
def stage(lab):
    """One idea with a comment of its author, in a state; and a person per role."""

    def build(state):
        anna, mo = make_member(lab, "Anna"), make_member(lab, "Olaf", "moderator")
        idea = make_idea(anna)
        comment = make_comment(idea, anna, "Van de maker.")
        if state == "closed":
            idea.set_status(mo, RESIDENT_VOICE, Status.DONE, "Klaar.")
        if state == "promised":
            idea.owe_by(timezone.localdate(), timezone.localdate())
        if state == "withdrawn":
            idea.support(make_member(lab, "Sam"))
            idea.withdraw(anna, RESIDENT_VOICE, "Toch niet.")
        if state in ("hidden", "comment hidden"):
            (idea if state == "hidden" else comment).hide(mo, "privacy", "Huisnummer.")
        idea.refresh_from_db()
        stranger = make_member(make_lab("elders"), "Eva", "moderator")
        people = {"nobody": None, "author": anna, "stranger": stranger}
        for kind in ROLES[2:-1]:
            people[kind] = make_member(lab, kind.title(), *([] if kind == "resident" else [kind]))
        return idea, comment, people

    return build


@pytest.mark.parametrize(("name", "state"), sampled(list(TABLE), 18))
def test_table_of_who_may_read_what(act, lab, stage, name, state):
    idea, comment, people = stage(state)
    thing = None if name in ("idea_behalf", "claim", "hidden_list") else comment if "comment_" in name[:8] else idea
    thing = idea if name == "comment_behalf" else thing
    answers = [act(people[role], name, thing, lab).status_code for role in ROLES]
    assert answers == TABLE[name, state]


@pytest.mark.parametrize(("name", "state"), [row for row in TABLE if row[0] in POSTED])
def test_table_of_who_may_do_what(act, lab, stage, name, state):
    idea, comment, people = stage(state)
    thing = None if name == "idea_behalf" else comment if name in ("comment_hide", "comment_restore") else idea
    seen = {"idea_edit": {"seen": idea.words_revision}, "idea_status": {"seen": idea.status_revision}}.get(name, {})
    done = 201 if name.endswith("behalf") else 302
    answers = []
    for role in ROLES:
        with transaction.atomic():  # each finds the same state
            answers.append(act(people[role], name, thing, lab, **POSTED[name] | seen).status_code)
            transaction.set_rollback(True)
    assert answers == [done if answer == YES else answer for answer in TABLE[name, state]]


@pytest.mark.parametrize("name", sorted({name for name, _state in TABLE} - {"idea_behalf", "claim", "hidden_list"}))
def test_nothing_is_reachable_through_another_lab(act, stage, name):
    idea, comment, people = stage("open")
    thing = comment if name in ("comment_more", "comment_hide", "comment_restore") else idea
    elsewhere = people["stranger"].lab
    assert act(people["stranger"], name, thing, elsewhere).status_code == 404
    if name in POSTED:
        assert act(people["stranger"], name, thing, elsewhere, **POSTED[name]).status_code == 404


@pytest.mark.parametrize("name", ["idea_more", "idea_history", "comment_more", "idea_poster", "idea_share", "claim"])
def test_who_only_reads_gets_no_cookie(act, lab, stage, name):
    idea, comment, _people = stage("open")
    response = act(None, name, {"claim": None, "comment_more": comment}.get(name, idea), lab)
    assert (response.status_code, dict(response.cookies)) == (200, {})


NEVER, MUNICIPALITY = ("new", "waiting", "withdrawn"), ("not_now", "rejected", "forwarded")
FACILITATORS = ["stadmaker", "connector", "civil_servant", "moderator", "lab_admin"]


@pytest.mark.parametrize("status", Status.values)
@pytest.mark.parametrize("kind", FACILITATORS)
def test_table_of_who_may_set_which_status(act, lab, idea, kind, status):
    """Other forms don't offer what only the municipality may set; a post of it changes nothing and tells nobody."""
    who, day = make_member(lab, "Fleur", kind), timezone.localdate() + timedelta(days=3)
    begins = clock.now() + timedelta(days=3)
    make_gathering(make_member(lab, "Iris", "stadmaker"), starts_at=begins, ends_at=begins + timedelta(hours=1))
    is_theirs = status not in NEVER and (kind == "civil_servant" or status not in MUNICIPALITY)
    shown = {value for value, _label in act(who, "idea_status", idea).context["form"].fields["status"].choices}
    assert (status in shown) is is_theirs
    said = new_status(idea, status, date=day.isoformat(), to="Waterschap")
    assert act(who, "idea_status", idea, **said).status_code == (302 if is_theirs else 422)
    idea.refresh_from_db()
    assert (idea.status, idea.story.count(), len(mail.outbox)) == ((status, 1, 1) if is_theirs else ("new", 0, 0))


@pytest.mark.parametrize("kind", FACILITATORS)
def test_the_form_tells_who_answers_to_those_who_cannot(act, lab, idea, kind):
    page = act(make_member(lab, "Fleur", kind), "idea_status", idea).text
    said = "zijn antwoorden van de gemeente."
    assert (said in page, "Nu niet: de dag" in page) == ((False, True) if kind == "civil_servant" else (True, False))
    assert 'name="date"' in page, "a gathering has a day for everybody"


@pytest.mark.parametrize("kind", FACILITATORS)
def test_a_status_goes_on_while_an_answer_is_owed_and_takes_no_promise_back(act, lab, stage, kind):
    idea, _comment, people = stage("promised")
    due = idea.answer_due
    shown = {
        value for value, _label in act(people[kind], "idea_status", idea).context["form"].fields["status"].choices
    }
    assert shown.isdisjoint(MUNICIPALITY), "the answer says that"
    answer = act(people[kind], "idea_status", idea, **new_status(idea, "doing", reason="Wij beginnen vast."))
    idea.refresh_from_db()
    assert (answer.status_code, idea.status, idea.answer_due) == (302, "doing", due)
