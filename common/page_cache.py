"""The page cache: pages that are the same for all signed-out visitors, served again while the database is unchanged.

One query decides that (unchanged.py), in each process alike. So no page survives a verb: what is hidden is gone at the
next request. What depends on the clock may be two seconds late. A visitor who is signed in, or who sends an unknown
cookie, gets a fresh page, which is not stored. A page with a form sets a cookie, and is never stored.
"""

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Hashable
from contextlib import AbstractContextManager, nullcontext
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import re_accepts_gzip
from django.urls import Resolver404, resolve
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.text import compress_string
from django.utils.translation import get_language_from_request

from common.http import GetResponse
from common.joins import ExtensionPoint
from common.preferences import SCHEME_COOKIE, cookie_scheme
from common.turns import held
from common.unchanged import stamp

KEPT: ExtensionPoint[str] = ExtensionPoint(
    "common.page_cache.KEPT",
    "URL names whose pages depend on the database, the clock, the language and the colour scheme only.",
)
DEAR: ExtensionPoint[str] = ExtensionPoint(
    "common.page_cache.DEAR", "URL names in KEPT that are made once for all simultaneous requests. None has a form."
)
NO_CACHE = "no-cache"  # a browser may store it, and must revalidate it each time
MOST_SECONDS = 2
MOST_BYTES = 32 * 2**20
# A page that uses the CSRF cookie is never stored; a visitor who once saw a form keeps that cookie for a year. Cookies
# that name the reader are not here: the session, and a ticket (realtime/tickets.py)
KNOWN_COOKIES = frozenset(
    {settings.LANGUAGE_COOKIE_NAME, settings.KNOWN_COOKIE_NAME, settings.CSRF_COOKIE_NAME, SCHEME_COOKIE}
)


class CachedPage(NamedTuple):
    stamp: str
    until: float
    body: bytes
    headers: dict[str, str]

    def response(self, request: HttpRequest) -> HttpResponseBase:
        """Return the page, or 304 if the browser has it already."""
        response = HttpResponse(self.body, headers=self.headers)
        found = get_conditional_response(request, etag=self.headers["ETag"], response=response)
        return found if found is not None else response


def key_of(request: HttpRequest) -> Hashable | None:
    """Return the cache key; requests with the same key get the same page. None: this request can't use the cache."""
    if request.method not in ("GET", "HEAD") or not KNOWN_COOKIES.issuperset(request.COOKIES):
        return None
    if "HTTP_HX_REQUEST" in request.META or "HTTP_AUTHORIZATION" in request.META:
        return None
    key = (
        request.scheme,
        request.META.get("HTTP_HOST"),
        request.get_full_path(),
        get_language_from_request(request),
        cookie_scheme(request),
        takes_gzip(request),
    )
    return key if shelf.has(key) or has_a_name(request) else None


def has_a_name(request: HttpRequest) -> bool:
    """Is the URL name in KEPT? Other requests send no query here, and work while the database is down."""
    return name_of(request) in KEPT


def name_of(request: HttpRequest) -> str | None:
    try:
        return resolve(request.path_info, getattr(request, "urlconf", None)).url_name
    except Resolver404:
        return None


def takes_gzip(request: HttpRequest) -> bool:
    return re_accepts_gzip.search(request.META.get("HTTP_ACCEPT_ENCODING", "")) is not None


def may_be_kept(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Is the response the same for everybody? Only a GET is stored: a response to HEAD may have no body."""
    return (
        request.method == "GET"
        and response.status_code == 200
        and isinstance(response, HttpResponse)
        and not response.cookies
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        and response.get("Cache-Control", NO_CACHE) == NO_CACHE
        and not response.has_header("Content-Encoding")
        and not request.user.is_authenticated
    )


def cached_page(request: HttpRequest, response: HttpResponse, named: str) -> CachedPage:
    """Return the page with an ETag that all processes share, compressed once for all clients that accept gzip."""
    body = response.content
    patch_vary_headers(response, ("Accept-Encoding",))
    headers = dict(response.headers) | {
        "Cache-Control": NO_CACHE,
        "ETag": f'W/"{hashlib.blake2b(body, digest_size=16).hexdigest()}"',
    }
    if takes_gzip(request):
        body = compress_string(body)
        headers["Content-Encoding"] = "gzip"
    headers["Content-Length"] = str(len(body))
    return CachedPage(named, time.monotonic() + MOST_SECONDS, body, headers)


class PageCache:
    """The stored pages of this process; the least recently used one comes first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pages: OrderedDict[Hashable, CachedPage] = OrderedDict()
        self._bytes = 0

    def has(self, key: Hashable) -> bool:
        return key in self._pages

    def take(self, key: Hashable, named: str) -> CachedPage | None:
        with self._lock:
            page = self._pages.get(key)
            if page is None or page.stamp != named or page.until < time.monotonic():
                return None
            self._pages.move_to_end(key)
            return page

    def put(self, key: Hashable, page: CachedPage) -> None:
        with self._lock:
            self._drop(key)
            self._pages[key] = page
            self._bytes += len(page.body)
            while self._bytes > MOST_BYTES:
                self._drop(next(iter(self._pages)))

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self._bytes = 0

    def _drop(self, key: Hashable) -> None:
        page = self._pages.pop(key, None)
        self._bytes -= len(page.body) if page else 0


shelf = PageCache()
_turns = tuple(threading.Lock() for _ in range(16))


def turn(request: HttpRequest, key: Hashable) -> AbstractContextManager[object]:
    """Return a lock for an expensive page, so that it is made once: other requests for it wait."""
    return held(_turns[hash(key) % len(_turns)]) if name_of(request) in DEAR else nullcontext()


def keep_pages(get_response: GetResponse) -> GetResponse:
    """Middleware; below compression and above all middleware that reads who the user is."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        key = key_of(request)
        named = stamp() if key is not None else None
        if named is None:
            return get_response(request)
        page = shelf.take(key, named)
        if page is None:
            with turn(request, key):
                page = shelf.take(key, named)
                if page is None:
                    response = get_response(request)
                    if not may_be_kept(request, response):
                        return response
                    assert isinstance(response, HttpResponse)
                    page = cached_page(request, response, named)
                    shelf.put(key, page)
        return page.response(request)

    return middleware
