"""Error pages: each says what to do, in the reader's language.

They never query the database, so that they also work when the database is what failed.
"""

import errno
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.intent import Act, ActTooLarge, where_from
from common.http import GetResponse, wants_part
from common.preferences import cookie_scheme
from front import reach
from ideas.models import Idea, IdeaClosed, TalkClosed
from labs.decorators import LabRequest, enter
from labs.models import MayNotDecide, Paused


class Trouble(NamedTuple):
    """An error page: its status, its text, and the key of its cover image."""

    status: int
    title: str | Promise
    text: str | Promise
    cover: str

    @property
    def words(self) -> str:
        return f"{self.title}. {self.text}"


BAD_REQUEST = Trouble(
    400,
    _("We do not understand this"),
    _("Something is wrong in the address or the form. Go back and try again."),
    "400",
)
TOO_LARGE = Trouble(
    413,
    _("This is too much at once"),
    _("Nothing was saved. Go back: what you typed is usually still there. Make it shorter, or take a smaller photo."),
    "400",
)
FORBIDDEN = Trouble(
    403,
    _("This door is closed for now"),
    _("This is not possible now, or only in another role. Is that a mistake? Ask the people who run the lab."),
    "403",
)
SET_LOCK = Trouble(
    403,
    _("Put your extra lock on first"),
    _("What you do here in your role needs the extra lock: a code of an app on your phone. It takes two minutes."),
    "403",
)
TYPE_CODE = Trouble(
    403,
    _("Type the code of your extra lock first"),
    _("On this device you signed in with only the code from your email. What you do in your role needs both."),
    "403",
)
RESTS = Trouble(
    403,
    _("You are not taking part for some days, until %(day)s"),
    _("Reason: %(reason)s. You can read, and stop what you began: coming, support, mails. Nothing was sent."),
    "403",
)
CLOSED = Trouble(
    403,
    _("This is no longer possible"),
    _("The idea is closed: finished, taken back, or from an earlier round. At the idea you read how things stand."),
    "403",
)
TALK_CLOSED = CLOSED._replace(
    title=_("This conversation is closed"),
    text=_("A moderator closed it. At the idea you read why."),
)
HIDDEN = CLOSED._replace(text=_("A moderator hid this idea. At the idea you read why."))
STALE_FORM = Trouble(
    403,
    _("This page was open for too long"),
    _("Go back and load the page again. Then try once more. Are cookies switched off? Allow them for this site."),
    "csrf",
)
SEND_AGAIN = STALE_FORM._replace(
    text=_("Nothing is lost: send it once more. Are cookies switched off? Then allow them for this site first.")
)
NOT_FOUND = Trouble(
    404,
    _("There is nothing on this wall"),
    _("The page is gone, or it was never here. Maybe you can find it through the ideas."),
    "404",
)
NO_LAB = NOT_FOUND._replace(
    text=_("The page is gone, or it was never here. Maybe you can find it through one of the labs.")
)
NOT_SENT = NOT_FOUND._replace(
    title=_("This is not here any more"),
    text=_("It was hidden or taken back while you were busy, or it was never here. Nothing was sent."),
)
TOO_MUCH = Trouble(
    429,
    _("That is a lot at once"),
    _("Many files or searches were asked from your connection. Wait a minute and try again."),
    "503",
)
BROKEN = Trouble(
    500,
    _("Something broke on our side"),
    _("It is not your fault. Go back: what you typed is usually still there. Then try again."),
    "500",
)
BUSY = Trouble(
    503,
    _("We are out of reach for a moment"),
    _("Wait a minute and try again. Did you type something? Go back: it is usually still there."),
    "503",
)
PLAIN = "Er ging iets mis. Probeer het zo nog eens. / Something went wrong. Please try again in a moment."


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, TOO_LARGE if isinstance(exception, (RequestDataTooBig, ActTooLarge)) else BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, IdeaClosed):
        idea = exception.args[0]
        if isinstance(exception, TalkClosed):
            return page(request, TALK_CLOSED, idea=idea)
        is_hidden = Idea.objects.filter(pk=idea.pk, is_hidden=True).exists()
        return page(request, HIDDEN if is_hidden else CLOSED, idea=idea)
    if isinstance(exception, Paused):
        pause = exception.pause
        rests = RESTS._replace(
            title=RESTS.title % {"day": pause.day}, text=RESTS.text % {"reason": pause.get_reason_display()}
        )
        return page(request, rests, pause=pause)
    if isinstance(exception, MayNotDecide):
        return page(request, FORBIDDEN._replace(text=exception.words))
    asks = factor_asks(request)
    if asks:
        return page(request, TYPE_CODE if asks == "code" else SET_LOCK, lock=asks, lock_next=page_of(request))
    return page(request, FORBIDDEN)


def factor_asks(request: HttpRequest) -> str:
    """Return what a person must do before their roles of staff count here: "code" or "set"; or ""."""
    member = getattr(request, "member", None)
    return member.factor_asks if member is not None and member.withheld else ""


def page_of(request: HttpRequest) -> str:
    """Return the page to come back to: this one, or the one that had the pressed button."""
    return request.get_full_path() if request.method == "GET" else where_from(request)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Show the error page of a wrong CSRF token, with a button that sends the form again.

    The usual cause is a sign-in in another tab.
    """
    # A form can't be filled with a file
    may_send = not wants_part(request) and bool(sent(request)) and not request.FILES
    return page(request, SEND_AGAIN if may_send else STALE_FORM, may_send=may_send)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if sent(request):
        return page(request, NOT_SENT)
    lock = {"lock": factor_asks(request), "lock_next": page_of(request), "lock_may_help": True}
    return page(request, NOT_FOUND if hasattr(request, "lab") else NO_LAB, **lock)


def too_much(request: HttpRequest, seconds: int) -> HttpResponse:
    """The response to an address that used up its share of expensive requests (common/turns.py), with Retry-After."""
    response = page(request, TOO_MUCH)
    response.headers["Retry-After"] = str(seconds)
    return response


def find_lab(request: LabRequest) -> None:
    """Set `request.lab` from the URL when no view did, so that the page has the lab's design."""
    slug = request.resolver_match and request.resolver_match.kwargs.get("lab_slug")
    if slug and not hasattr(request, "lab"):
        with suppress(Http404):
            enter(request, slug)


def page_for_presses(get_response: GetResponse) -> Callable[[LabRequest], HttpResponseBase]:
    """Middleware: show a "not found" page for a GET of a URL that only accepts POST."""

    def middleware(request: LabRequest) -> HttpResponseBase:
        response = get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and request.method == "GET":
            find_lab(request)
            response.content = not_found(request).content
        return response

    return middleware


def server_error(request: HttpRequest) -> HttpResponse:
    """Return 500, or 503 when the database or disk is unavailable. Never raises, whatever is broken."""
    error = sys.exc_info()[1]
    reach.note(error)
    trouble = BUSY if is_out_of_reach(error) else BROKEN
    try:
        response = page(request, trouble)
    except Exception:  # noqa: BLE001  the page itself fails: plain text is better than nothing
        response = HttpResponse(PLAIN, content_type="text/plain; charset=utf-8", status=trouble.status)
    if trouble is BUSY:
        response.headers["Retry-After"] = "30"
    return response


def is_out_of_reach(error: BaseException | None) -> bool:
    if isinstance(error, OSError):
        return error.errno == errno.ENOSPC
    return isinstance(error, (OperationalError, InterfaceError))


def sent(request: HttpRequest) -> Act | None:
    """Return the fields that a page of ours posted, according to the browser; None for a post from another site."""
    if request.method != "POST" or request.headers.get("origin") not in settings.PUBLIC_ORIGINS:
        return None
    try:
        fields = request.POST.copy()
    except (SuspiciousOperation, MultiPartParserError, OSError):  # too large, or interrupted
        return None
    fields.pop("csrfmiddlewaretoken", None)
    return Act("", request.get_full_path(), fields.urlencode(), "")


def page(request: HttpRequest, trouble: Trouble, **more: Any) -> HttpResponse:
    """Render the whole page, with the typed text to copy; for a fragment only a short message."""
    context = {"trouble": trouble, "bare": True, "scheme": cookie_scheme(request), "act": sent(request), **more}
    template = "front/error.html#remark" if wants_part(request) else "front/error.html"
    return render(request, template, context, status=trouble.status)
