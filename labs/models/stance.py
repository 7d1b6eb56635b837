"""What the municipality does at something that residents began."""

from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stance(models.TextChoices):
    """The choices of *Wat doet de gemeente hier?*, set by a civil_servant. Empty: nobody said it yet.

    The labels go on after "The municipality".
    """

    ASIDE = "aside", _("stands aside")
    HELPS = "helps", _("helps")
    JOINS = "joins", _("takes part")
    DECIDES = "decides", _("decides")


class Step(NamedTuple):
    """One of the four, as a page shows all of them in a row."""

    words: str
    is_chosen: bool


def steps(stance: str) -> list[Step]:
    return [Step(str(one.label), one == stance) for one in Stance]
