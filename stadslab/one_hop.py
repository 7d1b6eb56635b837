"""The shortest way from socket to page: all middleware and the view in one hop, on a few threads that stay.

Django's own ASGI handler starts a thread for each request and goes to and fro between it and the event loop, a few
times for every middleware. Reading has threads of its own, for a reader waits for nobody; short forms have others, few
enough that three hundred who press at once queue instead of fighting for the processor and the same row. An upload is
long, a static file is read by the loop itself: those go the ordinary way (decision 0026).
"""

import asyncio
import io
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.signals import request_started
from django.db import connection
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix

from realtime.connection import Send
from realtime.consumers import Receive
from stadslab.static_files import StaticFiles

THREADS = 4
WRITERS = 4
SHORT = 64 * 1024  # bytes of a form
READING, WRITING = ("GET", "HEAD"), ("POST",)
FORM = b"application/x-www-form-urlencoded"


class OneHop(ASGIHandler):
    """Django's ASGI handler for what reads, and for short forms; `ordinary` does everything else."""

    def __init__(self, ordinary: ASGIHandler) -> None:
        self.ordinary = ordinary
        self.readers = ThreadPoolExecutor(THREADS, "pages", initializer=stay_connected)
        self.writers = ThreadPoolExecutor(WRITERS, "forms", initializer=stay_connected)
        with StaticFiles.left_out():
            self.load_middleware(is_async=False)

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        reads = scope["method"] in READING
        if not (reads or is_short_form(scope)) or scope["path"].startswith(settings.STATIC_URL):
            await self.ordinary(scope, to_the_end(receive), send)
            return
        try:
            body = io.BytesIO() if reads else await self.read_body(receive)
        except RequestAborted:
            return
        threads = self.readers if reads else self.writers
        response = await asyncio.get_running_loop().run_in_executor(threads, Context().run, self.answer, scope, body)
        await self.send_response(response, send)

    def answer(self, scope: Mapping[str, Any], body: IO[bytes]) -> HttpResponseBase:
        """Everything that Django does for one request; what would stream is gathered here."""
        set_script_prefix(get_script_prefix(scope))
        request_started.send(sender=type(self), scope=scope)
        request, response = self.create_request(scope, body)
        if request is not None:
            response = self.get_response(request)
        if response.streaming:
            gathered = HttpResponse(b"".join(response), status=response.status_code, headers=response.headers)
            gathered.cookies = response.cookies
            response.close()
            return gathered
        response.close()  # ends the request on this thread: the connection goes back to the pool
        return response


def to_the_end(receive: Receive) -> Receive:
    """As `receive`, but once the whole body is there nobody leaves: what was begun is done.

    Else Django drops the page halfway, and trips over the threads in which it still runs: a traceback for each picture
    whose reader went on.
    """
    is_whole = False

    async def until_it_is_whole() -> Any:
        nonlocal is_whole
        message = await receive()
        if message["type"] == "http.request":
            is_whole = not message.get("more_body")
        elif is_whole:
            await asyncio.Future()
        return message

    return until_it_is_whole


def is_short_form(scope: Mapping[str, Any]) -> bool:
    """It says so itself; a body is never longer than its Content-Length."""
    headers = dict(scope["headers"])
    length = headers.get(b"content-length", b"")
    is_form = headers.get(b"content-type", b"").startswith(FORM)
    return scope["method"] in WRITING and is_form and length.isdigit() and int(length) <= SHORT


def stay_connected() -> None:
    """On SQLite this thread keeps its file open between requests; PostgreSQL has its pool."""
    if connection.vendor == "sqlite":
        connection.settings_dict = {**connection.settings_dict, "CONN_MAX_AGE": None}
