from ideas.models.closings import TalkClosing
from ideas.models.comment import Comment, CommentEdit, Face
from ideas.models.edits import IdeaEdit
from ideas.models.hidden import CommentHiding, IdeaHiding
from ideas.models.hidden_photo import IdeaPhoto, NoPhoto, PhotoHiding
from ideas.models.idea import Idea
from ideas.models.onbehalf import Behalf, CommentBehalf, IdeaBehalf
from ideas.models.pledges import Pledge, PledgeKind, PledgeState
from ideas.models.posted import IdeaSubscription
from ideas.models.results import IdeaClosed, LooksFirst, Moved, Repeat, TalkClosed, TooSoon
from ideas.models.spelling import Spelling
from ideas.models.stances import StanceChange
from ideas.models.status import CLOSED, OPEN, AuthorPlan, Meeting, Status
from ideas.models.story import StatusChange, meets_on
from ideas.models.voices import Need, NeedAnswer, Support
from ideas.models.waiting import WaitingComment, send_comment

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
    "Idea",
    "IdeaBehalf",
    "IdeaClosed",
    "IdeaEdit",
    "IdeaHiding",
    "IdeaPhoto",
    "IdeaSubscription",
    "LooksFirst",
    "Meeting",
    "Moved",
    "Need",
    "NeedAnswer",
    "NoPhoto",
    "PhotoHiding",
    "Pledge",
    "PledgeKind",
    "PledgeState",
    "Repeat",
    "Spelling",
    "StanceChange",
    "Status",
    "StatusChange",
    "Support",
    "TalkClosed",
    "TalkClosing",
    "TooSoon",
    "WaitingComment",
    "meets_on",
    "send_comment",
]
