"""Descriptions of acts at a place, shown to somebody who comes back from sign-in."""

from django.urls import ResolverMatch
from django.utils.translation import gettext_lazy as _

from accounts import acts
from places.models import Place

HOST = dict.fromkeys(["place_new", "place_edit", "place_close"], _("Change something about a place"))
FOLLOW = {
    "place_hearing": _("Be kept posted on a place"),
    "place_hearing_stop": _("Stop hearing of a place"),
}


def place_name(match: ResolverMatch) -> str:
    places = Place.objects.filter(lab__slug=match.kwargs.get("lab_slug"), pk=match.kwargs["pk"])
    return places.values_list("name", flat=True).first() or ""


WORDS = acts.words(HOST | FOLLOW, place_name)
