"""Exceptions of the verbs of an answer."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

if TYPE_CHECKING:
    from ideas.models import Idea


class AskedBefore(PermissionDenied):
    """The maker of an idea asks for an answer once."""


class NotOwed(PermissionDenied):
    """This answer was given, or its idea is withdrawn or hidden: it gets no other date, and is not given again."""


class NoDraft(PermissionDenied):
    """Nobody kept a draft of this answer, or a colleague threw it away."""


class Incomplete(PermissionDenied):
    """This draft lacks what an answer must have, so nobody can approve it yet."""


class NotApproved(Exception):
    """The lab asks that an alderman approves this answer first, and nobody approved exactly these words."""


class Taken(Exception):
    """A colleague picked this up a moment ago."""


class NoDeputy(Exception):
    """This colleague can't do the work: they may not answer for the municipality (any more), or it is the same one."""


class Answered(Exception):
    """Of several ideas that get one answer, these got another one a moment ago, or can't get one any more."""

    def __init__(self, ideas: "list[Idea]") -> None:
        self.ideas = ideas


class Drafted(Exception):
    """Of several ideas that get one answer, these have a draft of a colleague since, which would go unseen."""

    def __init__(self, ideas: "list[Idea]") -> None:
        self.ideas = ideas
