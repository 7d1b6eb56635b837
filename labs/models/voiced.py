"""Content that was written in a role."""

from typing import Any

from django.db import models

from labs.models.voices import RoleKind, Voice


class Voiced(models.Model):
    """Content written in a role. It stores the role, and the team or body, of that moment."""

    lab: Any  # where it was said; rows of an idea have a property instead

    voice_kind = models.CharField(max_length=20, choices=RoleKind.choices, default=RoleKind.RESIDENT)
    voice_label = models.CharField(max_length=60, blank=True)

    class Meta:
        abstract = True

    @property
    def voice(self) -> Voice:
        maker_word = self.lab.maker_word if self.voice_kind == RoleKind.STADMAKER else ""
        return Voice("", self.voice_kind, self.voice_label, maker_word)
