import re

import pytest
from django.core import mail

from tests.accounts import urls
from tests.factories import make_idea, make_lab, make_member

WRONG_CODE = "Deze code klopt niet. Kijk of je de nieuwste mail hebt."


@pytest.fixture(autouse=True)
def nothing_seen_yet():
    urls.SEEN.clear()


@pytest.fixture
def lab(db):
    return make_lab()


@pytest.fixture
def idea(lab):
    return make_idea(make_member(lab, "Anna"))


class Flow:
    """A browser that signs in: `flow.start("a@b.nl")`, `flow.enter()`, `flow.name("Bram")`."""

    def __init__(self, client):
        self.client = client
        self.token = ""

    def start(self, address, where="/inloggen/", **hidden):
        response = self.client.post(where, {"email": address, **hidden})
        if response.status_code == 302:
            self.look()
        return response

    def look(self):
        """Read the page with the code field, as a person does."""
        page = self.client.get("/inloggen/code/")
        self.token = re.search(r'name="token" value="([^"]+)"', page.content.decode())[1]
        return page

    @property
    def code(self):
        return last_code()

    def enter(self, code=None, token=None):
        return self.client.post("/inloggen/code/", {"token": token or self.token, "code": code or self.code})

    def name(self, name, where="/inloggen/naam/"):
        return self.client.post(where, {"name": name})

    def resend(self):
        return self.client.post("/inloggen/code/nieuw/", {"token": self.token})


def last_code():
    return re.match(r"\d{6}", mail.outbox[-1].subject)[0]


def signed_in_as(client):
    return client.session.get("_auth_user_id")


def wrong(code):
    return f"{(int(code) + 1) % 10**6:06}"


@pytest.fixture
def flow(client, db):
    return Flow(client)


@pytest.fixture
def make_flow(db):
    from django.test import Client

    return lambda: Flow(Client())
