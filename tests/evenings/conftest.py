"""Anna is a stadmaker and organises an evening of an hour; Mo is a stadmaker too, and Bram comes."""

from datetime import timedelta

import pytest

from common import clock, rate_limits
from evenings.models import Evening, Session
from evenings.plans import plans
from tests.events import conftest as events
from tests.events.factories import in_nine_days, make_gathering
from tests.ideas.conftest import browser

dutch, lab, anna, bram, mo = events.dutch, events.lab, events.anna, events.bram, events.mo


@pytest.fixture(autouse=True)
def nothing_is_counted_yet():
    rate_limits.forget()
    yield
    rate_limits.forget()


@pytest.fixture
def gathering(anna):
    starts_at = in_nine_days()
    return make_gathering(anna, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))


@pytest.fixture
def session(gathering):
    return Session.begin(gathering, plans()["kansen"], 0)


@pytest.fixture
def evening(session):
    return Evening.open(session, clock.now())


@pytest.fixture
def hers(anna):
    return browser(anna)
