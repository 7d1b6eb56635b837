from ideas.models.comment import Comment, CommentEdit, Face
from ideas.models.edits import IdeaEdit
from ideas.models.idea import Idea
from ideas.models.moderation import Hiding, HidingReason
from ideas.models.onbehalf import Behalf
from ideas.models.results import IdeaClosed, Moved, Repeat
from ideas.models.status import CLOSED, OPEN, Part, Status
from ideas.models.story import StatusChange, meets_on
from ideas.models.voices import Help, HelpKind, Need, NeedAnswer, Support

__all__ = [
    "CLOSED",
    "OPEN",
    "Behalf",
    "Comment",
    "CommentEdit",
    "Face",
    "Help",
    "HelpKind",
    "Hiding",
    "HidingReason",
    "Idea",
    "IdeaClosed",
    "IdeaEdit",
    "Moved",
    "Need",
    "NeedAnswer",
    "Part",
    "Repeat",
    "Status",
    "StatusChange",
    "Support",
    "meets_on",
]
