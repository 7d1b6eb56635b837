"""When the database gave no connection, fail all requests of the next second at once, instead of letting them wait."""

import time

from django.db import OperationalError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from psycopg_pool import PoolTimeout

from common.http import GetResponse

REST_SECONDS = 1.0
_away_until = float("-inf")


def fail_at_once(get_response: GetResponse) -> GetResponse:
    """Middleware, above all that queries the database: requests that wait for a connection would block all pages.

    Raises OperationalError if the pool had no connection less than a second ago.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if time.monotonic() < _away_until:
            raise OperationalError("There was no connection a moment ago.")
        return get_response(request)

    return middleware


def note(error: BaseException | None) -> None:
    """Note the error if it was a time-out of the connection pool."""
    global _away_until
    if error is not None and isinstance(error.__cause__, PoolTimeout):
        _away_until = time.monotonic() + REST_SECONDS
