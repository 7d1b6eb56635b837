from evenings.models.session import Session
from evenings.models.step import Step, StepKind

__all__ = ["Session", "Step", "StepKind"]
