"""The health of this process, for monitoring. It holds no secrets: anybody may ask."""

import time
from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db import Error, connection
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from common.life import sign_of_life
from front.site import PLAIN
from notifications.models import Notice, OutgoingMail
from realtime import doorbell, hub
from realtime import metrics as live

HUB_BEHIND = 5  # seconds
WORKER_SILENT = 3 * 60
MAIL_WAITS = timedelta(minutes=15)


@require_safe
@cache_control(no_store=True)
def health(request: HttpRequest) -> HttpResponse:
    """Return 200 and `gezond`, or 503 and a sentence for each failing part. `?kort` checks only the database.

    If live slows down clients that ask too much, the page says so, but it is not a failure.
    """
    is_short = "kort" in request.GET
    wrong = database_trouble() or ([] if is_short else [*live_trouble(), *worker_trouble()])
    lines = ["niet gezond" if wrong else "gezond", *wrong, *([] if is_short else live_remarks())]
    return HttpResponse("\n".join(lines) + "\n", content_type=PLAIN, status=503 if wrong else 200)


def database_trouble() -> list[str]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return [_("The database does not answer.")]
    return []


def live_trouble() -> Iterator[str]:
    if not doorbell.is_well():
        yield _("The doorbell (Redis) cannot be reached: changes come up to a second later.")
    if (late := hub.behind()) > HUB_BEHIND:
        yield _("Live is %(seconds)d seconds behind.") % {"seconds": late}
    if (late := hub.catching_up_for()) > HUB_BEHIND:
        yield _("Pages that come back have waited %(seconds)d seconds for what they missed.") % {"seconds": late}


def live_remarks() -> Iterator[str]:
    slowed, refused = hub.asking_too_much()
    if slowed or refused:
        words = _(
            "Live keeps off who asks too much. Waiting now: %(slowed)d. Turned away in the last minute: %(refused)d."
        )
        yield words % {"slowed": slowed, "refused": refused}


def worker_trouble() -> Iterator[str]:
    if not worker_lives():
        yield _("The worker has not been seen for minutes: email and scheduled work are not done.")
        return
    waiting = Notice.objects.filter(worked_at__lt=timezone.now() - MAIL_WAITS)
    if waiting.exclude(trouble="").exists():
        yield _("Some news can't be turned into email: the server's log says why.")
    elif waiting.exists():
        yield _("News has been waiting too long to be turned into email.")
    is_old = Q(written_at__lt=timezone.now() - MAIL_WAITS)
    if OutgoingMail.objects.never_failed().filter(is_old).exists():
        yield _("Work has been waiting for the worker for too long.")
    if OutgoingMail.objects.failing().filter(is_old).exists():
        yield _("No email gets out: the mail server is away or refuses. Each email is tried for two days.")


def worker_lives() -> bool:
    try:
        return time.time() - sign_of_life().stat().st_mtime < WORKER_SILENT
    except FileNotFoundError:
        return False


@require_safe
@cache_control(no_store=True)
def metrics(request: HttpRequest) -> HttpResponse:
    """Return the metrics of live in this process. 404 without METRICS_TOKEN, and for a request without that token."""
    shown = request.headers.get("Authorization", "")
    if not settings.METRICS_TOKEN or not constant_time_compare(shown, f"Bearer {settings.METRICS_TOKEN}"):
        raise Http404
    return HttpResponse(live.as_text(), content_type=live.CONTENT_TYPE)
