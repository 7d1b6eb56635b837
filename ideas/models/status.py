"""The statuses of an idea, and what its author wants to do."""

from datetime import date
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Status(models.TextChoices):
    """The status of an idea. The first five are open; the others close it, with a reason and a next step.

    WAITING stands in histories alone: an answer is owed beside any status (docs/decisions/0066).
    """

    NEW = "new", pgettext_lazy("status", "New")
    TALKING = "talking", _("We are talking about it")
    MEETING = "meeting", _("At a gathering")
    WAITING = "waiting", _("Waiting for an answer")
    DOING = "doing", _("People are working on it")
    DONE = "done", _("It worked")
    NOT_NOW = "not_now", _("Not now")
    REJECTED = "rejected", _("Will not happen")
    STOPPED = "stopped", _("Stopped")
    FORWARDED = "forwarded", _("Passed on")
    WITHDRAWN = "withdrawn", _("Withdrawn by its maker")


OPEN = (Status.NEW, Status.TALKING, Status.MEETING, Status.WAITING, Status.DOING)
BY_MUNICIPALITY = frozenset({Status.NOT_NOW, Status.REJECTED, Status.FORWARDED})  # answers (decision 0037)
CLOSED = tuple(status for status in Status if status not in OPEN)


class Meeting(NamedTuple):
    """A gathering that goes ahead, from its first to its last day: the status MEETING has one of these days."""

    title: str
    first_day: date
    last_day: date


class AuthorPlan(models.TextChoices):
    """What the author wants to do for the idea."""

    JOIN = "join", _("I'll take part")
    MAYBE = "maybe", _("Maybe")
    IDEA_ONLY = "idea_only", _("I am only sharing the idea")
