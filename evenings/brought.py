"""Who brings what at an evening: for phones, for the big screen and for who leads."""

from functools import cached_property
from typing import TYPE_CHECKING

from evenings.models.bringing import step_to_bring
from evenings.models.pledge import Pledge
from evenings.models.step import Step, StepKind
from evenings.wall import PAGES, ROOM_AROUND, in_pages, lines_of
from ideas.words import FIGURES_FROM

if TYPE_CHECKING:
    from evenings.models import Evening, Participant

NAME_LINES = 1.5  # what the name and the day take on the screen


class Brought:
    """One query, when something of it is first read."""

    def __init__(self, evening: "Evening") -> None:
        self.evening = evening

    @property
    def step(self) -> Step | None:
        """The step whose form phones have: from then on until the end."""
        return step_to_bring(self.evening) if not self.evening.is_over else None

    @property
    def is_now(self) -> bool:
        """Do people say now who brings what?"""
        step = self.evening.step
        return step is not None and step.kind == StepKind.BRING and not self.evening.is_over

    @cached_property
    def rows(self) -> list[Pledge]:
        """All that stands, also what is private, the oldest first."""
        return list(self.evening.pledges.standing().select_related("participant").order_by("pk"))

    @property
    def waiting(self) -> int:
        """How many may be on the screen, and nobody put there yet."""
        return sum(row.waits for row in self.rows)

    @property
    def private(self) -> int:
        return sum(not row.may_show for row in self.rows)

    @property
    def on_screen(self) -> list[Pledge]:
        return [row for row in self.rows if row.is_on_screen] if self.is_now else []

    @property
    def pages(self) -> list[list[list[Pledge]]]:
        """What is on the screen in columns, as many as people can read from ten metres, page after page.

        The newest first; if all don't fit, the newest.
        """
        rows = list(reversed(self.on_screen))
        return in_pages(rows, lambda row: lines_of(row.words) + NAME_LINES + ROOM_AROUND)[:PAGES]

    @property
    def more(self) -> int:
        """How many people bring something that is on no screen; 0 below five, because then others guess who."""
        if not self.is_now:
            return 0
        shown = {who_of(row) for row in self.rows if row.may_show}
        hidden = {who_of(row) for row in self.rows if not row.may_show} - shown
        return len(hidden) if len(hidden) >= FIGURES_FROM else 0


def who_of(pledge: Pledge) -> tuple[str, int]:
    """Return who brings it; each pledge of a table, and each from paper, is of somebody else."""
    who = pledge.participant
    return ("row", pledge.pk) if who is None or who.is_table else ("phone", who.pk)


def brought_by(participant: "Participant") -> list[Pledge]:
    """Return what this participant brings, the newest first. One query."""
    return list(participant.pledges.standing().order_by("-pk"))
