"""Check that a gathering fits its place, its room and its time."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from common.times import day_words
from places.models import Place
from places.models.room import Room


def must_fit(
    starts_at: datetime | None, ends_at: datetime | None, place: Place | None, room: Room | None, capacity: int | None
) -> None:
    """Raise ValidationError with the errors by field, in words for the organiser. A few queries."""
    wrong: dict[str, str] = {}
    if (starts_at is None) != (ends_at is None) or (starts_at and ends_at and ends_at <= starts_at):
        wrong["ends_at"] = _("It ends before it starts. Choose a later time.")
    elif starts_at and ends_at and place and (day := place.missing_on(starts_at, ends_at)):
        wrong["place"] = _("%(place)s is not there on %(day)s. Choose another place or another day.") % {
            "place": place.name,
            "day": day_words(day),
        }
    elif place and place.is_closed:
        wrong["place"] = _("%(place)s is no longer in use. Choose another place.") % {"place": place.name}
    if room and (place is None or room.place_id != place.pk):
        wrong["room"] = _("Choose a room of this place.")
    elif room and starts_at is None:
        wrong["room"] = _("Choose a date first. Then you can book a room.")
    elif room and capacity and capacity > room.capacity:
        wrong["capacity"] = _("%(room)s holds %(n)s people. Choose fewer seats or another room.") % {
            "room": room.name,
            "n": room.capacity,
        }
    if wrong:
        raise ValidationError(wrong)
