"""In the lab that asks them, a moderator who looks along is nobody: the one case is on a page of their own lab."""

from datetime import timedelta

import pytest
from django.urls import reverse

from common import clock
from labs.models import RoleKind
from moderation.models import Case, ModerationSettings
from moderation.urls import urlpatterns
from tests.access import walk
from tests.factories import make_member

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("nobody_is_too_often")]
OF_MODERATORS = {pattern.name for pattern in urlpatterns} | {"hidden_list", "lab_log", "lab_pauses", "lab_work"}
ROUTES = [route for route in walk.routes() if route.name in OF_MODERATORS]


@pytest.fixture
def handed(world):
    """Nora, of the other lab, looks along, and the open case was handed to her."""
    nora = make_member(world.other, "Nora", RoleKind.MODERATOR)
    ModerationSettings.objects.create(lab=world.lab, neighbour=nora, agreed_at=clock.now())
    due = clock.now().date() - timedelta(days=7)
    Case.objects.filter(pk=world.cases["open"].pk).update(due=due)
    world.cases["open"].steps.create(day=due, step="handed", to=nora)
    world.people["nora"] = nora.user
    return world.cases["open"]


def test_every_page_answers_as_it_does_to_somebody_new(world, handed):
    asked = [(route, method, state) for route in ROUTES for method in walk.METHODS for state in route.states]
    assert len(asked) > 100
    differs = [
        f"{route.name} {method} {state}"
        for route, method, state in asked
        if walk.answer(walk.ask(world, "nora", route, method, state))
        != walk.answer(walk.ask(world, "newcomer", route, method, state))
    ]
    assert differs == []


def test_of_all_cases_one_opens_in_their_own_lab(world, handed):
    client, opened = world.client("nora"), []
    for case in Case.objects.all():
        for name in ("case_neighbour", "review_neighbour", "review_photo", "case_detail", "case_for_writer"):
            if case.lab == world.other and name == "case_detail":
                continue  # her own lab's
            address = reverse(name, kwargs={"lab_slug": world.other.slug, "case_pk": case.pk})
            if client.get(address).status_code == 200:
                opened.append((name, case))
    assert opened == [("case_neighbour", handed)]
