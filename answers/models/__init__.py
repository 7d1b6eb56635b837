from answers.models.absence import Absence
from answers.models.answer import Answer, Because
from answers.models.approval import Approval
from answers.models.clarity import Clarity
from answers.models.draft import Draft
from answers.models.joint import Chosen, Joint
from answers.models.limits import TermLimits
from answers.models.notes import Note, NoteKind
from answers.models.reminding import Step, Told
from answers.models.results import (
    Answered,
    AskedBefore,
    Drafted,
    Incomplete,
    NoDeputy,
    NoDraft,
    NotApproved,
    NotOwed,
    Taken,
)
from answers.models.said import AnswerKind, NewDate, Version
from answers.models.team import Team, TeamMember
from answers.models.terms import Terms, VillageThreshold
from answers.models.work import Desk

__all__ = [
    "Absence",
    "Answer",
    "AnswerKind",
    "Answered",
    "Drafted",
    "Approval",
    "AskedBefore",
    "Because",
    "Chosen",
    "Clarity",
    "Desk",
    "Draft",
    "Incomplete",
    "Joint",
    "NewDate",
    "NoDeputy",
    "NoDraft",
    "NotApproved",
    "NotOwed",
    "Note",
    "NoteKind",
    "Step",
    "Taken",
    "Team",
    "TeamMember",
    "TermLimits",
    "Terms",
    "Told",
    "Version",
    "VillageThreshold",
]
