"""How someone wants to see the pages: language and light. From their profile, else from a cookie they asked for.

Language, in this order: profile, cookie, Accept-Language (LocaleMiddleware does the last two), Dutch.
Light: profile, cookie, what the device says (then nothing stands in the page).
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from common.http import GetResponse

SCHEME_COOKIE = "scheme"
SCHEMES = ("light", "dark")
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
THEMES = ("stadslab", "maaslicht")
A_YEAR = 60 * 60 * 24 * 365


def chosen_scheme(request: HttpRequest) -> str:
    """light, dark, or nothing: whatever the device wants."""
    if hasattr(request, "user") and request.user.is_authenticated:
        return request.user.theme
    return cookie_scheme(request)


def cookie_scheme(request: HttpRequest) -> str:
    scheme = request.COOKIES.get(SCHEME_COOKIE, "")
    return scheme if scheme in SCHEMES else ""


def profile_language(get_response: GetResponse) -> GetResponse:
    """Middleware, after LocaleMiddleware and AuthenticationMiddleware: who is signed in reads their own language."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated and request.user.language in LANGUAGES:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        response = get_response(request)
        patch_vary_headers(response, ("Cookie",))
        return response

    return middleware


def look(request: HttpRequest) -> dict[str, Any]:
    """Context processor: what base.html needs. Asks the database only where the page does."""
    lab = getattr(request, "lab", None)
    theme = lab.municipality.theme if lab else ""
    return {
        "lab": lab,
        "member": getattr(request, "member", None),
        "language": get_language(),
        "theme": theme if theme in THEMES else THEMES[0],
        "scheme": lambda: chosen_scheme(request),
    }


def keep(response: HttpResponse, name: str, value: str) -> None:
    """Keep a choice in a cookie for a year; an empty one is forgotten."""
    if not value:
        response.delete_cookie(name, samesite="Lax")
        return
    response.set_cookie(
        name, value, max_age=A_YEAR, secure=settings.LANGUAGE_COOKIE_SECURE, httponly=True, samesite="Lax"
    )
