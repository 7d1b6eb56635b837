"""Share an idea: a poster on A4, words to share, the picture of a link. For every reader; no account, no script."""

from textwrap import shorten
from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from common.http import address_of
from common.qr import qr
from common.sharing.kept import share_picture
from common.turns import dear
from ideas import rules, sharing
from ideas.models import Idea
from ideas.views.found import find_idea
from labs.decorators import LabRequest, lab_page

POSTER_LENGTH, APP_LENGTH = 320, 240
AND_SO_ON = "\N{NO-BREAK SPACE}…"  # separate: after a whole sentence it would look like four dots


@dear()
@require_safe
@lab_page
def idea_poster(request: LabRequest, pk: int) -> HttpResponse:
    idea = shareable(request, pk)
    address = address_of(idea)
    context = {"idea": idea, "short_address": address.partition("://")[2], "qr": qr(address)}
    context["words"] = shorten(idea.opportunity, POSTER_LENGTH, placeholder=AND_SO_ON)
    return render(request, "ideas/tell_poster.html", context)


@dear()
@require_safe
@lab_page
def idea_share(request: LabRequest, pk: int) -> HttpResponse:
    idea = shareable(request, pk)
    facts = {"idea": idea, "lab": request.lab, "address": address_of(idea)}
    facts["words"] = shorten(idea.opportunity, APP_LENGTH, placeholder=AND_SO_ON)
    short = render_to_string("ideas/tell_short.txt", facts).strip()
    long = render_to_string("ideas/tell_long.txt", facts).strip()
    paper = long.replace("\n", "\r\n")
    links = {
        "whatsapp": f"https://wa.me/?text={quote(short, safe='')}",
        "mail": f"mailto:?subject={quote(idea.title, safe='')}&body={quote(paper, safe='')}",
    }
    return render(request, "ideas/tell_share.html", {"idea": idea, "short": short, "long": long, "links": links})


@dear()
@require_safe
@lab_page
def idea_picture(request: LabRequest, pk: int, language: str) -> HttpResponseBase:
    """Draw the picture of a shared link, with the idea's photo as it is now."""
    idea = shareable(request, pk)
    return share_picture(request, language, lambda: sharing.card(idea))


def shareable(request: LabRequest, pk: int) -> Idea:
    """Return the idea. Hidden, withdrawn or emptied: 404, also for people who may read it."""
    idea = find_idea(request, pk)
    if not rules.can_share(idea):
        raise Http404
    return idea
