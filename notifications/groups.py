"""The groups of what people are told, each with its own setting for mails, and what most people want."""

from datetime import datetime, time, timedelta
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.times import day_of, wall_clock

DAILY_AT = time(17)  # local time
QUIET = timedelta(minutes=10)  # after a mail; what is told meanwhile is one mail


class Mail(TextChoices):
    NOW = "now", pgettext_lazy("mail", "at once")
    DAILY = "daily", pgettext_lazy("mail", "once a day")
    NEVER = "never", pgettext_lazy("mail", "not")


class Group(NamedTuple):
    """Kinds of notices with one setting. `mail` is what applies until a person chooses."""

    name: str  # in the database and in links of mails
    title: Promise
    about: Promise
    mail: Mail


ANSWERS = Group(
    "answers",
    _("Answers of the municipality"),
    _("To ideas that I take part in, or that wait for my answer"),
    Mail.NOW,
)
GATHERINGS = Group(
    "gatherings",
    _("Gatherings that I come to or asked to hear of"),
    _("We always mail at once when the time, the place or your seats change of one that you come to"),
    Mail.NOW,
)
ROLES = Group("roles", _("My roles"), _("When a lab gives me a role, or a colleague gives me work"), Mail.NOW)
REPLIES = Group(
    "replies",
    _("Comments and help"),
    _("Replies to me, and what people write or bring at ideas that I made, help with or asked to hear of"),
    Mail.DAILY,
)
IDEAS = Group("ideas", _("Ideas and questions that I take part in"), _("When something changes"), Mail.DAILY)
POSTED = Group(
    "posted", _("Places and labs that I follow"), _("New gatherings, and what changes at a place"), Mail.DAILY
)
GROUPS = {group.name: group for group in (ANSWERS, GATHERINGS, ROLES, REPLIES, IDEAS, POSTED)}


def due_of(wish: Mail, mailed_at: datetime | None, now: datetime) -> datetime | None:
    """Return when to mail what is told now; None: never. After a mail it is quiet for some minutes."""
    if wish == Mail.NEVER:
        return None
    if wish == Mail.DAILY:
        today = wall_clock(day_of(now), DAILY_AT)
        return today if now < today else wall_clock(day_of(now) + timedelta(days=1), DAILY_AT)
    return max(now, mailed_at + QUIET) if mailed_at else now
