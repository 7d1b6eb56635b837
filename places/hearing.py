"""Whether a reader hears of a place, on its page and after a press there."""

from django.utils.translation import gettext as _

from labs.decorators import LabRequest
from labs.hearing import Hearing
from labs.models.subscriptions import wish_of
from places.models import Place


def hearing_of(request: LabRequest, place: Place) -> Hearing:
    """One query; none for a visitor."""
    hears = bool(wish_of(place, request.member)) and not place.is_closed
    what = _("You hear of new gatherings here, and when the place or its hours change.")
    return Hearing(f"place-{place.pk}", place.name, place.get_absolute_url(), hears, not place.is_closed, what)
