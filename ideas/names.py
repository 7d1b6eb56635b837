"""Where ideas show names."""

from django.db.models import Q

from ideas.models import Comment, Idea, Pledge, StanceChange, StatusChange
from ideas.models.makers import maker_changed
from ideas.models.pledges import STANDS
from labs.models import RoleKind
from labs.names import of_people
from realtime.names import Spot, Spots

# A lab's word for its makers is shown with what they said in that role.
BY_A_MAKER = Q(voice_kind=RoleKind.STADMAKER)
NOTED_BY_A_MAKER = Q(behalf__voice_kind=RoleKind.STADMAKER)


def spots() -> Spots:
    people = of_people(
        Spot(Comment, "author", Idea, "idea_id", is_part=True),
        Spot(Comment, "behalf__written_by", Idea, "idea_id", is_part=True),
        Spot(Idea, "author", Idea, stored=maker_changed),
        Spot(Idea, "behalf__written_by", Idea),
        Spot(Pledge, "person", Idea, "idea_id", only=STANDS),
        Spot(StatusChange, "by", Idea, "idea_id"),
        Spot(StanceChange, "by", Idea, "idea_id"),
    )
    said_by_makers = [
        Spot(Comment, "idea__lab", Idea, "idea_id", is_part=True, only=BY_A_MAKER),
        Spot(Comment, "idea__lab", Idea, "idea_id", is_part=True, only=NOTED_BY_A_MAKER),
    ]
    return {
        **people,
        "village": [Spot(Idea, "neighbourhood", Idea)],
        "lab": [*said_by_makers, Spot(Idea, "lab", Idea)],
    }
