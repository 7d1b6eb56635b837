from moderation.models.case import Case
from moderation.models.decision import Decision
from moderation.models.flag import Flag, FlagKind
from moderation.models.reminding import CaseStep, Step
from moderation.models.report import Report
from moderation.models.reporting import NotReportable, OwnWords, report, report_by_mail
from moderation.models.review import Review
from moderation.models.reviewing import Asked, NotReviewable
from moderation.models.settings import ModerationSettings
from moderation.models.states import (
    FOR_NEIGHBOUR,
    FOR_WRITER,
    LATER,
    OUTCOMES,
    Decided,
    DecisionKind,
    ReviewOutcome,
)
from moderation.models.things import ThingKind

__all__ = [
    "FOR_NEIGHBOUR",
    "FOR_WRITER",
    "LATER",
    "OUTCOMES",
    "Asked",
    "Case",
    "CaseStep",
    "Decided",
    "Decision",
    "DecisionKind",
    "Flag",
    "FlagKind",
    "ModerationSettings",
    "NotReportable",
    "NotReviewable",
    "OwnWords",
    "Report",
    "Review",
    "ReviewOutcome",
    "Step",
    "ThingKind",
    "report",
    "report_by_mail",
]
