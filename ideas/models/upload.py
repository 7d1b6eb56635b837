"""A photo on its way to an idea."""

import uuid

from django.core.files.base import ContentFile
from django.db import models

from realtime import clock


class Upload(models.Model):
    """A photo that was chosen but not yet posted: it survives an error at another field. Kept a day."""

    token = models.UUIDField(default=uuid.uuid4, unique=True)
    photo = models.FileField(upload_to="uploads")
    created_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return str(self.token)

    @classmethod
    def keep(cls, picture: bytes) -> "Upload":
        """Keep a picture that was made safe, under a name of our own."""
        token = uuid.uuid4()
        return cls.objects.create(token=token, photo=ContentFile(picture, f"{uuid.uuid4().hex}.webp"))
