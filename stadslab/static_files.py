"""Static files from the process itself, so that bin/serve needs no second server."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from servestatic.middleware import ServeStaticMiddleware
from servestatic.responders import MissingFileError


class StaticFiles(ServeStaticMiddleware):
    """In development, too, a file that isn't there is a page that isn't there, and no 500."""

    async def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            return await super().__call__(request)
        except MissingFileError:
            return await self.get_response(request)
