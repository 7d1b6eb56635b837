"""Where names stand at gatherings."""

from events.models import Gathering
from labs.names import shows_people
from realtime import names
from realtime.names import Spot


def register() -> None:
    organised = Spot(Gathering, "organisers", Gathering)
    shows_people(gatherings=organised)
    names.register("role", gatherings=organised)
    names.register("lab", gatherings=Spot(Gathering, "lab", Gathering))
