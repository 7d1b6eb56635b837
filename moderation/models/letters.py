"""The notices that the verbs of cases write. Their readers and words: mails.py."""

from typing import TYPE_CHECKING

from notifications.notices import notify

if TYPE_CHECKING:
    from labs.models import Membership
    from moderation.models.case import Case
    from moderation.models.reminding import CaseStep
    from moderation.models.report import Report
    from moderation.models.review import Review
    from moderation.models.settings import ModerationSettings


def opened(case: "Case", by: "Membership | None") -> None:
    """Tell the moderators that something was reported. `by`, who reported it, isn't told."""
    notify("case_opened", case, by=by.pk if by else None)


def urgent(case: "Case", by: "Membership | None") -> None:
    """Tell the moderators at once that something urgent was reported, or that it is folded."""
    notify("case_urgent", case, by=by.pk if by else None, folded=case.folded_at is not None)


def folded(case: "Case") -> None:
    """Tell the writers that their words are closed until a moderator looked, and that they may read them."""
    notify("words_folded", case, by=None)


def unfolded(case: "Case", by: "Membership") -> None:
    """Tell the writers that a moderator looked, and that everybody can read it again."""
    notify("words_unfolded", case, by=by.pk)


def received(report: "Report") -> None:
    """Tell somebody without an account who looks at their report, and by when."""
    notify("report_received", report.case, by=None, report=report.pk)


def decided(case: "Case", by: "Membership", is_for_writer: bool) -> None:
    """Tell who reported it how it ended, and the writer if they read of it. The verbs mail the writer themselves."""
    notify("case_decided", case, by=by.pk)
    if is_for_writer:
        notify("words_hidden", case, by=by.pk)


def talk_closed(case: "Case", by: "Membership") -> None:
    """Mail the writer, and the author of the idea, that its conversation is closed, and why."""
    notify("talk_closed", case, by=by.pk)


def talk_opened(case: "Case", by: "Membership") -> None:
    """Mail them that it is open again, and why."""
    notify("talk_opened", case, by=by.pk)


def review_asked(case: "Case", by: "Membership | None") -> None:
    """Tell the moderators who may decide that somebody asks for another look."""
    notify("review_asked", case, by=by.pk if by else None)


def review_clock_says(case: "Case", step: str) -> None:
    """Tell the moderators who may decide that a review is due soon, or late."""
    notify({"reminded": "review_reminder", "late": "review_late"}[step], case, by=None)


def review_handed(review: "Review") -> None:
    """Ask the moderator of a neighbouring lab to look."""
    notify("review_handed", review)


def reviewed(case: "Case", by: "Membership", reviews: list[int]) -> None:
    """Tell who asked for these reviews how they ended, and the moderators who decided before."""
    for kind in ("reviewed", "review_ended"):
        notify(kind, case, by=by.pk, reviews=reviews)


def put_back(case: "Case", by: "Membership") -> None:
    """Tell who reported what was hidden that it is back, after a second look."""
    notify("case_put_back", case, by=by.pk)


def asked(case: "Case", by: "Membership") -> None:
    """Ask the writer to change it."""
    notify("case_asked", case, by=by.pk)


def changed(case: "Case", by: "Membership | None") -> None:
    """Tell the moderators that the writer changed what they were asked to change."""
    notify("case_changed", case, by=by.pk if by else None)


def clock_says(case: "Case", step: "CaseStep") -> None:
    """Tell the moderators that a case is due soon or late, or one of another lab that it was handed to them."""
    if step.to:
        notify("case_handed", step)
    else:
        notify({"reminded": "case_reminder", "late": "case_late"}[step.step], case, by=None)


def neighbour_asked(settings: "ModerationSettings", neighbour: "Membership") -> None:
    """Ask a moderator of another lab to look along."""
    notify("neighbour_asked", neighbour, settings=settings.pk)


def neighbour_no_more(settings: "ModerationSettings", neighbour: "Membership") -> None:
    """Tell them that this lab doesn't ask them any more."""
    notify("neighbour_no_more", neighbour, settings=settings.pk)


def neighbour_said(settings: "ModerationSettings", by: "Membership") -> None:
    """Tell the lab_admins whether the moderator whom they asked looks along."""
    notify("neighbour_said", settings, by=by.pk)
