"""The people at an idea: Anna wrote it, Bram lives in the same village, Chaima elsewhere, Mo moderates."""

import pytest
from django.test import Client

from tests.factories import make_idea, make_lab, make_member
from tests.faults.people import Form

PART = {"HTTP_HX_REQUEST": "true"}


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
    return make_member(lab, "Mo", "moderator")


@pytest.fixture
def idea(anna):
    return make_idea(anna)


def browser(member=None, **options) -> Client:
    """Return a browser; signed in if there is a member."""
    client = Client(**options)
    if member:
        client.force_login(member.user)
    return client


def tab(client: Client) -> Client:
    """Return another tab of the same browser: threads must not share one cookie jar."""
    other = Client()
    other.cookies.update(client.cookies)
    return other


def fields_of(answer, url) -> dict:
    """Return the post data of the form for `url` on a page."""
    form = Form(url)
    form.feed(answer.text)
    return form.fields
