"""Keep the list of the devices on which a person is signed in; sessions of staff end when nobody uses them.

The row of a device is read with its session, so it costs no query (stadslab/sessions.py).
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from django.contrib.auth import logout
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from accounts.browsers import names_of
from accounts.live import rights_changed
from accounts.models import Device, User
from common.http import GetResponse
from common.joins import ExtensionPoint

IDLE, EXACT = timedelta(hours=12), timedelta(minutes=5)
SEEN_BEFORE = "factor_seen"  # in sessions of before there were devices: seconds since 1970. They end within 60 days
STAFF: ExtensionPoint[Callable[[], QuerySet[User]]] = ExtensionPoint(
    "accounts.devices.STAFF",
    "A query of people who work for a lab: their sessions end after twelve hours without use.",
)


def note_devices(get_response: GetResponse) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware, after AuthenticationMiddleware: end an unused session of staff, and keep the row of the device."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            look(request, request.user)
        response = get_response(request)
        if request.user.is_authenticated:  # signed in just now
            begin(request, request.user)
        return response

    return middleware


def device_of(request: HttpRequest) -> Device | None:
    """Return the row of this session; None if somebody signs in just now. No query."""
    device = getattr(request.session, "device", None)
    return device if device and device.session_id == request.session.session_key else None


def look(request: HttpRequest, user: User) -> None:
    """Sign out whoever works for a lab and left this session unused for twelve hours; else store that it is used."""
    device, now = device_of(request), timezone.now()
    idle = now - (device.seen_at if device else seen_before(request, now))
    if idle > IDLE and works(user):
        logout(request)
        rights_changed()
    elif device is None:
        begin(request, user)
    elif idle > EXACT and is_by_a_person(request):
        Device.objects.filter(pk=device.pk, seen_at__lt=now - EXACT).update(seen_at=now)


def seen_before(request: HttpRequest, now: datetime) -> datetime:
    seconds = request.session.get(SEEN_BEFORE)
    return datetime.fromtimestamp(seconds, UTC) if seconds else now


def is_by_a_person(request: HttpRequest) -> bool:
    """Is this not an open page that refreshes itself?"""
    return request.method not in ("GET", "HEAD") or request.headers.get("Sec-Fetch-Dest") != "empty"


def begin(request: HttpRequest, user: User) -> None:
    """Store this device, unless its row exists. Of two first requests at the same time one does it."""
    session: Any = request.session  # has our SessionStore's `device`
    key, now = session.session_key, timezone.now()
    if device_of(request) or not key:
        return
    records = get_authentication_records(request, user)
    since = min((record["at"] for record in records if "at" in record), default=now.timestamp())
    browser, system = names_of(request.headers.get("User-Agent", ""))
    device = Device(session_id=key, user=user, browser=browser, system=system, seen_at=now)
    device.began_at = datetime.fromtimestamp(since, UTC)
    with suppress(IntegrityError), transaction.atomic():  # the other one, or this session has just ended
        device.save(force_insert=True)
    session.device = device


def devices_of(user: User) -> Iterable[Device]:
    """Return where this person is signed in, last used first."""
    return user.devices.alive().order_by("-seen_at", "-pk")


def works(user: User) -> bool:
    """Does this person work for a lab? Then their sessions end after twelve hours without use."""
    return any(staff().filter(pk=user.pk).exists() for staff in STAFF)


def end_unused() -> None:
    """End sessions of staff that nobody used for twelve hours, also those of open pages. A task of each minute."""
    unused = Device.objects.filter(seen_at__lt=timezone.now() - IDLE)
    ended = [unused.filter(user__in=staff()).sign_out() for staff in STAFF]
    if any(ended):
        rights_changed()
