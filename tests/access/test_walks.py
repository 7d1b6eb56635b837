"""What must be true for every URL."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from events.models import Attendance, Gathering
from ideas.models import Idea
from tests.access import walk
from tests.access.world import ACTORS

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ROUTES = walk.routes()
IDS = {"pk", "comment_pk", "thing_pk", "case_pk", "report_pk", "flag_pk"}
WITH_IDS = [route for route in ROUTES if "lab_slug" in route.params and IDS & route.params]
ROLE_FIRST = ("lab_", "case_", "flag_", "review_", "name_")  # who has no role is refused before the thing is looked up
STARTS_TAKING_PART = {
    "sign_in",
    "idea_new",
    "challenge_new",
    "comments",
    "pledge",
    "display",
    "claim",
    "answer_clear",
    "sign_up",
    "party",
    "live",
    "live_phone",
    "live_ask",
    "live_back",
    "live_task",
    "pledge_asked",
    "evening_report",
    "evening_report_word",
    "report_challenge",
    "report_comment",
    "report_gathering",
    "report_idea",
    "report_name",
    "report_photo",
}
"""A form for who is signed out."""
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


@pytest.mark.parametrize("route", WITH_IDS, ids=lambda route: route.name)
def test_nothing_of_another_lab_is_reachable_here(world, route):
    for method in walk.METHODS:
        for actor in ACTORS:
            given = walk.answer(walk.ask(world, actor, route, method, "elsewhere"))
            not_yours = ("404", "405", "in", *(["403"] if route.name.startswith(ROLE_FIRST) else []))
            is_paused = actor == "paused" and given == "403"  # said before the thing is looked up
            assert given in not_yours or is_paused, f"{method} by {actor}"
            assert given != "in" or actor == "visitor"


def test_the_walk_asks_for_things_that_are_there(world):
    """The control of the test above: the same ids exist under their own lab."""
    world.lab, world.other = world.other, world.lab
    route = next(route for route in ROUTES if route.name == "idea_detail")
    assert walk.answer(walk.ask(world, "visitor", route, "GET", "elsewhere")) == "200"


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_reading_sets_no_cookie_and_writes_nothing(world, route):
    for state in route.states:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = Client().get(walk.address(route, world, state))
        starts = route.name in STARTS_TAKING_PART or walk.answer(response) == "in"
        assert starts or not response.cookies, f"{state}: {response.cookies}"
        written = [q["sql"] for q in queries if q["sql"].startswith(WRITES) and "django_session" not in q["sql"]]
        assert written == []


WITHOUT_TOKEN = {"mail_stop"}  # a mail program presses it (RFC 8058); its signed address is the permission


@pytest.mark.parametrize("route", [one for one in ROUTES if one.name not in WITHOUT_TOKEN], ids=lambda one: one.name)
def test_a_post_without_a_token_is_refused(world, route):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.people["author"])
    state = route.states[0]
    response = client.post(walk.address(route, world, state), walk.body(route.name, world, state, "author"))
    assert response.status_code == 403


FORGED = {
    "is_staff": "on",
    "is_superuser": "on",
    "is_active": "",
    "role": "moderator",
    "voice_kind": "civil_servant",
    "voice_label": "team Groen",
    "author": "1",
    "person": "1",
    "by": "1",
    "lab": "2",
    "support_count": "999",
    "comment_count": "999",
    "is_hidden": "on",
    "is_demo": "on",
    "source": "x",
    "revision": "999",
    "closed_at": "2020-01-01",
    "taken": "0",
    "line": "1",
    "entered_by": "1",
    "made_by": "1",
}


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_fields_that_are_not_in_the_form_change_nothing(world, route):
    """The same post by the author, with and without forged fields, leaves the same rows."""
    state = route.states[0]
    assert after(world, route, state, FORGED) == after(world, route, state, {})


def after(world, route, state, more):
    """Return the relevant rows after a post that is rolled back, without ids and times."""
    seen = []

    def look(response):
        ideas = Idea.objects.order_by("pk").values_list(
            "title", "author", "lab", "support_count", "comment_count", "is_hidden", "source", "status", "revision",
            "voice_kind", "voice_label", "closed_at__year",
        )  # fmt: skip
        comments = Idea.objects.order_by("comments__pk").values_list(
            "comments__author", "comments__voice_kind", "comments__voice_label", "comments__is_hidden"
        )
        people = User.objects.order_by("pk").values_list(
            "is_staff", "is_superuser", "is_active", "memberships__roles__kind"
        )
        gatherings = Gathering.objects.order_by("pk").values_list(
            "title", "lab", "state", "taken", "waiting", "revision", "sequence", "made_by", "organisers"
        )
        parties = Attendance.objects.order_by("pk").values_list(
            "gathering", "person", "name", "seats", "state", "line"
        )
        seen.extend([list(gatherings), list(parties)])
        seen.extend([list(ideas), list(comments), list(people), world.lab.pk, response.status_code])

    walk.ask(world, "author", route, "POST", state, then=look, **more)
    return seen
