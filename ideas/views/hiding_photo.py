"""Pages for moderators to hide the photo of an idea alone, and to put it back, with a reason."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.translation import gettext as _

from ideas import rules
from ideas.forms.hiding import HidePhotoForm
from ideas.models import IdeaPhoto
from ideas.views.found import find_idea
from ideas.views.hiding import hide_page, read_or_post, restore_page
from labs.decorators import MemberRequest, member_required


@read_or_post
@member_required
def photo_hide(request: MemberRequest, pk: int) -> HttpResponse:
    photo = to_decide(request, pk)
    return hide_page(request, photo, HidePhotoForm, "ideas/photo_hide.html", lambda: facts_of(photo))


@read_or_post
@member_required
def photo_restore(request: MemberRequest, pk: int) -> HttpResponse:
    photo = to_decide(request, pk)
    done = _("People can see this photo again.")
    return restore_page(request, photo, "ideas/photo_restore.html", lambda: facts_of(photo), done)


def to_decide(request: MemberRequest, pk: int) -> IdeaPhoto:
    idea = find_idea(request, pk)
    if not rules.can_hide(request.member, idea):
        raise PermissionDenied
    return IdeaPhoto(idea)


def facts_of(photo: IdeaPhoto) -> dict[str, Any]:
    return {"idea": photo.idea, "hiding": photo.standing()}
