"""What a shared link to the home of the site carries; its picture, and that of a lab."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.preferences import THEMES
from common.sharing.cards import Card, Shared, shared
from common.sharing.kept import share_picture
from common.turns import dear
from labs.decorators import LabRequest, lab_page
from labs.sharing import lab_card


def site_card() -> Card:
    question = _("What could happen near you?")
    return Card(title=question, above="Stadslab", theme=THEMES[0], key="stadslab", instead=question)


def site_tags() -> Shared:
    words = _("In a stadslab, neighbours, makers and the municipality work together on their own village or town.")
    return shared(site_card(), words, reverse("home"))


@dear()
@require_safe
@lab_page
def lab_picture(request: LabRequest, language: str) -> HttpResponseBase:
    return share_picture(request, language, lambda: lab_card(request.lab))


@dear()
@require_safe
def site_picture(request: HttpRequest, language: str) -> HttpResponseBase:
    return share_picture(request, language, site_card)
