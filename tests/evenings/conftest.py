"""Anna is a stadmaker and organises an evening of an hour; Mo is a stadmaker too, and Bram comes."""

from datetime import timedelta

import pytest

from evenings.models import Session
from evenings.plans import plans
from tests.events import conftest as events
from tests.events.factories import in_nine_days, make_gathering

dutch, lab, anna, bram, mo = events.dutch, events.lab, events.anna, events.bram, events.mo


@pytest.fixture
def gathering(anna):
    starts_at = in_nine_days()
    return make_gathering(anna, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))


@pytest.fixture
def session(gathering):
    return Session.begin(gathering, plans()["kansen"], 0)
