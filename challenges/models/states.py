"""The choices of a question, and the exceptions of its verbs."""

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext_lazy as _

from labs.models import RoleKind


class Asker(models.TextChoices):
    """Who asks. Only the municipality says how much influence people have: it decides something."""

    NEIGHBOURS = "neighbours", _("Question of the neighbourhood")
    MUNICIPALITY = "municipality", _("Question of the municipality")


class State(models.TextChoices):
    """A draft is only the municipality's. Whoever wants to withdraw a question deletes it, so that is no state."""

    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class Level(models.TextChoices):
    """How much influence people have, from little to much: the official word, and what it means."""

    INFORM = "inform", _("You will hear about it: we tell you what happens.")
    CONSULT = "consult", _("Your opinion counts: we tell you what we do with it.")
    ADVISE = "advise", _("You give advice: we follow it, or explain why not.")
    COPRODUCE = "coproduce", _("We make it together: from the start to a plan.")
    DECIDE = "decide", _("You decide with us: within limits that we name beforehand.")
    SELF = "self", _("You do it yourselves: the municipality helps or lets go.")


OFFICIAL = {
    Level.INFORM: _("informing"),
    Level.CONSULT: _("consulting"),
    Level.ADVISE: _("advising"),
    Level.COPRODUCE: _("coproducing"),
    Level.DECIDE: _("deciding together"),
    Level.SELF: _("doing it yourselves"),
}
PROMISED = ("background", "fixed", "decides", "level", "promise")  # what the municipality must say before it asks
KEEPERS = frozenset({RoleKind.STADMAKER, RoleKind.CONNECTOR})  # of a question whose author left


class ChallengeClosed(PermissionDenied):
    """The question takes this no longer. If only the lock shows that, nothing is written."""


class ChallengeAnswered(Exception):
    """Ideas answer the question, so it can't be withdrawn any more: it can be closed."""
