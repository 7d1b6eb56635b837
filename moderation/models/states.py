"""What a decision can be, and why one is refused."""

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext_lazy as _

from labs.models import HidingReason


class Decided(PermissionDenied):
    """Another moderator decided a moment ago, or the thing was hidden or removed meanwhile."""


class DecisionKind(models.TextChoices):
    """The kinds of decisions. Those in OUTCOMES end a case; the writer reads those in FOR_WRITER, with the reason."""

    NOTHING_WRONG = "nothing", _("Nothing wrong, it stays")
    HIDE = "hide", _("Hidden")
    ASK = "ask", _("The writer is asked to change it")
    PAUSE = "pause", _("The writer doesn't take part for some days")
    CLOSE = "close", _("The conversation is closed")
    GONE = "gone", _("The writer took it away")
    RESTORE = "restore", _("Put back")
    OPEN = "open", _("The conversation is open again")


class ReviewOutcome(models.TextChoices):
    """How a review ends: the decision is undone, or it stands."""

    RESTORE = "restore", _("Put back")
    HIDE = "hide", _("Hidden after all")
    END_PAUSE = "takes_part", _("They take part again")
    STAYS = "stays", _("Nothing has to be changed")
    OPEN_TALK = "open", _("The conversation is open again")
    CONFIRM = "confirm", _("The decision stands")
    GONE = "gone", _("Closed: there was nothing left to decide")


OUTCOMES = frozenset(
    {DecisionKind.NOTHING_WRONG, DecisionKind.HIDE, DecisionKind.PAUSE, DecisionKind.CLOSE, DecisionKind.GONE}
)
FOR_WRITER = frozenset({DecisionKind.HIDE, DecisionKind.ASK, DecisionKind.PAUSE, DecisionKind.CLOSE})
LATER = frozenset({DecisionKind.RESTORE, DecisionKind.OPEN})  # what undoes an outcome
# Of a neighbour to whom a case was handed: they decide about the words, and not about who takes part in that lab
FOR_NEIGHBOUR = frozenset({DecisionKind.NOTHING_WRONG, DecisionKind.HIDE, DecisionKind.ASK, DecisionKind.GONE})
URGENT = frozenset({HidingReason.PRIVACY, HidingReason.THREAT})  # moderators look at these first; see folding.py
