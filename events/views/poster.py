"""The poster of a gathering: A4, with a QR code of its page. No account, no script needed."""

from textwrap import shorten

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from common.http import address_of
from common.qr import qr
from common.sharing.kept import share_picture
from common.turns import dear
from events import sharing
from events.models import Gathering
from ideas.views.share import POSTER_LENGTH
from labs.decorators import LabRequest, lab_page


@dear()
@require_safe
@lab_page
def gathering_poster(request: LabRequest, pk: int) -> HttpResponse:
    """Show the poster. That of a draft is for organisers only; that of a cancelled gathering says so.

    A hidden one has none, for nobody.
    """
    found = Gathering.objects.visible_to(request.member).shown().with_card()
    gathering = get_object_or_404(found, pk=pk)
    address = address_of(gathering)
    context = {"gathering": gathering, "short_address": address.partition("://")[2], "qr": qr(address)}
    context["words"] = shorten(gathering.about, POSTER_LENGTH, placeholder="…")
    return render(request, "events/gathering_poster.html", context)


@dear()
@require_safe
@lab_page
def gathering_picture(request: LabRequest, pk: int, language: str) -> HttpResponseBase:
    """Draw the picture of a shared link. A draft has none, for nobody."""
    gathering = get_object_or_404(Gathering.objects.filter(lab=request.lab).public().with_card(), pk=pk)
    return share_picture(request, language, lambda: sharing.card(gathering))
