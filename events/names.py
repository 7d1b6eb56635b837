"""Where names stand at gatherings and places."""

from events.models import Gathering, Place
from events.models.place import Stop
from labs.names import shows_people
from realtime import names
from realtime.names import Spot


def register() -> None:
    organised = Spot(Gathering, "organisers", Gathering)
    shows_people(gatherings=organised)
    names.register("role", gatherings=organised)
    names.register(
        "village",
        places=Spot(Place, "neighbourhood", Place),
        stops=Spot(Stop, "neighbourhood", Place, "place_id"),
    )
    names.register("lab", gatherings=Spot(Gathering, "lab", Gathering))
