"""Helpers for views: one function per HTTP method; a fragment for our script, a page for a browser."""

from collections.abc import Callable
from typing import Any, Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

LONGEST_ADDRESS = 4000
type View = Callable[..., HttpResponseBase]
type GetResponse = Callable[[HttpRequest], HttpResponseBase]  # the type of a middleware's argument and of its result


class Addressed(Protocol):
    def get_absolute_url(self) -> str: ...


def by_method(**views: View) -> View:
    """Return one view that calls a view per HTTP method; HEAD is answered as GET, other methods with 405."""

    def dispatch(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        view = views.get("GET" if request.method == "HEAD" else request.method or "")
        return view(request, **kwargs) if view else HttpResponseNotAllowed(views)

    return dispatch


def wants_part(request: HttpRequest) -> bool:
    """Did our script send this request? It replaces the elements that have the same ids as those in the response."""
    return request.headers.get("HX-Request") == "true"


def go_to(request: HttpRequest, address: str) -> HttpResponse:
    """Redirect to `address`; our script gets the address in a header, so that it loads the page once, and whole."""
    return HttpResponse(headers={"HX-Redirect": address}) if wants_part(request) else redirect(address)


def path_on_site(request: HttpRequest, address: str) -> str:
    """Return `address` as a path on this site; empty when it leads to another site."""
    hosts = {request.get_host()}
    if len(address) > LONGEST_ADDRESS or any(sign < " " or "\x7f" <= sign < "\xa0" for sign in address):
        return ""  # control characters: PostgreSQL can't store NUL, and a header can't hold a line break
    if not address or not url_has_allowed_host_and_scheme(address, hosts, require_https=request.is_secure()):
        return ""
    parts = urlsplit(address)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    is_ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, None)  # http://ours//other.example
    return path if is_ours else ""


def origin() -> str:
    """Return the public origin of this site."""
    return settings.PUBLIC_ORIGINS[0]


def address_of(thing: Addressed) -> str:
    """Return the public address, for mail, print and sharing; it never depends on the host of this request."""
    return origin() + thing.get_absolute_url()
