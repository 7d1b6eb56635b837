"""The page cache serves what a visitor would get, whoever asked before."""

import pytest
from django.test import Client

from common import page_cache
from tests.access import walk
from tests.access.world import ACTORS

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ROUTES = [route for route in walk.routes() if route.name in page_cache.KEPT]


def test_every_kept_address_is_there():
    assert {route.name for route in ROUTES} == set(page_cache.KEPT) >= set(page_cache.DEAR)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_a_visitor_gets_their_own_page_whoever_asked_before(world, route):
    kept_ones = 0
    for state in route.states:
        where = walk.address(route, world, state)
        stranger = Client()
        stranger.cookies["unknown"] = "1"  # never a cached page
        fresh = stranger.get(where)
        for actor in [*ACTORS, "visitor", *reversed(ACTORS), "visitor"]:
            page = world.client(actor).get(where)
            is_kept = page.headers.get("ETag", "").startswith("W/")
            kept_ones += is_kept
            assert actor == "visitor" or not is_kept
            if actor == "visitor":
                assert (page.status_code, page.content) == (fresh.status_code, fresh.content)
    assert kept_ones, "nothing was kept: the walk proves nothing"
