"""The real site with the tests' own topic and a page that follows it, for tests with real processes.

/proef/<idea>/ is the page; a POST of `text` adds a comment: 201 with the part, or 422 with the form.
"""

import os
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stadslab.settings")

from stadslab.asgi import application as site  # isort: skip  it loads the apps

from asgiref.sync import sync_to_async
from django.db import transaction
from django.http import QueryDict
from django.template import engines

from ideas.models import Idea
from realtime import tickets, topics
from realtime.doorbell import ring
from tests.factories import make_comment
from tests.realtime.guests import Guests, Room
from tests.realtime.notes import Notes

CSP = (
    b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'"
)
PAGE = engines["django"].from_string(Path(__file__).with_name("proof.html").read_text())

notes = Notes()
topics.TOPICS.join("tests", notes, Room())
tickets.KINDS.join("tests", Guests())


async def application(scope, receive, send):
    if scope["type"] != "http" or not scope["path"].startswith("/proef/"):
        await site(scope, receive, send)
        return
    idea = int(scope["path"].split("/")[2])
    if scope["method"] == "GET":
        status, html = 200, await sync_to_async(page)(idea, scope["query_string"].decode())
    else:
        status, html = await sync_to_async(post)(idea, await text_of(receive))
    headers = [(b"content-type", b"text/html; charset=utf-8"), (b"content-security-policy", CSP)]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": html.encode()})


def page(pk, member):
    idea = Idea.objects.get(pk=pk)
    after = topics.cursor(idea)
    parts = [part.render() for part in notes.parts(pk, "page", 0)]
    return PAGE.render({"idea": idea, "after": after, "parts": parts, "member": member})


@transaction.atomic
def post(pk, text):
    if not text.strip():
        return 422, PAGE.render({"idea": {"pk": pk}, "fault": "Leeg."}).partition("</ol>")[2]
    idea = Idea.objects.get(pk=pk)
    comment = make_comment(idea, idea.author, text)
    ring(f"note-{pk}")
    return 201, notes.parts(pk, "page", comment.revision - 1)[0].render()


async def text_of(receive):
    """Return the field `text` of a short form."""
    body = b""
    while True:
        event = await receive()
        body += event.get("body", b"")
        if not event.get("more_body"):
            return QueryDict(body).get("text", "")
