"""Live updates of a place: tells its followers after commit."""

from typing import TYPE_CHECKING

from realtime.doorbell import ring

if TYPE_CHECKING:
    from places.models import Place


def place_changed(place: "Place") -> None:
    ring(f"place-{place.pk}")
