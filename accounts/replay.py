"""Do the act that somebody began before they signed in."""

import copy
import logging
from urllib.parse import unquote

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import resolve
from django.utils.datastructures import MultiValueDict

from accounts.acts import describe
from accounts.around import stay_at
from accounts.intent import Act, drop

log = logging.getLogger(__name__)
DONE, MOST_REMEMBERED = "acts_done", 20


def perform(request: HttpRequest, act: Act) -> HttpResponse:
    """Do `act` as `request.user`, once per session; return the response of its view.

    If the view refuses it (closed, no right, gone), return a page that says so and shows the typed text. After a
    server error that page also has a button to try again.
    """
    done = request.session.get(DONE, [])
    if act.key in done:
        return redirect(act.back)
    request.session[DONE] = [*done, act.key][-MOST_REMEMBERED:]
    drop(request, act)
    try:
        response = replay(request, act)
    except (PermissionDenied, Http404):
        return not_done(request, act, 403)
    except Exception:  # a 5xx would undo the sign-in, and lose the typed text
        log.exception("replay of a POST to %s failed", act.path)
        return not_done(request, act, 409)
    return not_done(request, act, 403) if response.status_code == 405 else response


def not_done(request: HttpRequest, act: Act, status: int) -> HttpResponse:
    stay_at(request, act.path)
    context = {"act": act, "told": describe(act), "may_try": status != 403, "is_broken": status == 409}
    return render(request, "accounts/not_done.html", context, status=status)


def replay(request: HttpRequest, act: Act) -> HttpResponse:
    """Call the view of `act.path`. Its CSRF token was checked when it was first sent, or we signed the act."""
    again = as_post(request, act)
    match = again.resolver_match = resolve(again.path)
    return match.func(again, *match.args, **match.kwargs)


def as_post(request: HttpRequest, act: Act) -> HttpRequest:
    """Return a copy of `request` with the same user and session, as if a plain form posted `act`."""
    path, _mark, query = act.path.partition("?")
    path = unquote(path)
    again = copy.copy(request)
    again.META = {name: value for name, value in request.META.items() if not name.startswith("HTTP_HX_")} | {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "HTTP_REFERER": request.build_absolute_uri(act.back),
    }
    vars(again).pop("headers", None)  # cached from the old META
    again.method, again.path, again.path_info = "POST", path, path
    again.GET = QueryDict(query)
    again.user = request.user
    vars(again).update(
        _post=QueryDict(act.fields),
        _files=MultiValueDict(),
        _body=act.fields.encode(),
        _dont_enforce_csrf_checks=True,
    )
    return again
