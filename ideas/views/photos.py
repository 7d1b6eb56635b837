"""Photos of ideas: kept while a form is being filled in, and shown to who may see the idea."""

import uuid

from django.http import Http404, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from common import turns
from common.models import Upload
from common.photos import NO_PHOTO
from common.uploads import picture, take_in
from ideas.models import Idea
from labs.decorators import LabRequest, lab_page


@require_POST
@lab_page
def upload(request: LabRequest) -> JsonResponse:
    """Keep a photo while the form is still being filled in; to our script, which puts the token in the form."""
    data, trouble = take_in(request)
    token = data.get("upload")
    if trouble or not token:
        return JsonResponse({"trouble": trouble or str(NO_PHOTO)}, status=422)
    address = reverse("upload_photo", kwargs={"lab_slug": request.lab.slug, "token": token})
    return JsonResponse({"token": token, "address": address}, status=201)


@turns.photo
@require_safe
@lab_page
def idea_photo(request: LabRequest, pk: int, name: str) -> HttpResponseBase:
    """Only to who may see the idea, asked each time: hidden is hidden at this address too."""
    idea = get_object_or_404(Idea.objects.visible_to(request.member), pk=pk)
    if not idea.photo or idea.photo_name != name:
        raise Http404
    return picture(request, idea.photo)


@turns.photo
@require_safe
@lab_page
def upload_photo(request: LabRequest, token: uuid.UUID) -> HttpResponseBase:
    """A photo that waits for its idea: only who filled in the form knows this address."""
    upload = get_object_or_404(Upload, token=token)
    return picture(request, upload.photo)
