from evenings.models.choice import Choice, Counted, Option, Pick
from evenings.models.evening import Evening
from evenings.models.helper import Helper, Task, TaskKind
from evenings.models.lab_plan import LabPlan, LabPlanStep
from evenings.models.note import Note, NoteState
from evenings.models.noting import StepOver
from evenings.models.participant import Participant
from evenings.models.pile import Pile
from evenings.models.screen_ask import ScreenAsk
from evenings.models.session import Session
from evenings.models.states import EveningClosed
from evenings.models.step import Step, StepKind

__all__ = [
    "Choice",
    "Counted",
    "Evening",
    "EveningClosed",
    "Helper",
    "LabPlan",
    "LabPlanStep",
    "Note",
    "NoteState",
    "Option",
    "Participant",
    "Pick",
    "Pile",
    "ScreenAsk",
    "Session",
    "Step",
    "StepKind",
    "StepOver",
    "Task",
    "TaskKind",
]
