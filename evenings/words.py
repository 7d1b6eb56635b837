"""How steps look."""

from evenings.models import StepKind

COLOURS = {
    StepKind.TALK: 1,
    StepKind.BREAK: 2,
    StepKind.NOTES: 4,
    StepKind.GROUP: 3,
    StepKind.DOTS: 6,
    StepKind.GRADE: 6,
    StepKind.QUESTION: 5,
    StepKind.TRY: 5,
    StepKind.BRING: 2,
}
"""The colour of a kind of step, 1 to 6, as in the class k1."""
