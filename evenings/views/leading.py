"""Lead an evening from a phone: the next step, the clock; and the big screen."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from common import clock
from common.http import wants_part
from evenings import rules
from evenings.forms.leading import PressForm
from evenings.models import Evening
from evenings.showing import facts_of
from evenings.views.doors import open_for, open_to, participant_at
from ideas.models import Moved
from labs.decorators import LabRequest, lab_page
from realtime.topics import cursor

read_or_post = require_http_methods(["GET", "HEAD", "POST"])
ROOMS = {"donker": "dark", "licht": "light"}


@never_cache
@read_or_post
@lab_page
@open_for(rules.may_lead)
def live_lead(request: LabRequest, evening: Evening, now: datetime) -> HttpResponse:
    """Show the page to lead it; a POST is a press of one of its buttons. For anybody else there is no such page."""
    if request.method != "POST":
        return lead_page(request, evening, now)
    form = PressForm(request.POST)
    if not form.is_valid():
        return lead_page(request, evening, now, 422, _("This button doesn't work. Press it again."))
    try:
        done = press(evening, form, now)
    except Moved:
        words = _("Somebody else pressed a button just now. This is how it is: look, and press again if you want.")
        return lead_page(request, reread(evening), now, 409, words)
    note = _("Everything fits before the end, so nothing is shortened.") if not done and is_shorten(form) else ""
    if wants_part(request):
        context = context_of(reread(evening), clock.now(), note) | {"sign": "info-circle"}
        return render(request, "evenings/_lead_again.html", context)
    if note:
        messages.info(request, note)
    return redirect("live_lead", lab_slug=request.lab.slug, code=evening.code)


def is_shorten(form: PressForm) -> bool:
    return form.cleaned_data["do"] == "shorten"


def press(evening: Evening, form: PressForm, now: datetime) -> bool:
    """Do what the button says; return False if that changed nothing. Raises Moved, EveningClosed."""
    do, seen = form.cleaned_data["do"], form.cleaned_data["seen"]
    match do:
        case "go" | "back":
            return evening.go(form.cleaned_data["to" if do == "go" else "back"] or None, seen, now)
        case "start":
            return evening.start(seen, now)
        case "pause":
            return evening.pause(seen, now)
        case "more":
            return evening.give_more(seen, now)
        case _:
            return evening.shorten(seen, now)


def reread(evening: Evening) -> Evening:
    return Evening.objects.with_page().get(pk=evening.pk)


def context_of(evening: Evening, now: datetime, trouble: str = "") -> dict[str, Any]:
    return facts_of(evening) | {"after": cursor(evening), "now": now, "trouble": trouble}


def lead_page(
    request: LabRequest, evening: Evening, now: datetime, status: int = 200, trouble: str = ""
) -> HttpResponse:
    context = context_of(evening, now, trouble) | {"organises": rules.can_lead(request.member, evening.gathering)}
    return render(request, "evenings/lead.html", context, status=status)


@never_cache
@require_safe
@lab_page
def live_screen(request: LabRequest, code: str) -> HttpResponse:
    """Show the big screen to who leads it or helps, and to who is in; another computer asks to be it."""
    now = clock.now()
    evening = open_to(request, code, now, rules.may_help)
    if evening is None and (participant := participant_at(request, code, now)):
        evening = reread(participant.evening)
    if evening is None:
        return redirect("live_ask", lab_slug=request.lab.slug)
    context = context_of(evening, now)
    if room := ROOMS.get(request.GET.get("zaal", "")):
        context["scheme"] = room
    return render(request, "evenings/screen.html", context)
