"""What these pages are about: found through the person who asks, so "not yours" and "not there" are one answer."""

from django.shortcuts import get_object_or_404

from events.models import Gathering
from labs.decorators import LabRequest


def find_gathering(request: LabRequest, pk: int) -> Gathering:
    """The gathering with all its page shows, if this member may see it: drafts only who makes gatherings."""
    gathering = get_object_or_404(Gathering.objects.visible_to(request.member).with_page(), pk=pk)
    gathering.lab = request.lab
    return gathering
