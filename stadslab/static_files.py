"""Static files from the process itself, so that bin/serve needs no second server."""

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
    """The collected files. Their addresses, some thirty on each page, are worked out once a process."""

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
    """In development, too, a file that isn't there is a page that isn't there, and no 500."""

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
        """A chain of middleware that is loaded in here goes without: it is the only one that needs the event loop."""
        cls.is_left_out = True
        try:
            yield
        finally:
            cls.is_left_out = False
