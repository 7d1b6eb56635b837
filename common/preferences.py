"""Display preferences: language and colour scheme, from the user's profile, else from a cookie the visitor asked for.

Language, in this order: profile, cookie, Accept-Language (LocaleMiddleware reads the last two), Dutch. Colour scheme:
profile, cookie, the device's setting (then the page says nothing about it).
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
    """Return light, dark, or an empty string: the device decides."""
    if hasattr(request, "user") and request.user.is_authenticated:
        return request.user.theme
    return cookie_scheme(request)


def cookie_scheme(request: HttpRequest) -> str:
    scheme = request.COOKIES.get(SCHEME_COOKIE, "")
    return scheme if scheme in SCHEMES else ""


def profile_language(get_response: GetResponse) -> GetResponse:
    """Middleware, after LocaleMiddleware and AuthenticationMiddleware: use a signed-in user's language."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated and request.user.language in LANGUAGES:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        response = get_response(request)
        patch_vary_headers(response, ("Cookie",))
        return response

    return middleware


def look(request: HttpRequest) -> dict[str, Any]:
    """Context processor for base.html. `scheme` is lazy: it may query the database."""
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
    """Store a choice in a cookie for a year; an empty value deletes the cookie."""
    if not value:
        response.delete_cookie(name, samesite="Lax")
        return
    response.set_cookie(
        name, value, max_age=A_YEAR, secure=settings.LANGUAGE_COOKIE_SECURE, httponly=True, samesite="Lax"
    )
