"""Where names stand at ideas."""

from django.db.models import Q

from ideas.models import Comment, Help, Idea, StatusChange
from labs.models import RoleKind
from labs.names import shows_people
from realtime import names
from realtime.names import Spot

# What a lab calls its makers stands with what they said as such.
BY_A_MAKER = Q(voice_kind=RoleKind.STADMAKER)
NOTED_BY_A_MAKER = Q(behalf__voice_kind=RoleKind.STADMAKER)


def register() -> None:
    shows_people(
        comments=Spot(Comment, "author", Idea, "idea_id", is_part=True),
        comments_written_down=Spot(Comment, "behalf__written_by", Idea, "idea_id", is_part=True),
        ideas=Spot(Idea, "author", Idea),
        ideas_written_down=Spot(Idea, "behalf__written_by", Idea),
        help=Spot(Help, "person", Idea, "idea_id"),
        story=Spot(StatusChange, "by", Idea, "idea_id"),
    )
    names.register("village", ideas=Spot(Idea, "neighbourhood", Idea))
    names.register(
        "lab",
        comments=Spot(Comment, "idea__lab", Idea, "idea_id", is_part=True, only=BY_A_MAKER),
        comments_written_down=Spot(Comment, "idea__lab", Idea, "idea_id", is_part=True, only=NOTED_BY_A_MAKER),
        ideas=Spot(Idea, "lab", Idea),
    )
