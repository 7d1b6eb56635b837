"""Role × route × method × state, compared with the table."""

import pytest

from tests.access import walk
from tests.access.world import ACTORS

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("nobody_is_too_often")]
LINES = walk.TABLE.read_text().splitlines()


def expected(line: str) -> dict[str, str]:
    """Return the expected response for each actor."""
    answers = {}
    for part in line.partition(": ")[2].split():
        value, _equals, actors = part.partition("=")
        for actor in ACTORS if actors == "*" else actors.split(","):
            answers.setdefault(actor, value)
    return answers


def test_every_route_has_a_line_for_every_method_and_state():
    there = [line.partition(":")[0] for line in LINES]
    wanted = [f"{r.name} {m} {s}" for r in walk.routes() for m in walk.METHODS for s in r.states]
    assert there == wanted


@pytest.mark.parametrize("route", walk.routes(), ids=lambda route: route.name)
def test_everyone_gets_the_answer_of_the_table(world, route):
    wrong = []
    for line in (line for line in LINES if line.startswith(f"{route.name} ")):
        _name, method, state = line.partition(":")[0].split()
        for actor in ACTORS:
            given = walk.answer(walk.ask(world, actor, route, method, state))
            if given != expected(line)[actor]:
                wrong.append(f"{line} but {actor} got {given}")
    assert wrong == []
