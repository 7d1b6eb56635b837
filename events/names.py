"""Where gatherings show names."""

from events.models import Gathering
from labs.names import of_people
from realtime.names import Spot, Spots


def spots() -> Spots:
    organised = Spot(Gathering, "organisers", Gathering)
    return {**of_people(organised), "role": [organised], "lab": [Spot(Gathering, "lab", Gathering)]}
