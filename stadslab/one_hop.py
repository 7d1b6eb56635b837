"""The shortest way from socket to page: all middleware and the view in one hop, on a few threads that stay.

Django's own ASGI handler starts a thread for each request and goes to and fro between it and the event loop, a few
times for every middleware. Only reading goes this way, for a reader waits for nobody. What writes may have to wait for
a lock, an upload is long, a static file is read by the loop itself: those go the ordinary way (decision 0026).
"""

import asyncio
import io
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from typing import Any

from django.conf import settings
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


class OneHop(ASGIHandler):
    """Django's ASGI handler for what only reads; `ordinary` does everything else."""

    def __init__(self, ordinary: ASGIHandler) -> None:
        self.ordinary = ordinary
        self.threads = ThreadPoolExecutor(THREADS, "pages", initializer=stay_connected)
        with StaticFiles.left_out():
            self.load_middleware(is_async=False)

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["method"] not in ("GET", "HEAD") or scope["path"].startswith(settings.STATIC_URL):
            await self.ordinary(scope, receive, send)
            return
        response = await asyncio.get_running_loop().run_in_executor(self.threads, Context().run, self.answer, scope)
        await self.send_response(response, send)

    def answer(self, scope: Mapping[str, Any]) -> HttpResponseBase:
        """Everything that Django does for one request; no body is read, and what would stream is gathered here."""
        set_script_prefix(get_script_prefix(scope))
        request_started.send(sender=type(self), scope=scope)
        request, response = self.create_request(scope, io.BytesIO())
        if request is not None:
            response = self.get_response(request)
        if response.streaming:
            gathered = HttpResponse(b"".join(response), status=response.status_code, headers=response.headers)
            gathered.cookies = response.cookies
            response.close()
            return gathered
        response.close()  # ends the request on this thread: the connection goes back to the pool
        return response


def stay_connected() -> None:
    """On SQLite this thread keeps its file open between requests; PostgreSQL has its pool."""
    if connection.vendor == "sqlite":
        connection.settings_dict = {**connection.settings_dict, "CONN_MAX_AGE": None}
