"""How steps look, and what the tasks are."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from evenings.models import StepKind, TaskKind

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

TASKS: dict[TaskKind, str | Promise] = {
    TaskKind.LEAD: _("You lead from this phone: the next step, the clock, the results."),
    TaskKind.SCREEN: _("You mind the wall with notes and the big screen."),
    TaskKind.PAPER: _("You type what people wrote on paper."),
}
