"""What these pages are about: found through the person who asks, so "not yours" and "not there" are one answer."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from events.models import Gathering


def find_gathering(request: HttpRequest, pk: int) -> Gathering:
    """The gathering with all its page shows, if this member may see it: drafts only who makes gatherings."""
    gathering = get_object_or_404(Gathering.objects.visible_to(request.member).with_page(), pk=pk)  # type: ignore[attr-defined]
    gathering.lab = request.lab  # type: ignore[attr-defined]
    return gathering
