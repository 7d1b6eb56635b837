"""The act that somebody began before we asked them to sign in: stored first, and done after sign-in.

A POST is stored in the session with its fields (`?bij=<key>` names it). A link to an act holds the act itself, signed
(`?doe=<signed>`), so that opening the link writes nothing. Only an act that we stored or signed is ever done. We do it
without asking only if the person pressed a button on our own page in this browser, because anybody may send a link.
"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.core import signing
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from accounts.typed import Typed, typed
from common.http import go_to, path_on_site, wants_part

KEPT = "acts"
SALT = "accounts.intent"
PRESSED = "pressed"  # a hidden field of the sign-in pages
MOST_KEPT, MOST_CHARACTERS = 5, 100_000
AN_HOUR = 60 * 60


class ActTooLarge(SuspiciousOperation):
    """The posted data is larger than we keep during sign-in."""


@dataclass(frozen=True)
class Act:
    """A POST that is done once: its path, its fields (form-encoded), and the page with its button.

    `is_pressed`: the person who signs in pressed that button, in this browser.
    """

    key: str
    path: str
    fields: str
    back: str
    is_pressed: bool = True

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """All fields with all values, in order."""
        return [(name, value) for name, values in QueryDict(self.fields).lists() for value in values]

    @property
    def typed(self) -> list[Typed]:
        """The texts that a person typed, to show them again."""
        return typed(self.pairs)


@dataclass(frozen=True)
class Wish:
    """What the URL of a sign-in page asks for: an act, or only a page to open after sign-in."""

    act: Act | None
    landing: str

    @property
    def path(self) -> str:
        """The path of the act, else of the page to open."""
        return self.act.path if self.act else self.landing

    @classmethod
    def of(cls, request: HttpRequest) -> "Wish":
        act = kept(request, request.GET.get("bij", "")) or signed_for(request, request.GET.get("doe", ""))
        landing = act.back if act else local_path(request, request.GET.get("next", ""))
        return cls(act, landing or "/")


def ask_to_sign_in(request: HttpRequest, fields: QueryDict | None = None) -> HttpResponse:
    """Store the act (a POST with its fields, or with `fields`) and start sign-in; for a GET store only the URL.

    Files are not stored: save them first and pass their ids in `fields`. Our script receives the URL in a header. Data
    that is too large to store gets the response 413, with the text to copy. Raises ActTooLarge.
    """
    if request.method != "POST":
        back = request.get_full_path() if request.method in ("GET", "HEAD") else ""
        return start(request, next=where_from(request) if wants_part(request) or not back else back)
    sent = (request.POST if fields is None else fields).copy()
    sent.pop("csrfmiddlewaretoken", None)
    act = Act(secrets.token_urlsafe(9), request.get_full_path(), sent.urlencode(), where_from(request))
    if not keep(request, act):
        raise ActTooLarge("An act that does not fit in the session.")
    return start(request, bij=act.key)


def start_with(request: HttpRequest, path: str, fields: Mapping[str, Any], back: str = "") -> HttpResponse:
    """Start sign-in for a link that leads to an act: afterwards `fields` are posted to `path`, once.

    Call it only for a visitor who is signed out, and never put request data in `fields`. It writes nothing: the signed
    act travels in the URL, so keep it small. `back` is the page to return to; by default the current one.
    """
    act = Act(secrets.token_urlsafe(9), path, urlencode(fields, doseq=True), back or where_from(request))
    return start(request, doe=sign(act))


def start(request: HttpRequest, **query: str) -> HttpResponse:
    """Redirect to the sign-in page. Our script loads that as a whole page, never as a fragment of another page."""
    address = f"{reverse('sign_in')}?{urlencode({name: value for name, value in query.items() if value})}".rstrip("?")
    return go_to(request, address)


def keep(request: HttpRequest, act: Act) -> bool:
    """Store the act in the session, which holds five; return False when the act is too large."""
    if len(json.dumps(asdict(act))) > MOST_CHARACTERS:
        return False
    acts = request.session.get(KEPT, {})
    acts[act.key] = asdict(act)
    request.session[KEPT] = dict(list(acts.items())[-MOST_KEPT:])
    if not request.user.is_authenticated:
        request.session.set_expiry(AN_HOUR)
    return True


def kept(request: HttpRequest, key: str) -> Act | None:
    data = request.session.get(KEPT, {}).get(key) if key else None
    return Act(**data) if data else None


def drop(request: HttpRequest, act: Act) -> None:
    acts = request.session.get(KEPT, {})
    if acts.pop(act.key, None):
        request.session[KEPT] = acts


def sign(act: Act) -> str:
    return signing.dumps(asdict(act), salt=SALT, compress=True)


def signed_for(request: HttpRequest, text: str) -> Act | None:
    act = signed(text)
    return act and replace(act, is_pressed=came_from_here(request))


def came_from_here(request: HttpRequest) -> bool:
    """Did the visitor come from a page of ours that is not a sign-in page?

    Forms of the sign-in pages pass this on in their field PRESSED. For a link the headers Referer and Sec-Fetch-Site
    say it; a redirect changes neither. Without TLS browsers omit Sec-Fetch-Site.
    """
    if request.method == "POST":
        return PRESSED in request.POST
    is_same_site = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    return is_same_site and bool(local_path(request, request.headers.get("Referer", "")))


def signed(text: str) -> Act | None:
    try:
        return Act(**signing.loads(text, salt=SALT, max_age=24 * AN_HOUR)) if text else None
    except signing.BadSignature:
        return None


def where_from(request: HttpRequest) -> str:
    """Return the page of this site that sent the request; "/" when the browser doesn't say."""
    return local_path(request, request.headers.get("Referer", "")) or "/"


def local_path(request: HttpRequest, address: str) -> str:
    """Return `address` as a path on this site; empty if it leads elsewhere, or to the sign-in pages."""
    path = path_on_site(request, address)
    return "" if path.startswith(reverse("sign_in")) else path


def back_to(request: HttpRequest, address: str, anchor: str = "") -> HttpResponse:
    """Redirect to the page of this site that had the button, else to `address`."""
    return redirect((local_path(request, request.headers.get("Referer", "")) or address) + anchor)
