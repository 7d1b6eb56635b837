"""Find objects that this person may see, so that an invisible and a missing one give the same 404."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from events.models import Gathering
from labs.decorators import LabRequest, lab_page


def find_gathering(request: LabRequest, pk: int) -> Gathering:
    """Return the gathering with all data of its page, or 404; a draft only for people who organise gatherings."""
    gathering = get_object_or_404(Gathering.objects.visible_to(request.member).with_page(), pk=pk)
    gathering.lab = request.lab
    return gathering


@lab_page
def back_to_gathering(request: LabRequest, pk: int, **_more: Any) -> HttpResponse:
    """The GET of a button's URL: redirect to the gathering."""
    return redirect(find_gathering(request, pk))
