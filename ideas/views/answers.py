"""How these views answer: each method by its own function; a part of the page to a script, a page to a browser."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect

from accounts.intent import local_path

View = Callable[..., HttpResponse]


def by_method(**views: View) -> View:
    """One address, a view for each method; HEAD is answered as GET, others 405."""

    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        view = views.get("GET" if request.method == "HEAD" else request.method or "")
        return view(request, **kwargs) if view else HttpResponseNotAllowed(views)

    return answer


def wants_part(request: HttpRequest) -> bool:
    """Did a script of ours send this? It puts the answer's elements in place of those with the same id."""
    return request.headers.get("HX-Request") == "true"


def nearest(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Where a page number that isn't there leads: to the page shown instead. What is no number is no matter."""
    try:
        asked = int(request.GET.get("pagina", ""))
    except ValueError:
        return None
    if asked == page.number:
        return None
    query = request.GET.copy()
    query["pagina"] = str(page.number)
    return redirect(f"{request.path}?{query.urlencode()}")


def go_to(request: HttpRequest, address: str) -> HttpResponse:
    """On to `address`; a script hears where, so that it opens the page once, and whole."""
    return HttpResponse(headers={"HX-Redirect": address}) if wants_part(request) else redirect(address)


def back_to(request: HttpRequest, address: str, anchor: str = "") -> HttpResponse:
    """To the page of this site where the button stood, else to `address`."""
    return redirect((local_path(request, request.headers.get("Referer", "")) or address) + anchor)
