"""Find objects that this person may see, so that an invisible and a missing one give the same 404."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from events import rules
from events.models import Gathering
from labs.decorators import LabRequest, lab_page


def find_gathering(request: LabRequest, pk: int) -> Gathering:
    """Return the gathering with all data of its page, if this member may read it."""
    gathering = find_page(request, pk)
    if not rules.can_read(request.member, gathering):
        raise Http404
    return gathering


def find_page(request: LabRequest, pk: int) -> Gathering:
    """Return the gathering, also a hidden one: its page is a tombstone, with the seats of who comes."""
    gathering = get_object_or_404(Gathering.objects.visible_to(request.member).with_page(), pk=pk)
    gathering.lab = request.lab
    return gathering


@lab_page
def back_to_gathering(request: LabRequest, pk: int, **_more: Any) -> HttpResponse:
    """The GET of a button's URL: redirect to the gathering."""
    return redirect(find_gathering(request, pk))
