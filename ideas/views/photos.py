"""The photo of an idea, for people who may see the idea."""

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from common import turns
from common.uploads import picture
from ideas import rules
from ideas.models import Idea, IdeaPhoto
from labs.decorators import LabRequest, lab_page


@turns.photo
@require_safe
@lab_page
def idea_photo(request: LabRequest, pk: int, name: str) -> HttpResponseBase:
    """Serve the photo of an idea. Each request checks the idea: the photo of a hidden one is hidden too.

    A photo that is hidden alone is for moderators and its author.
    """
    idea = get_object_or_404(Idea.objects.visible_to(request.member), pk=pk)
    if idea.photo and idea.photo_name == name:
        return picture(request, idea.photo)
    may_see = request.member.moderates or rules.is_author(request.member, idea)
    hiding = IdeaPhoto(idea).standing() if may_see else None
    if hiding is None or hiding.photo_name != name:
        raise Http404
    return picture(request, hiding.photo)
