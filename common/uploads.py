"""Uploaded photos: made safe on arrival, kept while a form is filled in, served."""

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
from common.photos import HEIC, MOST_BYTES, NO_PHOTO, TOO_LARGE, TYPES, PhotoRefused, safe_copy
from common.rate_limits import allow

PHOTO_FIELD = {  # the attributes of a file field: what our script may send, and what it says otherwise
    "accept": TYPES,
    "data-most": MOST_BYTES,
    "data-too-large": TOO_LARGE,
    "data-unreadable": NO_PHOTO,
    "data-heic": HEIC,
}


def take_in(request: HttpRequest) -> tuple[QueryDict, str]:
    """Return the posted fields, with the token of a new Upload in place of the photo; and the error, if any."""
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
    """Return the Upload with this token; None if there is none, or if it was deleted after a day."""
    try:
        return Upload.objects.filter(token=token).first() if token else None
    except (ValidationError, ValueError):
        return None


@dataclass
class Photo:
    """A photo file; it is deleted again when no object uses it."""

    name: str
    is_used: bool = False


@contextmanager
def own_copy(token: uuid.UUID | None, folder: str) -> Iterator[Photo]:
    """Copy the kept photo to a new file, because the form may be sent again and each idea or place owns its file."""
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
    """Serve a photo; a browser may store it but must revalidate it. The file name changes when the picture changes."""
    tag = f'"{file.name.rpartition("/")[2]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "X-Content-Type-Options": "nosniff"}
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304, headers=headers)
    try:
        return FileResponse(file.open("rb"), content_type="image/webp", headers=headers)
    except FileNotFoundError:
        raise Http404 from None


def forget_photos() -> None:
    """Delete photos that were chosen and not posted within a day. A daily task."""
    for upload in Upload.objects.forgotten():
        upload.discard()
