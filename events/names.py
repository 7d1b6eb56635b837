"""Where gatherings show names."""

from events.models import Aloud, Gathering
from ideas.models import Idea
from labs.names import of_people
from realtime.names import Spot, Spots


def spots() -> Spots:
    organised = Spot(Gathering, "organisers", Gathering)
    noted = [Spot(Aloud, "noted_by", Gathering, "gathering_id"), Spot(Aloud, "noted_by", Idea, "idea_id")]
    settled = [Spot(Aloud, "settled_by", Gathering, "gathering_id"), Spot(Aloud, "settled_by", Idea, "idea_id")]
    return {**of_people(organised, *noted, *settled), "role": [organised], "lab": [Spot(Gathering, "lab", Gathering)]}
