"""A lab with an idea that Bram supports; he wants all mails at once."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from common.times import wall_clock
from notifications.groups import GROUPS, Mail
from notifications.models import choose
from tests.factories import make_idea, make_lab, make_member
from tests.news import start_anew
from tests.standing import standing_at


@pytest.fixture
def morning():
    """It is ten in the morning of tomorrow: the mail of once a day isn't due within some minutes."""
    with standing_at(wall_clock(timezone.localdate() + timedelta(days=1), time(10))):
        yield


@pytest.fixture
def lab():
    return make_lab(reply_address="lab@gemeente.example")


@pytest.fixture
def anna(lab):
    return make_member(lab, "Anna")


@pytest.fixture
def bram(lab):
    """Bram wants all mails at once."""
    bram = make_member(lab, "Bram")
    choose(bram.user, dict.fromkeys(GROUPS, Mail.NOW))
    return bram


@pytest.fixture
def mo(lab):
    return make_member(lab, "Mo", "moderator")


@pytest.fixture
def idea(anna, bram):
    idea = make_idea(anna)
    idea.support(bram)
    start_anew()
    return idea
