from ideas.models.comment import Comment, CommentEdit, Face
from ideas.models.edits import IdeaEdit
from ideas.models.hidden import CommentHiding, IdeaHiding
from ideas.models.idea import Idea
from ideas.models.onbehalf import Behalf, CommentBehalf, IdeaBehalf
from ideas.models.results import IdeaClosed, Moved, Repeat
from ideas.models.status import CLOSED, OPEN, AuthorPlan, Status
from ideas.models.story import StatusChange, meets_on
from ideas.models.voices import Help, HelpKind, Need, NeedAnswer, Support

__all__ = [
    "CLOSED",
    "OPEN",
    "AuthorPlan",
    "Behalf",
    "Comment",
    "CommentBehalf",
    "CommentEdit",
    "CommentHiding",
    "Face",
    "Help",
    "HelpKind",
    "Idea",
    "IdeaBehalf",
    "IdeaClosed",
    "IdeaEdit",
    "IdeaHiding",
    "Moved",
    "Need",
    "NeedAnswer",
    "Repeat",
    "Status",
    "StatusChange",
    "Support",
    "meets_on",
]
