"""The states of gatherings and parties, and the exceptions of their verbs."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from events.models.booking import Booking


class State(models.TextChoices):
    """The state of a gathering; only organisers see a draft. DATES: people say which date suits them."""

    DRAFT = "draft", _("Draft")
    DATES = "dates", _("Looking for a date")
    PUBLISHED = "published", pgettext_lazy("gathering", "Going ahead")
    CANCELLED = "cancelled", _("Cancelled")
    CLOSED = "closed", pgettext_lazy("gathering", "It is over")


NO_DATE_YET = (State.DRAFT, State.DATES, State.CANCELLED)  # these may have no date
CHANGEABLE = (State.DRAFT, State.DATES, State.PUBLISHED)


class Admission(models.TextChoices):
    """How people get in: just walk in, or with a reserved seat."""

    WALK_IN = "walk_in", _("Just walk in")
    SIGN_UP = "sign_up", _("With a reserved seat")


class AttendanceState(models.TextChoices):
    GOING = "going", _("is coming")
    WAITING = "waiting", _("on the waiting list")
    WITHDRAWN = "withdrawn", _("is not coming after all")


class SignUpClosed(PermissionDenied):
    """Sign-up is over, the gathering is cancelled, or it has no sign-up: nothing is written."""


class GatheringGone(PermissionDenied):
    """This draft was just discarded."""


class RoomTaken(Exception):
    """Another gathering has the room at that time: `booking` is the first conflict."""

    def __init__(self, booking: "Booking") -> None:
        super().__init__(str(booking))
        self.booking = booking


class SeatsTaken(Exception):
    """More people attend than the new capacity holds; `taken` is their number. Nothing is written."""

    def __init__(self, taken: int) -> None:
        super().__init__(str(taken))
        self.taken = taken
