"""Photos: taken in and made safe, kept while a form is being filled in, shown to who may see the idea."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from common import turns
from common.network import network_of
from common.photos import NO_PHOTO, PhotoRefused, safe_copy
from common.rate_limits import allow
from ideas.models import Idea, Upload
from labs.decorators import LabRequest, lab_page


def take_in(request: HttpRequest) -> tuple[QueryDict, str]:
    """The posted fields, in which a chosen photo has become the token of an Upload; and what was wrong with it."""
    data, photo = request.POST.copy(), request.FILES.get("photo")
    if photo is None:
        return data, ""
    who = request.user.pk if request.user.is_authenticated else network_of(request)
    if not allow("photo", who):
        return data, _("That is a lot of photos in a short time. Wait an hour, or send the idea without one.")
    try:
        upload = Upload.keep(safe_copy(photo, photo.size or 0))
    except PhotoRefused as refused:
        return data, str(refused)
    data["upload"] = str(upload.token)
    return data, ""


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


def kept(token: Any) -> Upload | None:
    """The photo that a form already holds; None when there is none, or it was kept too long ago."""
    try:
        return Upload.objects.filter(token=token).first() if token else None
    except (ValidationError, ValueError):
        return None


@dataclass
class Photo:
    """A file for an idea; it goes again unless the idea took it."""

    name: str
    is_used: bool = False


@contextmanager
def for_idea(token: uuid.UUID | None, folder: str = "ideas") -> Iterator[Photo]:
    """A copy of its own of the kept photo: the form may be sent again, and each idea (or place) has its file."""
    upload = kept(token)
    photo = Photo("")
    if upload:
        with upload.photo.open("rb") as file:
            photo.name = default_storage.save(f"{folder}/{uuid.uuid4().hex}.webp", ContentFile(file.read()))
    try:
        yield photo
    finally:
        if photo.name and not photo.is_used:
            default_storage.delete(photo.name)


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


def picture(request: HttpRequest, file: Any) -> HttpResponseBase:
    """May be kept, but is asked for again each time; the name changes when the picture does."""
    tag = f'"{file.name.rpartition("/")[2]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "X-Content-Type-Options": "nosniff"}
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304, headers=headers)
    try:
        return FileResponse(file.open("rb"), content_type="image/webp", headers=headers)
    except FileNotFoundError:
        raise Http404 from None
