"""Live tests run the real application in one loop; only the topic (`note`) is made for tests."""

import json

import pytest
from asgiref.sync import sync_to_async
from channels.testing import HttpCommunicator
from django.conf import settings as site
from django.db import connections, transaction
from django.test import Client

from realtime import hub as hubs
from realtime import topics
from realtime.doorbell import ring
from realtime.models import Epoch
from stadslab import supervisor
from tests import factories
from tests.realtime.notes import Notes
from tests.realtime.pages import Page
from tests.realtime.servers import Server


@pytest.fixture
def notes():
    topic = Notes()
    with topics.TOPICS.also(topic):
        yield topic


@pytest.fixture
def idea(transactional_db):
    Epoch.forget()
    return factories.make_idea(factories.make_member(factories.make_lab()))


@pytest.fixture
def anna(idea):
    return idea.author


@pytest.fixture
def server(idea):
    """A separate process with daphne."""
    server = Server()
    server.start()
    server.wait()
    yield server
    supervisor.stop([server.child])


@pytest.fixture
async def hub(notes, idea):
    """The hub that the application finds in this loop; its threads end with the test."""
    hub = hubs.here()
    yield hub
    hub.close(wait=True)
    hubs._hub = None
    await sync_to_async(connections.close_all)()


@pytest.fixture
async def open_page(hub):
    """`open_page(…)`: a page with an open socket to the real application."""
    from stadslab.asgi import application

    pages = []

    async def open_page(**options):
        page = await Page(application, **options).open()
        pages.append(page)
        return page

    yield open_page
    for page in pages:
        await page.leave()


@pytest.fixture
def here(idea):
    """The cursor of the idea at the start of the test."""
    return topics.cursor(idea)


@pytest.fixture
def comment(idea, anna):
    """`await comment("words")`: Anna comments in a separate transaction, and rings."""

    @sync_to_async
    @transaction.atomic
    def say(words):
        ring(f"note-{idea.pk}")
        return factories.make_comment(idea, anna, words)

    return say


@pytest.fixture
def ask(hub):
    """`await ask("lang=nl&follow=…")`: the status and messages of one poll; `ask.again` is its Retry-After."""
    from stadslab.asgi import application

    async def ask(query, method="GET", cookies=None):
        headers = [(b"cookie", cookies.encode())] if cookies else []
        answer = await HttpCommunicator(application, method, f"/live/?{query}", headers=headers).get_response(
            timeout=4
        )
        ask.again = dict(answer["headers"]).get(b"retry-after")
        return answer["status"], json.loads(answer["body"])["messages"]

    return ask


@pytest.fixture
async def signed_in(anna):
    """Anna's cookies."""
    client = Client()
    await sync_to_async(client.force_login)(anna.user)
    return f"{site.SESSION_COOKIE_NAME}={client.cookies[site.SESSION_COOKIE_NAME].value}"
