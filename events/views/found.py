"""Find objects that this person may see, so that an invisible and a missing one give the same 404."""

from django.shortcuts import get_object_or_404

from events.models import Gathering
from labs.decorators import LabRequest


def find_gathering(request: LabRequest, pk: int) -> Gathering:
    """Return the gathering with all data of its page, if this member may see it: drafts only for organisers."""
    gathering = get_object_or_404(Gathering.objects.visible_to(request.member).with_page(), pk=pk)
    gathering.lab = request.lab
    return gathering
