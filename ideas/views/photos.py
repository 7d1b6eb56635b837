"""The photo of an idea, for people who may see the idea."""

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from common import turns
from common.uploads import picture
from ideas.models import Idea
from labs.decorators import LabRequest, lab_page


@turns.photo
@require_safe
@lab_page
def idea_photo(request: LabRequest, pk: int, name: str) -> HttpResponseBase:
    """Serve the photo of an idea. Each request checks the idea: the photo of a hidden one is hidden too."""
    idea = get_object_or_404(Idea.objects.visible_to(request.member), pk=pk)
    if not idea.photo or idea.photo_name != name:
        raise Http404
    return picture(request, idea.photo)
