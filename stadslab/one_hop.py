"""Run all middleware and the view in one thread hop, on a few permanent threads.

Django's own ASGI handler starts a thread per request, and switches between it and the event loop several times per
middleware. Here reads have threads of their own, so they wait for no form, and addresses take turns. Short forms have
other threads: few enough that three hundred at the same moment queue, instead of competing for the processor and the
same row. Forms that send a code by mail have other threads: a hanging mail server delays no other form. One of these
threads computes at a time; the others wait for it, or for the mail server. Expensive requests take turns (turns.py);
so do large bodies and forms at expensive addresses. The event loop serves a static file the ordinary way
(decision 0026).
"""

import asyncio
import io
import math
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import Context
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.signals import request_started
from django.db import close_old_connections, connection
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix

from common.network import network_of_scope
from common.turns import TooMuch, Turns, one_at_a_time, turns_of, uncharged
from realtime.connection import Send
from realtime.consumers import Receive
from stadslab.static_files import StaticFiles

THREADS = 4
AT_ONCE = {"sqlite": 1, "postgresql": 2}  # pages of one address: more would only make each of them slower
WRITERS = {"sqlite": 1, "postgresql": 2}  # SQLite has one writer at a time; with PostgreSQL one waits while one works
MAILERS = 4  # forms that wait for a mail server, each for up to 10 seconds
MANY = 1_000  # waiting requests of one address: a school opens many pages at once, with twenty photos each
SHORT = 16 * 1024  # bytes of a form; a larger one costs several times as much to parse and to show again
CHUNK = 64 * 1024  # bytes of a file
CHUNK_SECONDS = 0.005  # pause between two chunks: twelve readers of a large file leave time for others
SLOWED_SECONDS = 1.0
GIVE_WAY_SECONDS = 0.02  # about the time that a list takes; a photo or a form takes less
READING, WRITING = ("GET", "HEAD"), ("POST",)
View = Callable[..., HttpResponseBase]
Responder = Callable[..., HttpResponseBase]
FORM = b"application/x-www-form-urlencoded"


class OneHop(ASGIHandler):
    """Django's ASGI handler.

    `ordinary` serves static files; `refuse` is the view for an address that asks too much.
    """

    def __init__(self, ordinary: ASGIHandler, refuse: View) -> None:
        self.ordinary, self.refuse = ordinary, refuse
        self.readers = Turns("pages", THREADS, stay_connected, waiting=math.inf, at_once=AT_ONCE[connection.vendor])
        self.writers = {
            None: ThreadPoolExecutor(WRITERS[connection.vendor], "forms", initializer=stay_connected),
            "mails": ThreadPoolExecutor(MAILERS, "mails", initializer=stay_connected),
        }
        self.mailing = threading.Lock()
        self.turns = {
            "dear": Turns("dear", 2, stay_connected, burst=10),
            "photos": Turns("photos", 1, stay_connected, burst=60, waiting=MANY),
            "homes": Turns("homes", 2, stay_connected, burst=60, waiting=MANY),
        }
        self.bodies = {
            None: Turns("large", 1, stay_connected),
            "mails": Turns("longmails", 1, stay_connected),  # each may wait for the mail server
        }
        self.slow = Turns("slow", 1, stay_connected)
        self.pages = 0  # pages that are being made; only the event loop changes this
        self.no_page = threading.Event()
        self.no_page.set()
        with StaticFiles.left_out():
            self.load_middleware(is_async=False)

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["path"].startswith(settings.STATIC_URL):
            with suppress(ConnectionResetError):  # the client left
                await self.ordinary(dict(scope), receive, send)
            return
        reads = scope["method"] in READING
        try:
            body = io.BytesIO() if reads else await self.read_body(receive)
        except RequestAborted:
            return
        turns = turns_of(scope)
        if reads and turns in self.turns:
            response = await self.in_turn(self.turns[turns], scope, body, receive)
        elif reads:
            response = await self.read(scope, body)
        elif turns in self.writers and is_short_form(scope):
            respond = self.mail if turns == "mails" else self.give_way
            response = await self.on(self.writers[turns], respond, scope, body)
        else:
            response = await self.in_turn(self.bodies.get(turns, self.slow), scope, body)
        if response is None:
            return
        if isinstance(response, FileResponse) and response.file_to_stream:
            response.streaming_content = pieces(response.file_to_stream, is_empty=scope["method"] == "HEAD")
        try:
            with suppress(ConnectionResetError):  # the client left
                await self.send_response(response, send)
        finally:
            if response.streaming:
                response.close()

    async def on(self, threads: ThreadPoolExecutor, respond: Responder, *args: Any) -> HttpResponseBase:
        return await asyncio.get_running_loop().run_in_executor(threads, Context().run, respond, *args)

    async def read(self, scope: Mapping[str, Any], body: IO[bytes]) -> HttpResponseBase | None:
        """Render a page. Addresses take turns: many pages for one address delay no other address. Refuses nobody."""
        self.pages += 1
        self.no_page.clear()
        try:
            return await self.readers.take(network_of_scope(scope), lambda: self.respond(scope, body))
        finally:
            self.pages -= 1
            if not self.pages:
                self.no_page.set()

    def give_way(self, *args: Any) -> HttpResponseBase:
        with uncharged():
            self.no_page.wait(GIVE_WAY_SECONDS)
        return self.respond(*args)

    def mail(self, *args: Any) -> HttpResponseBase:
        with one_at_a_time(self.mailing):
            return self.give_way(*args)

    async def in_turn(
        self, turns: Turns, scope: Mapping[str, Any], body: IO[bytes], receive: Receive | None = None
    ) -> HttpResponseBase | None:
        """Answer when it is the turn of this address; None if the reader left before. A complete upload always runs.

        An address that used up its share waits for a second, and is then told when to come back.
        """
        left = asyncio.ensure_future(receive_end(receive)) if receive else None
        try:
            return await turns.take(
                network_of_scope(scope), lambda: self.give_way(scope, body), lambda: not (left and left.done())
            )
        except TooMuch as too_much:
            await asyncio.sleep(SLOWED_SECONDS)
            return await self.read({**scope, "refused_for": too_much.seconds}, body)
        finally:
            if left:
                left.cancel()

    def respond(self, scope: Mapping[str, Any], body: IO[bytes]) -> HttpResponseBase:
        """Run Django's whole request cycle; a streamed response is joined into one here, unless it is a file."""
        set_script_prefix(get_script_prefix(scope))
        request_started.send(sender=type(self), scope=scope)
        request, refused = self.create_request(scope, body)
        response = refused if request is None else self.get_response(request)
        assert response is not None  # Django returns no request only together with an error response
        if isinstance(response, FileResponse) and response.file_to_stream:
            close_old_connections()  # the event loop sends the file; this thread is done
            return response
        if response.streaming:
            gathered = HttpResponse(b"".join(response), status=response.status_code, headers=response.headers)
            gathered.cookies = response.cookies
            response.close()
            return gathered
        response.close()  # ends the request on this thread, so that its connection returns to the pool
        return response

    def resolve_request(self, request: HttpRequest) -> Any:
        """Return the view and its arguments, as Django does; `refuse` for an address that used up its share."""
        seconds = getattr(request, "scope", {}).get("refused_for")
        return (self.refuse, (seconds,), {}) if seconds else super().resolve_request(request)


async def pieces(file: IO[bytes], *, is_empty: bool) -> AsyncIterator[bytes]:
    """Yield a file in chunks: a slow reader costs one chunk of memory, a fast one leaves time for others."""
    while not is_empty and (piece := file.read(CHUNK)):
        yield piece
        await asyncio.sleep(CHUNK_SECONDS)


async def receive_end(receive: Receive) -> None:
    """Return when the client has left."""
    while (await receive())["type"] != "http.disconnect":
        pass


def is_short_form(scope: Mapping[str, Any]) -> bool:
    """Is this a form of at most SHORT bytes, as its Content-Length says, or a request without a body?

    A body is never longer than its Content-Length.
    """
    found = dict(scope["headers"])
    length = found.get(b"content-length", b"")
    if not length and b"transfer-encoding" not in found:
        return True
    is_form = found.get(b"content-type", b"").startswith(FORM)
    return scope["method"] in WRITING and is_form and length.isdigit() and int(length) <= SHORT


def stay_connected() -> None:
    """Keep this thread's SQLite connection open between requests; PostgreSQL has its pool."""
    if connection.vendor == "sqlite":
        connection.settings_dict = {**connection.settings_dict, "CONN_MAX_AGE": None}
