"""Pages of the whole site: its home, our own texts, and files for machines."""

from datetime import timedelta

from django.conf import settings
from django.db.models import OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from common import clock, turns
from events.models import Gathering, State
from front.counting import CountUpTo
from front.fresh import fresh, gone
from front.sharing import site_tags
from ideas.models import Idea
from labs.models import Lab
from places.models import Place
from places.spots import Spot, spots

MOST = 1000  # ideas that are counted per lab
NEXT_ONES = 4
PLAIN = "text/plain; charset=utf-8"


@turns.home
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the labs, with their next gathering and newest idea. At most ten queries for any number of labs."""
    now = clock.now()
    ideas, here = Idea.objects.shown().filter(lab=OuterRef("pk")), Gathering.objects.filter(lab=OuterRef("pk"))
    newest = ideas.filter(~gone(), source="").order_by("-created_at", "-pk").values("pk")[:1]
    labs = list(
        Lab.objects.select_related("municipality").annotate(
            idea_count=CountUpTo(ideas, MOST),
            newest_id=Subquery(newest),
            next_id=Subquery(here.going_on().coming(now).values("pk")[:1]),
            asked_id=Subquery(here.shown().filter(state=State.DATES).order_by("pk").values("pk")[:1]),
        )
    )
    first_ones = Gathering.objects.going_on().coming(now).values("pk")[:NEXT_ONES]
    of_labs = [lab.next_id or lab.asked_id for lab in labs]
    found = Gathering.objects.filter(Q(pk__in=first_ones) | Q(pk__in=of_labs)).with_card()
    ahead = list(found.order_by("-state", "starts_at", "pk")) if labs else []
    next_of = {gathering.pk: gathering for gathering in ahead}
    where: dict[int, Spot] = {}
    for spot in spots(Place.objects.filter(is_closed=False).with_hours() if labs else [], now):
        where.setdefault(spot.place.lab_id, spot)
    newest_ids = [lab.newest_id for lab in labs if lab.newest_id]
    context = {
        "rows": [(lab, where.get(lab.pk), next_of.get(lab.next_id or lab.asked_id)) for lab in labs],
        "most": MOST,
        "next_ones": [one for one in ahead if one.state == State.PUBLISHED][:NEXT_ONES],
        "fresh": fresh(newest_ids, labs) if newest_ids else [],
        "shared": site_tags(),
    }
    return render(request, "front/home.html", context)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return text(request, "accessibility", _("Accessibility"))


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return text(request, "privacy", _("Privacy"))


def text(request: HttpRequest, name: str, title: Promise) -> HttpResponse:
    """Show one of our own texts. Each is written as a whole in each language, not translated by sentence."""
    return render(request, "front/text.html", {"title": title, "text": f"texts/{name}.{get_language()}.html"})


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """RFC 9116: where to report a vulnerability. The file must expire within a year, so its date moves on daily."""
    expires = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=180)
    origin = settings.PUBLIC_ORIGINS[0]
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: nl, en",
        f"Canonical: {origin}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type=PLAIN)


@require_safe
def robots_txt(request: HttpRequest) -> HttpResponse:
    """Search engines may index everything, except pages for acts; pages of example labs send noindex themselves."""
    lines = [
        "User-agent: *",
        "Disallow: /weergave/",
        "Disallow: /inloggen/",
        "Disallow: /account/",
        "Disallow: /van-mij/",
        "Disallow: /live/",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type=PLAIN)


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    return redirect(static("stadslab/img/icon.svg"))
