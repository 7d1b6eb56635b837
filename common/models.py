"""The upload of a photo, before the form of an idea, a place or another thing is posted."""

import uuid
from datetime import timedelta

from django.core.files.base import ContentFile
from django.db import models

from common import clock

KEPT = timedelta(days=1)


class UploadQuerySet(models.QuerySet["Upload"]):
    def forgotten(self) -> "UploadQuerySet":
        """Return the uploads that are older than a day; their senders must choose the photo again."""
        return self.filter(created_at__lt=clock.now() - KEPT)


class Upload(models.Model):
    """A photo that was chosen but not yet posted; it survives an error in another field. Kept for a day."""

    token = models.UUIDField(default=uuid.uuid4, unique=True)
    photo = models.FileField(upload_to="uploads")
    created_at = models.DateTimeField(default=clock.now)

    objects = UploadQuerySet.as_manager()

    class Meta:
        db_table = "ideas_upload"  # see 0044

    def __str__(self) -> str:
        return str(self.token)

    @classmethod
    def keep(cls, picture: bytes) -> "Upload":
        """Store a picture that was made safe already, under a generated name."""
        token = uuid.uuid4()
        return cls.objects.create(token=token, photo=ContentFile(picture, f"{uuid.uuid4().hex}.webp"))

    def discard(self) -> None:
        """Delete the row and then the file: a photo without a row can't be found."""
        storage, name = self.photo.storage, self.photo.name or ""
        self.delete()
        storage.delete(name)
