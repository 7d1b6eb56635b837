"""The notices that the verbs of an evening write, in their transaction. Their readers and the mails: mails.py."""

from typing import TYPE_CHECKING

from notifications.notices import notify

if TYPE_CHECKING:
    from evenings.models.outcome import Outcome
    from evenings.models.pledge import Pledge
    from evenings.models.report import Report
    from evenings.models.told import Told
    from labs.models import Membership


def asked_again(pledge: "Pledge") -> None:
    """Ask who brings it whether it is still right."""
    notify("pledge_asked", pledge)


def gave(told: "Told", by: "Membership | None") -> None:
    """Tell the people of an idea what an evening gave it. `by`: who did that, and hears nothing."""
    notify("evening_gave", told, by=by.pk if by else None)


def remarked(report: "Report") -> None:
    """Tell the organisers that somebody who was there says what is wrong in the report."""
    notify("report_remarked", report)


def writer_took_back(outcome: "Outcome") -> None:
    """Tell the organisers that a note was taken back which an idea or a comment was made of."""
    notify("note_taken_back", outcome)
