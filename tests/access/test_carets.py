"""On a page that is there for one form, the caret is in its first field on arrival; after a mistake the list of errors
has the focus.
"""

import re

import pytest

from tests.access import walk
from tests.access.test_table import LINES, expected
from tests.access.world import ACTORS

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
# Others begin with a photo or with a choice, have several forms, or say above it what must be read first
CARETS = {
    "sign_in": "id_email",
    "comments": "id_text",
    "comment_edit": "id_text",
    "waiting_edit": "id_text",
    "comment_behalf": "id_text",
    "idea_edit": "id_title",
    "idea_behalf": "id_title",
    "gathering_new": "id_title",
    "gathering_edit": "id_title",
    "gathering_copy": "id_day",
    "gathering_cancel": "id_reason",
    "gathering_outcome": "id_outcome",
    "evening_step": "id_title",
    "evening_step_new": "id_title",
    "live": "id_code",
    "live_back": "id_word",
    "challenge_new": "id_title",
    "challenge_new_municipal": "id_title",
    "challenge_edit": "id_title",
    "challenge_longer": "id_until",
    "challenge_close": "id_reason",
    "challenge_report": "id_outcome",
    "lab_role_give": "id_who",
    "lab_village": "id_name",
}
ROUTES = walk.routes()


def with_the_caret(response):
    """Return what gets the focus when the page opens: the id of a field, or `errors`."""
    found = re.findall(r"<\w+[^>]*\sautofocus[\s>][^>]*", response.text)
    return ["errors" if "data-errors" in tag else re.search(r'\sid="(\w+)"', tag)[1] for tag in found]


def seen_by(name, method, answers):
    """Yield a state, and an actor who gets one of these answers there; those with more rights first."""
    for line in LINES:
        route, its, state = line.partition(":")[0].split()
        if (route, its) == (name, method):
            yield from [(state, actor) for actor in reversed(ACTORS) if expected(line)[actor] in answers][:1]


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_the_caret_is_in_the_first_field_where_that_is_the_purpose(world, route):
    found = []
    for state, actor in seen_by(route.name, "GET", {"200"}):
        response = walk.ask(world, actor, route, "GET", state)
        if "text/html" in response.headers.get("Content-Type", "") and not response.streaming:
            found.append(with_the_caret(response))
    assert all(len(carets) <= 1 for carets in found)
    wanted = {CARETS[route.name]} if route.name in CARETS else set()
    assert {caret for carets in found for caret in carets} == wanted


@pytest.mark.parametrize("name", sorted(CARETS.keys() - {"sign_in"}))
def test_after_a_mistake_the_list_of_errors_has_the_focus(world, name):
    route = next(route for route in ROUTES if route.name == name)
    state, actor = next(seen_by(name, "POST", {"ok", "201", "422"}))
    wrong = dict.fromkeys(walk.body(route.name, world, state, actor), "")
    response = walk.ask(world, actor, route, "POST", state, **wrong)
    assert (response.status_code, with_the_caret(response)) == (422, ["errors"])


def test_the_code_of_a_mail_has_the_caret(world, client):
    assert with_the_caret(client.post("/inloggen/", {"email": ""})) == ["errors"]
    client.post("/inloggen/", {"email": "nieuw@example.org"})
    assert with_the_caret(client.get("/inloggen/code/")) == ["id_code"]
    route = next(route for route in ROUTES if route.name == "sign_up_mail")
    mailed = client.post(walk.address(route, world, "published"), walk.body(route.name, world, "published", "visitor"))
    assert with_the_caret(client.get(mailed.headers["Location"])) == ["id_code"]
