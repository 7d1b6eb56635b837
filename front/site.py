"""Pages of the whole site: the list of labs, our own texts, and files for machines."""

from datetime import timedelta

from django.conf import settings
from django.db.models import OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from common import turns
from front.counting import CountUpTo
from ideas.models import Idea
from labs.models import Lab

MOST = 1000  # ideas that are counted per lab
PLAIN = "text/plain; charset=utf-8"


@turns.home
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """List the labs, with three sentences on what a lab is."""
    count = CountUpTo(Idea.objects.shown().filter(lab=OuterRef("pk")), MOST)
    labs = Lab.objects.select_related("municipality").annotate(idea_count=count)
    return render(request, "front/home.html", {"labs": labs, "most": MOST})


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
        "Disallow: /live/",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type=PLAIN)


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    return redirect(static("stadslab/img/icon.svg"))
