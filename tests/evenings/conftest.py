"""Anna is a stadmaker and organises an evening of an hour; Mo is a stadmaker too, and Bram comes."""

from datetime import timedelta

import pytest

from evenings.models import Session
from evenings.plans import plans
from tests.events.factories import in_nine_days, make_gathering
from tests.factories import make_lab, make_member


@pytest.fixture(autouse=True)
def dutch(settings):
    settings.LANGUAGE_CODE = "nl"


@pytest.fixture
def lab(db):
    return make_lab()


@pytest.fixture
def anna(lab):
    return make_member(lab, "Anna", "stadmaker")


@pytest.fixture
def mo(lab):
    return make_member(lab, "Mo", "stadmaker")


@pytest.fixture
def bram(lab):
    return make_member(lab, "Bram")


@pytest.fixture
def gathering(anna):
    starts_at = in_nine_days()
    return make_gathering(anna, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))


@pytest.fixture
def session(gathering):
    return Session.begin(gathering, plans()["kansen"], 0)
