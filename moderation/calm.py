"""Calm mode: for some days, everybody in a lab comments at one idea once an hour, and reads whom they can call.

The lab_admins choose the days and the person (`ModerationSettings`); it ends by itself, after its last day.
"""

from datetime import datetime, timedelta

from ideas.models import Idea, TooSoon
from labs.models import Membership
from moderation.models import ModerationSettings

BETWEEN = timedelta(hours=1)  # two comments of one person at one idea


def must_have_waited(idea: Idea, member: Membership, now: datetime) -> None:
    """Raise TooSoon if `member` commented at this idea less than an hour ago, and the lab is in calm mode.

    Call it with the idea locked. A comment that was removed counts too, and one that is only written down for somebody
    doesn't. Who leads conversations doesn't wait.
    """
    if member.facilitates:
        return
    theirs = idea.comments.filter(author=member, behalf=None, created_at__gt=now - BETWEEN)
    last = theirs.order_by("-created_at").values_list("created_at", flat=True).first()
    if last and ModerationSettings.objects.of(idea.lab).is_calm:
        raise TooSoon(last + BETWEEN)
