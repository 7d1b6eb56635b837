from answers.models.absence import Absence
from answers.models.answer import Answer, Because
from answers.models.clarity import Clarity
from answers.models.notes import Note, NoteKind
from answers.models.reminding import Step, Told
from answers.models.results import AskedBefore, NoDeputy, NotOwed, Taken
from answers.models.said import AnswerKind, NewDate, Version
from answers.models.team import Team, TeamMember
from answers.models.terms import Terms, VillageThreshold
from answers.models.work import Desk

__all__ = [
    "Absence",
    "Answer",
    "AnswerKind",
    "AskedBefore",
    "Because",
    "Clarity",
    "Desk",
    "NewDate",
    "NoDeputy",
    "NotOwed",
    "Note",
    "NoteKind",
    "Step",
    "Taken",
    "Team",
    "TeamMember",
    "Terms",
    "Told",
    "Version",
    "VillageThreshold",
]
