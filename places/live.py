"""Live updates of a place: tells its followers after commit."""

from realtime.doorbell import ring
from realtime.models import Followed


def place_changed(place: Followed) -> None:
    ring(f"place-{place.pk}")
