"""When the database gives no connection, whoever comes in the next second hears so at once, and waits for none."""

import time

from django.db import OperationalError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from psycopg_pool import PoolTimeout

from common.http import GetResponse

REST_SECONDS = 1.0
_away_until = float("-inf")


def fail_at_once(get_response: GetResponse) -> GetResponse:
    """Middleware, above all that asks the database: else a few who wait for a connection hold up everybody's pages."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if time.monotonic() < _away_until:
            raise OperationalError("There was no connection a moment ago.")
        return get_response(request)

    return middleware


def note(error: BaseException | None) -> None:
    """Remember it, if this is what a pool says that had no connection to give for all of its time-out."""
    global _away_until
    if error is not None and isinstance(error.__cause__, PoolTimeout):
        _away_until = time.monotonic() + REST_SECONDS
