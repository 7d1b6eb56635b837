"""The notices that the verbs of a place write, in their transaction. Their readers: places/mails.py."""

from typing import TYPE_CHECKING

from notifications.notices import notify

if TYPE_CHECKING:
    from labs.models import Membership
    from places.models import Place


def changed(place: "Place", by: "Membership | None") -> None:
    """Tell who follows the place that it is elsewhere, has other hours, or is no longer used."""
    notify("place_altered", place, by=by and by.pk)
