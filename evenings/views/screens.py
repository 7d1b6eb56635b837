"""A computer asks to be the big screen of an evening, and who leads lets it in.

The computer keeps the key of its question in a cookie of its own, so that it stays who it was until it is let in.
"""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.signing import BadSignature, Signer
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from common import clock, rate_limits
from common.network import network_of
from evenings import rules
from evenings.forms.helping import AnswerAskForm, AskForm
from evenings.models import Evening, ScreenAsk
from evenings.models.screen_ask import WAITS, TooManyScreens
from evenings.topics import HELPER
from evenings.views.doors import open_for
from evenings.views.walk_in import TICKET_SECONDS
from labs.decorators import LabRequest, lab_page
from realtime import tickets
from realtime.tickets import Ticket

read_or_post = require_http_methods(["GET", "HEAD", "POST"])
COOKIE, SALT = "screen_ask", "evenings.screen_ask"


@never_cache
@read_or_post
@lab_page
def live_ask(request: LabRequest) -> HttpResponse:
    """Let a computer ask to be the big screen. It shows two words and waits: it asks for this page again."""
    now, ask = clock.now(), ask_of(request)
    if request.method == "POST":
        return ask_now(request, ask, now)
    if ask and ask.helper:
        return become_screen(request, ask)
    return ask_page(request, AskForm(), ask, now)


def ask_now(request: LabRequest, ask: ScreenAsk | None, now: datetime) -> HttpResponse:
    if ask and ask.waits(now):
        return redirect("live_ask", lab_slug=request.lab.slug)
    form = AskForm(request.POST)
    if not form.is_valid():
        return ask_page(request, form, ask, now, 422)
    if not rate_limits.allow("screen_ask", network_of(request)):
        form.add_error(None, _("This computer asked often. Wait ten minutes, or ask the discussion leader for help."))
        return ask_page(request, form, ask, now, 429)
    try:
        asked = ScreenAsk.ask(request.lab, form.cleaned_data["key"], now)
    except TooManyScreens:
        form.add_error(None, _("Several screens wait already. Ask the discussion leader to answer those first."))
        return ask_page(request, form, ask, now, 429)
    response = redirect("live_ask", lab_slug=request.lab.slug)
    response.set_cookie(
        COOKIE,
        Signer(salt=SALT).sign(str(asked.key)),
        max_age=int(WAITS.total_seconds()) + 60,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def ask_of(request: LabRequest) -> ScreenAsk | None:
    """Return what this computer asked in this lab."""
    try:
        key = UUID(Signer(salt=SALT).unsign(request.COOKIES.get(COOKIE, "")[:200]))
    except (BadSignature, ValueError):
        return None
    return ScreenAsk.objects.filter(lab=request.lab, key=key).select_related("helper__evening", "lab").first()


def become_screen(request: LabRequest, ask: ScreenAsk) -> HttpResponse:
    helper = ask.helper
    assert helper is not None
    response = redirect("live_screen", lab_slug=request.lab.slug, code=helper.evening.code)
    tickets.give(response, Ticket(HELPER, helper.pk), TICKET_SECONDS)
    response.delete_cookie(COOKIE)
    return response


def ask_page(
    request: LabRequest, form: AskForm, ask: ScreenAsk | None, now: datetime, status: int = 200
) -> HttpResponse:
    waits = ask is not None and ask.waits(now)
    context = {"form": form, "ask": ask, "waits": waits, "asked_before": COOKIE in request.COOKIES and not waits}
    return render(request, "evenings/ask.html", context, status=status)


@never_cache
@read_or_post
@lab_page
@open_for(rules.may_lead)
def live_ask_answer(request: LabRequest, evening: Evening, now: datetime, ask_pk: int) -> HttpResponse:
    """Ask who leads whether this is a screen in the room; a POST lets it in or refuses it."""
    ask = ScreenAsk.objects.filter(lab=request.lab, pk=ask_pk).select_related("lab").first()
    if ask is None or not ask.waits(now):
        if not (ask and ask.helper_id):
            messages.info(request, _("This screen doesn't ask any more."))
        return redirect("live_lead", lab_slug=request.lab.slug, code=evening.code)
    form = AnswerAskForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        context = {"evening": evening, "gathering": evening.gathering, "ask": ask, "form": form}
        return render(request, "evenings/ask_answer.html", context, status=422 if form.is_bound else 200)
    answer(request, evening, ask, form.cleaned_data["do"], now)
    return redirect("live_lead", lab_slug=request.lab.slug, code=evening.code)


def answer(request: LabRequest, evening: Evening, ask: ScreenAsk, do: str, now: datetime) -> None:
    """Let the screen in, or refuse it. Raises EveningClosed."""
    if do == "yes" and ask.let_in(evening, now):
        messages.success(
            request, _("The screen %(word)s is in. It shows the evening in a moment.") % {"word": ask.said}
        )
    if do == "no" and ask.refuse(now):
        messages.success(request, _("The screen %(word)s is refused.") % {"word": ask.said})
