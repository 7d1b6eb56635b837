from evenings.models.evening import Evening, EveningClosed
from evenings.models.participant import Participant
from evenings.models.session import Session
from evenings.models.step import Step, StepKind

__all__ = ["Evening", "EveningClosed", "Participant", "Session", "Step", "StepKind"]
