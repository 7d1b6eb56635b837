"""Anna writes, Bram and Chaima report, Mo and Noor moderate."""

import pytest

from labs.models import RoleKind
from tests.factories import make_comment, make_idea, make_lab, make_member


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
def chaima(lab):
    return make_member(lab, "Chaima")


@pytest.fixture
def mo(lab):
    return make_member(lab, "Mo", RoleKind.MODERATOR)


@pytest.fixture
def noor(lab):
    return make_member(lab, "Noor", RoleKind.MODERATOR)


@pytest.fixture
def idea(lab):
    return make_idea(make_member(lab, "Fietser77"), "Fietsbus Melderslo")


@pytest.fixture
def comment(idea, anna):
    return make_comment(idea, anna, "Die van nummer 14 doet niets.")
