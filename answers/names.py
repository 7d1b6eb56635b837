"""Where answers show names: on the page of their idea."""

from answers.models import Answer, Approval, NewDate, Version
from ideas.models import Idea
from labs.names import of_people
from realtime.names import Spot, Spots


def spots() -> Spots:
    return of_people(
        Spot(Answer, "asked_by", Idea, "idea_id"),
        Spot(Answer, "owner", Idea, "idea_id"),
        Spot(NewDate, "by", Idea, "answer__idea_id"),
        Spot(Version, "by", Idea, "answer__idea_id"),
        Spot(Approval, "by", Idea, "version__answer__idea_id"),  # of a draft there is no version: nobody follows it
    )
