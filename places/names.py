"""Where places show names."""

from places.models import Place, Stop
from realtime import names
from realtime.names import Spot


def register() -> None:
    names.register(
        "village",
        places=Spot(Place, "neighbourhood", Place),
        stops=Spot(Stop, "neighbourhood", Place, "place_id"),
    )
