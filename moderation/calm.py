"""Calm mode: for some days, everybody in a lab comments at one idea once an hour, and reads whom they can call.

A moderator looks first at the first comment of somebody new; after a day it appears by itself. The lab_admins choose
the days and the person (`ModerationSettings`); it ends by itself, after its last day.
"""

from datetime import datetime, timedelta

from django.db.models import Max

from ideas.models import Comment, Idea, LooksFirst, TooSoon
from labs.models import Membership
from moderation.models import ModerationSettings
from moderation.models.flag import is_new_here

BETWEEN = timedelta(hours=1)  # two comments of one person at one idea


def must_have_waited(idea: Idea, member: Membership, now: datetime) -> None:
    """Raise TooSoon if `member` commented at this idea less than an hour ago, and the lab is in calm mode.

    Call it with the idea locked. A comment that was removed counts too, and one that is only written down for somebody
    doesn't; one that waited counts from when it was sent. Who leads conversations doesn't wait.
    """
    if member.facilitates:
        return
    since = now - BETWEEN
    theirs = idea.comments.filter(author=member, behalf=None, waited=None, created_at__gt=since)
    waited = idea.waiting_comments.filter(author=member, sent_at__gt=since)
    last = theirs.aggregate(last=Max("created_at"))["last"]
    if is_new_here(member, now):
        last = max(filter(None, [last, waited.aggregate(last=Max("sent_at"))["last"]]), default=None)
    if last and ModerationSettings.objects.of(idea.lab).is_calm:
        raise TooSoon(last + BETWEEN)


def must_be_looked_at(idea: Idea, member: Membership, now: datetime) -> None:
    """Raise LooksFirst if `member` is new here, no comment of theirs is shown in this lab, and it is in calm mode."""
    if not is_new_here(member, now) or Comment.objects.shown().filter(author=member).exists():
        return
    if ModerationSettings.objects.of(idea.lab).is_calm:
        raise LooksFirst
