"""How these views answer: each method by its own function; a part of the page to a script, a page to a browser."""

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
type GetResponse = Callable[[HttpRequest], HttpResponseBase]  # what a middleware is given, and gives


class Addressed(Protocol):
    def get_absolute_url(self) -> str: ...


def by_method(**views: View) -> View:
    """One address, a view for each method; HEAD is answered as GET, others 405."""

    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        view = views.get("GET" if request.method == "HEAD" else request.method or "")
        return view(request, **kwargs) if view else HttpResponseNotAllowed(views)

    return answer


def wants_part(request: HttpRequest) -> bool:
    """Did a script of ours send this? It puts the answer's elements in place of those with the same id."""
    return request.headers.get("HX-Request") == "true"


def go_to(request: HttpRequest, address: str) -> HttpResponse:
    """On to `address`; a script hears where, so that it opens the page once, and whole."""
    return HttpResponse(headers={"HX-Redirect": address}) if wants_part(request) else redirect(address)


def path_on_site(request: HttpRequest, address: str) -> str:
    """`address` as a path of this site; empty when it leads elsewhere."""
    hosts = {request.get_host()}
    if len(address) > LONGEST_ADDRESS or any(sign < " " or "\x7f" <= sign < "\xa0" for sign in address):
        return ""  # control characters: PostgreSQL keeps no NUL, and a header no line break
    if not address or not url_has_allowed_host_and_scheme(address, hosts, require_https=request.is_secure()):
        return ""
    parts = urlsplit(address)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    is_ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, None)  # http://ours//other.example
    return path if is_ours else ""


def origin() -> str:
    """How this site is called from outside."""
    return settings.PUBLIC_ORIGINS[0]


def address_of(thing: Addressed) -> str:
    """The public address, for mail, paper and sharing: it never depends on how this request came in."""
    return origin() + thing.get_absolute_url()
