from evenings.models.evening import Evening
from evenings.models.participant import Participant
from evenings.models.session import Session
from evenings.models.states import EveningClosed
from evenings.models.step import Step, StepKind

__all__ = ["Evening", "EveningClosed", "Participant", "Session", "Step", "StepKind"]
