"""What is printed for an evening, so that it also goes on without a screen, a phone or a connection."""

from collections import defaultdict
from datetime import timedelta
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.time_words import clock_words
from evenings.models import Option, Session, Step, StepKind
from evenings.models.programme import timetable

NO_PAPER = _("No paper is needed.")
TO_CLOSE = _("The sheet “Close the evening”.")  # people talk in the last step
FOR_PEOPLE = {StepKind.TALK: "", StepKind.BREAK: ""} | {
    StepKind.NOTES: "evenings/paper/_notes.html",
    StepKind.GROUP: "evenings/paper/_group.html",
    StepKind.DOTS: "evenings/paper/_dots.html",
    StepKind.GRADE: "evenings/paper/_grade.html",
    StepKind.QUESTION: "evenings/paper/_question.html",
    StepKind.TRY: "evenings/paper/_try.html",
    StepKind.BRING: "evenings/paper/_bring.html",
}
"""The template of the sheet that people write on, for each kind of step; empty if they write nothing."""
HOW_MANY: dict[StepKind, str | Promise] = {
    StepKind.NOTES: _("Eight notes on a sheet. Cut them: three or more for everybody."),
    StepKind.GROUP: _("One sheet for each table, or for each wall."),
    StepKind.DOTS: _("One sheet for each table. Large, on the wall: one is enough."),
    StepKind.GRADE: _("One sheet for each table."),
    StepKind.QUESTION: _("One sheet for each table."),
    StepKind.TRY: _("One sheet for each table, or one for the whole room."),
    StepKind.BRING: _("Two slips on a sheet. Cut them: one for everybody, and some more."),
}
ON_PAPER: dict[StepKind, str | Promise] = {
    StepKind.NOTES: _("Hand out the notes. Somebody numbers them when they collect them."),
    StepKind.GROUP: _(
        "Each table puts a star on the three notes that it picks. Lay the notes together, and write a name and the "
        "numbers on the sheet of each pile."
    ),
    StepKind.DOTS: _("Write on the sheet what people choose from. Count aloud, and write the numbers down."),
    StepKind.GRADE: _("Each grade is a stroke in its box. Count the strokes at the end."),
    StepKind.QUESTION: _("Write the question and the answers first. Each answer is a stroke or a hand."),
    StepKind.TRY: _("Write the proposal down first. Count the hands three times, and write what goes wrong."),
    StepKind.BRING: _("Hand out the slips. Only helpers read how to reach people."),
}


ROWS = {StepKind.DOTS: 8, StepKind.GRADE: 6, StepKind.QUESTION: 5}
"""How many rows the sheet to count on has at least."""


class PaperStep(NamedTuple):
    """A step on paper: its times if the gathering has a date, and the sheet that people write on, if any.

    `choices`: what people choose from as far as that is written beforehand, then empty rows.
    """

    step: Step
    begins: str
    ends: str
    on_paper: str | Promise
    sheet: str
    how_many: str | Promise
    choices: list[str]


def paper_steps(session: Session) -> list[PaperStep]:
    """Return the steps in order. One query after `with_steps`."""
    rows = timetable(session)
    there: dict[int, list[str]] = defaultdict(list)
    options = Option.objects.filter(choice__step__session=session).exclude(text="").order_by("position")
    for step_id, text in options.values_list("choice__step", "text"):
        there[step_id].append(text)
    return [
        PaperStep(
            step,
            clock_words(begins) if begins else "",
            clock_words(begins + timedelta(minutes=step.minutes)) if begins else "",
            ON_PAPER.get(StepKind(step.kind), TO_CLOSE if (step, begins) == rows[-1] else NO_PAPER),
            FOR_PEOPLE[StepKind(step.kind)],
            HOW_MANY.get(StepKind(step.kind), ""),
            there[step.pk] + [""] * (ROWS.get(StepKind(step.kind), 0) - len(there[step.pk])),
        )
        for step, begins in rows
    ]
