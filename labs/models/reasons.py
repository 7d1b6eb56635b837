"""The one list of reasons of moderators."""

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
