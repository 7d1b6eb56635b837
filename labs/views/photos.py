"""Uploads of photos for an idea, a place or another thing: kept while its form is filled in."""

import uuid

from django.http import JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from common import turns
from common.models import Upload
from common.photos import NO_PHOTO
from common.uploads import picture, take_in
from labs.decorators import LabRequest, lab_page


@require_POST
@lab_page
def upload(request: LabRequest) -> JsonResponse:
    """Store a photo while the form is filled in; our script puts the returned token in the form."""
    data, trouble = take_in(request)
    token = data.get("upload")
    if trouble or not token:
        return JsonResponse({"trouble": trouble or str(NO_PHOTO)}, status=422)
    address = reverse("upload_photo", kwargs={"lab_slug": request.lab.slug, "token": token})
    return JsonResponse({"token": token, "address": address}, status=201)


@turns.photo
@require_safe
@lab_page
def upload_photo(request: LabRequest, token: uuid.UUID) -> HttpResponseBase:
    """Serve a photo that waits for its form; only the person who filled in that form knows the address."""
    upload = get_object_or_404(Upload, token=token)
    return picture(request, upload.photo)
