"""Development pages: read the sent mails, sign in as a demo person with one press. Without DEBUG: always 404."""

import email
import email.policy
from functools import wraps
from pathlib import Path
from typing import Any, NamedTuple

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import proved
from accounts.intent import local_path
from accounts.models import User
from common.http import View

BETWEEN_MAILS = b"-" * 79
MOST_SHOWN = 100


class Letter(NamedTuple):
    name: str
    to: str
    subject: str
    date: str
    text: str


def in_development(view: View) -> View:
    @wraps(view)
    def only_in_development(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.DEBUG:
            raise Http404
        return view(request, *args, **kwargs)

    return never_cache(only_in_development)


def demo_people() -> Any:
    return User.objects.filter(memberships__lab__is_demo=True, is_active=True).exclude(name="").distinct()


@in_development
def people(request: HttpRequest) -> HttpResponse:
    found = demo_people().order_by("pk").prefetch_related("memberships__lab", "memberships__roles")
    return render(request, "accounts/dev_people.html", {"people": found})


@in_development
@require_http_methods(["GET", "POST"])
def enter_as(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign in as this demo person, and open their lab. Also by GET, for tools that open a page as somebody.

    It counts as the code from the mail and as the second factor.
    """
    user = get_object_or_404(demo_people(), pk=pk)
    get_adapter().login(request, user)
    request.session[proved.KEY] = proved.DOOR
    return redirect(local_path(request, request.GET.get("next", "")) or home_of(user).lab)


def home_of(user: User) -> Any:
    """Return the membership that is most typical of this person: one with a role, else the first."""
    held = user.memberships.select_related("lab").filter(lab__is_demo=True)
    return held.exclude(roles=None).order_by("pk").first() or held.order_by("pk").first()


@in_development
def mail_list(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/dev_mail.html", {"letters": letters()})


@in_development
def mail_detail(request: HttpRequest, name: str) -> HttpResponse:
    letter = next((letter for letter in letters() if letter.name == name), None)
    if letter is None:
        raise Http404
    return render(request, "accounts/dev_mail.html", {"letters": [letter], "is_one": True})


def letters() -> list[Letter]:
    """Return the mails that Django's file backend wrote, newest first."""
    folder = settings.MAILERS["default"].get("OPTIONS", {}).get("file_path")
    files = sorted(Path(folder).glob("*.log"), key=written_at, reverse=True)[:MOST_SHOWN] if folder else []
    return [letter for file in files for letter in reversed(list(read(file)))]


def written_at(file: Path) -> int:
    """Return the time of the last change in fractions of a second; the file name has whole seconds only."""
    return file.stat().st_mtime_ns


def read(file: Path) -> Any:
    for number, raw in enumerate(file.read_bytes().split(BETWEEN_MAILS)):
        if not raw.strip():
            continue
        mail = email.message_from_bytes(raw.lstrip(), policy=email.policy.default)
        body = mail.get_body(("plain",))
        text = body.get_content() if body else ""
        yield Letter(f"{file.stem}-{number}", str(mail["To"]), str(mail["Subject"]), str(mail["Date"]), text)
