"""Serve static files from the web process, so that bin/serve needs no second server."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from servestatic.middleware import ServeStaticMiddleware
from servestatic.responders import MissingFileError
from servestatic.storage import CompressedManifestStaticFilesStorage


class Collected(CompressedManifestStaticFilesStorage):
    """The collected files. Each URL is computed once per process; a page has some thirty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._addresses: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:
        if force:
            return super().url(name, force)
        if name not in self._addresses:
            self._addresses[name] = super().url(name)
        return self._addresses[name]


class StaticFiles(ServeStaticMiddleware):
    """Answers 404 for a missing file; in development ServeStatic raises a 500."""

    is_left_out = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if self.is_left_out:
            raise MiddlewareNotUsed
        super().__init__(*args, **kwargs)

    async def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            return await super().__call__(request)
        except MissingFileError:
            return await self.get_response(request)

    @classmethod
    @contextmanager
    def left_out(cls) -> Iterator[None]:
        """Load a middleware chain without this one, which is the only one that needs the event loop."""
        cls.is_left_out = True
        try:
            yield
        finally:
            cls.is_left_out = False
