"""Photos that people send: taken in and made safe, kept while a form is being filled in, shown."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from common.models import Upload
from common.network import network_of
from common.photos import PhotoRefused, safe_copy
from common.rate_limits import allow


def take_in(request: HttpRequest) -> tuple[QueryDict, str]:
    """The posted fields, in which a chosen photo has become the token of an Upload; and what was wrong with it."""
    data, photo = request.POST.copy(), request.FILES.get("photo")
    if photo is None:
        return data, ""
    person = request.user.pk
    if not (allow("photo", person) if person else allow("photo_here", network_of(request))):
        return data, _("That is a lot of photos in a short time. Wait an hour, or send the idea without one.")
    try:
        upload = Upload.keep(safe_copy(photo, photo.size or 0))
    except PhotoRefused as refused:
        return data, str(refused)
    data["upload"] = str(upload.token)
    return data, ""


def kept(token: Any) -> Upload | None:
    """The photo that a form already holds; None when there is none, or it was kept too long ago."""
    try:
        return Upload.objects.filter(token=token).first() if token else None
    except (ValidationError, ValueError):
        return None


@dataclass
class Photo:
    """A file for a thing; it goes again unless the thing took it."""

    name: str
    is_used: bool = False


@contextmanager
def own_copy(token: uuid.UUID | None, folder: str) -> Iterator[Photo]:
    """A copy of its own of the kept photo: the form may be sent again, and each idea or place has its file."""
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


def forget_photos() -> None:
    """Once a day: photos that were chosen and never posted go."""
    for upload in Upload.objects.forgotten():
        upload.discard()
