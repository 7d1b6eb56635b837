from evenings.models.choice import Choice, Counted, Option, Pick
from evenings.models.evening import Evening
from evenings.models.harvesting import StillOpen
from evenings.models.helper import Helper, Task, TaskKind
from evenings.models.lab_plan import LabPlan, LabPlanStep
from evenings.models.note import Note, NoteState
from evenings.models.noting import StepOver
from evenings.models.outcome import Outcome, OutcomeState, Source
from evenings.models.participant import Participant
from evenings.models.picking import PickedEnough
from evenings.models.pile import Pile
from evenings.models.pledge import Pledge
from evenings.models.promise import PromiseState, RoomPromise
from evenings.models.report import Remark, Report, ReportState
from evenings.models.screen_ask import ScreenAsk
from evenings.models.session import Session
from evenings.models.states import EveningClosed
from evenings.models.step import Step, StepKind
from evenings.models.told import Told

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
    "Outcome",
    "OutcomeState",
    "Participant",
    "Pick",
    "PickedEnough",
    "Pile",
    "Pledge",
    "PromiseState",
    "Remark",
    "Report",
    "ReportState",
    "RoomPromise",
    "ScreenAsk",
    "Session",
    "Source",
    "Step",
    "StepKind",
    "StepOver",
    "StillOpen",
    "Task",
    "TaskKind",
    "Told",
]
