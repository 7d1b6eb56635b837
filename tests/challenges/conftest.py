"""Anna asks, Bram lives in the same lab, Mo moderates, Greet works for the municipality."""

import pytest

from challenges.models import Challenge
from labs.models import RoleKind
from tests.challenges.factories import make_municipal, make_question
from tests.factories import make_lab, make_member


@pytest.fixture(autouse=True)
def dutch(settings):
    settings.LANGUAGE_CODE = "nl"


@pytest.fixture
def lab(db):
    return make_lab()


@pytest.fixture
def anna(lab):
    return make_member(lab, "Anna")


@pytest.fixture
def bram(lab):
    return make_member(lab, "Bram")


@pytest.fixture
def mo(lab):
    return make_member(lab, "Mo", RoleKind.MODERATOR)


@pytest.fixture
def greet(lab):
    return make_member(lab, "Greet", RoleKind.CIVIL_SERVANT, label="team Groen")


@pytest.fixture
def question(anna) -> Challenge:
    return make_question(anna)


@pytest.fixture
def municipal(greet) -> Challenge:
    return make_municipal(greet)
