"""The pages of a lab's places: where they are, when they are open, how to get in."""

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common import clock, turns, uploads
from common.sharing.kept import share_picture
from common.times import day_of
from labs.decorators import LabRequest, lab_page
from labs.sharing import page_tags
from places import rules, sharing, words
from places.hearing import hearing_of
from places.models import Place
from realtime.topics import cursor


@require_safe
@lab_page
def place_list(request: LabRequest) -> HttpResponse:
    """List the places, with at most 9 queries. Closed ones come last, and only for people who manage places."""
    lab, now = request.lab, clock.now()
    may_make = rules.can_make_place(request.member)
    places = lab.places.with_page() if may_make else lab.places.filter(is_closed=False).with_page()
    rows = [(place, words.open_words(place, now)) for place in places]
    context = {"rows": rows, "today": day_of(now), "may_make": may_make, "shared": page_tags(lab, _("Places"))}
    return render(request, "places/place_list.html", context)


@require_safe
@lab_page
def place_detail(request: LabRequest, pk: int) -> HttpResponse:
    place, now = find_place(request, pk), clock.now()
    after, today = cursor(place), day_of(now)
    stands_words = words.stands_words(place, today)
    context = {
        "place": place,
        "after": after,
        "today": today,
        "open_words": words.open_words(place, now),
        "is_open": place.opening_now(now) is not None,
        "stands_words": stands_words,
        "shared": sharing.tags(place, stands_words),
        "may_change": rules.can_change_place(request.member, place),
        "hearing": hearing_of(request, place),
    }
    return render(request, "places/place_detail.html", context)


@turns.photo
@require_safe
@lab_page
def place_photo(request: LabRequest, pk: int, name: str) -> HttpResponseBase:
    place = get_object_or_404(Place, lab=request.lab, pk=pk)
    if not place.photo or place.photo_name != name:
        raise Http404
    return uploads.picture(request, place.photo)


@turns.dear()
@require_safe
@lab_page
def place_picture(request: LabRequest, pk: int, language: str) -> HttpResponseBase:
    """Draw the picture of a shared link."""
    place = get_object_or_404(Place, lab=request.lab, pk=pk)
    place.lab = request.lab
    return share_picture(request, language, lambda: sharing.card(place))


def find_place(request: LabRequest, pk: int) -> Place:
    place: Place = get_object_or_404(Place.objects.with_page(), lab=request.lab, pk=pk)
    place.lab = request.lab
    return place


# Creating and changing
