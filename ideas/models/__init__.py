from ideas.models.comment import Comment, CommentEdit
from ideas.models.idea import CLOSED, OPEN, Idea, IdeaClosed, IdeaEdit, Repeat, Status, Upload
from ideas.models.moderation import Hiding, HidingReason
from ideas.models.onbehalf import Behalf
from ideas.models.story import StatusChange
from ideas.models.voices import Help, HelpKind, Need, NeedAnswer, Support

__all__ = [
    "CLOSED",
    "OPEN",
    "Behalf",
    "Comment",
    "CommentEdit",
    "Help",
    "HelpKind",
    "Hiding",
    "HidingReason",
    "Idea",
    "IdeaClosed",
    "IdeaEdit",
    "Need",
    "NeedAnswer",
    "Repeat",
    "Status",
    "StatusChange",
    "Support",
    "Upload",
]
