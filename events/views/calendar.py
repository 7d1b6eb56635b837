"""Calendars to subscribe to: one gathering, a lab, and a person's own at a secret URL."""

from datetime import timedelta
from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import PersonRequest, signed_in
from common import clock
from common.http import origin
from common.turns import dear
from events.ics import PUBLISH, CalendarEntry, calendar, webcal
from events.models import Attendance, Gathering, PersonalCalendar
from events.models.hidden import only_folded
from labs.decorators import LabRequest, lab_page
from labs.models import Membership

LOOK_BACK = timedelta(days=365)  # how long a past gathering stays in a calendar


@dear()
@require_safe
@lab_page
def gathering_ics(request: LabRequest, pk: int) -> HttpResponse:
    """Return one gathering as a file, to keep or to send on. No drafts, and none without a date."""
    found = Gathering.objects.public().exclude(starts_at=None).filter(lab=request.lab).with_card()
    gathering = get_object_or_404(found, pk=pk)
    return feed(request, calendar(gathering.title, [CalendarEntry(gathering)]), f"bijeenkomst-{pk}")


@dear()
@require_safe
@lab_page
def lab_ics(request: LabRequest) -> HttpResponse:
    """Return the coming and cancelled gatherings of a lab, and those of the past year."""
    lab = request.lab
    found = Gathering.objects.public().filter(lab=lab, ends_at__gt=clock.now() - LOOK_BACK)
    name = f"{lab.lab_word.capitalize()} {lab.name}"
    address = origin() + reverse("lab_ics", kwargs={"lab_slug": lab.slug})
    entries = [CalendarEntry(one) for one in found.with_card().order_by("starts_at", "pk")]
    return feed(request, calendar(name, entries, address), f"{lab.slug}-agenda")


@dear()
@require_safe
def personal_ics(request: HttpRequest, token: str) -> HttpResponse:
    """Return the gatherings that its owner attends, waits for or organises, in all labs, in their language.

    Whoever has the secret URL may read it.
    """
    number, _dash, secret = token.partition("-")
    mine = PersonalCalendar.find(int(number), secret) if number.isdecimal() and len(number) < 10 else None
    if mine is None:
        raise Http404
    with translation.override(mine.user.language or "nl"):
        body = calendar(_("What I am going to"), entries_of(mine), address_of_calendar(mine))
    response = feed(request, body, "mijn-agenda")
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response


def entries_of(mine: PersonalCalendar) -> list[CalendarEntry]:
    """Return the gatherings that they attend, wait for or organise, once each; hidden ones too."""
    members = Membership.objects.filter(user=mine.user)
    parties = {party.gathering_id: party for party in Attendance.objects.filter(person__in=members).order_by("pk")}
    coming = {pk for pk, party in parties.items() if party.comes}
    organised = set(Gathering.objects.filter(organisers__in=members).values_list("pk", flat=True))
    found = Gathering.objects.announced().filter(pk__in=coming | organised)
    found = found.filter(ends_at__gt=clock.now() - LOOK_BACK)
    return [
        CalendarEntry(one, parties.get(one.pk), one.pk in organised, one.is_folded)
        for one in found.with_card().annotate(is_folded=only_folded("pk")).order_by("starts_at", "pk")
    ]


def address_of_calendar(mine: PersonalCalendar) -> str:
    return origin() + reverse("personal_ics", kwargs={"token": f"{mine.pk}-{mine.secret}"})


def feed(request: HttpRequest, body: bytes, name: str) -> HttpResponse:
    """Send a calendar. Phones poll it: a client that has it already gets 304."""
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
    if tag in request.headers.get("If-None-Match", ""):
        return HttpResponse(status=304, headers=headers)
    headers["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return HttpResponse(body, content_type=f"text/calendar; charset=utf-8; method={PUBLISH}", headers=headers)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def account_calendar(request: PersonRequest) -> HttpResponse:
    """Show the secret URL; POST creates or renews it. Reading a page never writes."""
    mine = PersonalCalendar.objects.filter(user=request.user).first()
    if request.method == "POST":
        mine, is_new = PersonalCalendar.objects.get_or_create(user=request.user)
        if not is_new:
            mine.renew()
        return redirect("account_calendar")
    address = address_of_calendar(mine) if mine else ""
    context = {"address": address, "webcal_address": webcal(address), "is_there": mine is not None}
    return render(request, "events/agenda_mine.html", context)
