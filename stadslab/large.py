"""Discard a request body that is too large for our forms while it arrives, and answer 413.

The largest form is a photo with its text. A photo that is somewhat too large still reaches its form, which shows the
error at the field and keeps the text. The 413 page is in the visitor's language, like any other. Daphne calls us only
when it has the whole body on disk, so we discard a body that is too large before that. We also stop Twisted from
parsing a form: when the form had a photo, parsing it blocked everybody for a third of a second.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from daphne.http_protocol import WebRequest
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from common.http import GetResponse

Receive = Callable[[], Awaitable[Any]]
Application = Callable[[Mapping[str, Any], Receive, Any], Awaitable[None]]

MOST_BYTES = 16 * 2**20  # with files
WITH_FILES = b"multipart/form-data"
IS_LARGE = "stadslab.is_large"


_got_length, _take = WebRequest.gotLength, WebRequest.handleContentChunk


def _note_length(request: Any, length: int | None) -> None:
    request.to_come = MOST_BYTES + 1 if length is None or length <= MOST_BYTES else 0
    request._parsePOSTFormSubmission = False  # Twisted would parse forms in the event loop, for nothing
    _got_length(request, min(length, MOST_BYTES) if length else length)


def _take_some(request: Any, data: bytes) -> None:
    """Keep nothing of a body whose declared length is too large; of others only enough to see that they are."""
    kept = data[: max(0, request.to_come)]
    request.to_come -= len(kept)
    if kept:
        _take(request, kept)


def throw_away_large() -> None:
    """Make daphne keep no more of a body than we read. Has no effect under another server."""
    WebRequest.gotLength, WebRequest.handleContentChunk = _note_length, _take_some


def without_large(application: Application) -> Application:
    """ASGI: hide a body that is too large, by its Content-Length or while it arrives, and mark the scope."""

    async def guarded(scope: Mapping[str, Any], receive: Receive, send: Any) -> None:
        body = Body(dict(scope), receive)
        await application(body.scope, body.receive, send)

    return guarded


class Body:
    """The body of one request: passed on, or ended early if it turns out to be too large."""

    def __init__(self, scope: dict[str, Any], receive: Receive) -> None:
        headers = dict(scope["headers"])
        has_files = headers.get(b"content-type", b"").startswith(WITH_FILES)
        self.scope, self._receive = scope, receive
        self.left = MOST_BYTES if has_files else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        length = headers.get(b"content-length", b"")
        self.is_large = length.isdigit() and int(length[:20]) > self.left
        self.has_ended = False

    async def receive(self) -> Any:
        if self.is_large and not self.has_ended:
            return self.end()
        message = await self._receive()
        while self.has_ended and message["type"] == "http.request":
            message = await self._receive()  # the rest of the body
        if message["type"] != "http.request":
            return message
        self.left -= len(message.get("body", b""))
        self.is_large = self.left < 0
        return self.end() if self.is_large else message

    def end(self) -> dict[str, Any]:
        self.scope[IS_LARGE] = self.has_ended = True
        return {"type": "http.request", "body": b"", "more_body": False}


def refuse_large(get_response: GetResponse) -> GetResponse:
    """Middleware, below LocaleMiddleware and above all middleware that reads the body."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if getattr(request, "scope", {}).get(IS_LARGE):
            raise RequestDataTooBig("The request is larger than any form of ours.")
        return get_response(request)

    return middleware
