"""The one list of reasons of moderators."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class HidingReason(models.TextChoices):
    """One list of reasons, for reports, decisions and the log. Not "untrue": a moderator does not judge truth."""

    ABUSE = "abuse", _("insults or belittles")
    THREAT = "threat", _("threatens")
    DISCRIMINATION = "discrimination", _("discriminates")
    PRIVACY = "privacy", _("private details of someone")
    ADVERTISING = "advertising", _("advertising")
    SPAM = "spam", _("repetition or spam")
    OFF_TOPIC = "off_topic", _("doesn't belong to this idea")
    CRIME = "crime", _("perhaps a criminal offence")


def reasons(is_of_idea: bool) -> list[tuple[str, Any]]:
    """Return the choices of a form: "doesn't belong to this idea" only for an idea, or for words at one."""
    return [choice for choice in HidingReason.choices if is_of_idea or choice[0] != HidingReason.OFF_TOPIC]
