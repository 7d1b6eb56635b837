from answers.models.answer import Answer, Because
from answers.models.results import AskedBefore, NotOwed
from answers.models.said import AnswerKind, NewDate, Version
from answers.models.terms import Terms, VillageThreshold

__all__ = [
    "Answer",
    "AnswerKind",
    "AskedBefore",
    "Because",
    "NewDate",
    "NotOwed",
    "Terms",
    "Version",
    "VillageThreshold",
]
