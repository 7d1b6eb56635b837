"""What the municipality does at something that residents began."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stance(models.TextChoices):
    """The choices of *Wat doet de gemeente hier?*, set by a civil_servant. Empty: nobody said it yet."""

    ASIDE = "aside", _("stands aside")
    HELPS = "helps", _("helps")
    JOINS = "joins", _("takes part")
    DECIDES = "decides", _("decides")
