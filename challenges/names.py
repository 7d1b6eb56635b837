"""Where questions show names, and where the title of a question is shown: it is brought like a name."""

from challenges.models import Answering, Challenge, Step
from ideas.models import Idea
from labs.names import of_people
from realtime.names import Spot, Spots


def spots() -> Spots:
    people = of_people(Spot(Challenge, "author", Challenge), Spot(Step, "by", Challenge, "challenge_id"))
    return {
        **people,
        "lab": [Spot(Challenge, "lab", Challenge)],
        "question": [Spot(Answering, "challenge", Idea, "idea_id")],
    }
