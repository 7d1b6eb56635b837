"""Where places show names."""

from places.models import Place, Stop
from realtime.names import Spot, Spots


def spots() -> Spots:
    return {"village": [Spot(Place, "neighbourhood", Place), Spot(Stop, "neighbourhood", Place, "place_id")]}
