"""A session of staff without the second factor, such as a stolen one, may nothing that only staff may."""

import pytest
from django.test import Client

from tests.access import walk
from tests.access.test_table import LINES, expected
from tests.access.world import ROLES

STAFF = ("servant", "moderator", "admin")
LIKE_OTHERS = ("newcomer", "resident")  # both, because the resident signed up where that was possible

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def of_staff_alone(line):
    """Return which staff get another answer than everybody who has no role."""
    answers = expected(line)
    return [actor for actor in STAFF if answers[actor] not in {answers[other] for other in LIKE_OTHERS}]


# The pages of one's own factor differ because staff have one here, not because they are staff
# The civil servant wrote the municipal question, and nobody reports their own words
ELSE = ("factor_", "report_challenge GET municipal", "report_challenge POST municipal")
TESTED = [line for line in LINES if of_staff_alone(line) and not line.startswith(ELSE)]
BY_NAME = {route.name: route for route in walk.routes()}


def test_many_lines_are_of_staff_alone():
    assert len(TESTED) > 100
    assert set(STAFF) < set(ROLES)


@pytest.mark.parametrize("name", sorted({line.split()[0] for line in TESTED}))
def test_without_the_second_factor_staff_may_what_everybody_may(world, name):
    for actor in STAFF:
        world.clients[actor] = Client()
        world.clients[actor].force_login(world.people[actor], proved_too=False)
    wrong = []
    for line in (line for line in TESTED if line.startswith(f"{name} ")):
        _name, method, state = line.partition(":")[0].split()
        answers = expected(line)
        for actor in of_staff_alone(line):
            given = walk.answer(walk.ask(world, actor, BY_NAME[name], method, state))
            if given not in {answers[other] for other in LIKE_OTHERS}:
                wrong.append(f"{line} but {actor} got {given}")
    assert wrong == []
