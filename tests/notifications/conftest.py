"""A lab with an idea that Bram supports; he wants all mails at once."""

import pytest

from notifications.groups import GROUPS, Mail
from notifications.models import choose
from tests.factories import make_idea, make_lab, make_member
from tests.news import start_anew


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
