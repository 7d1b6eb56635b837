from moderation.models.case import Case, Report
from moderation.models.decision import Decision
from moderation.models.flag import Flag, FlagKind
from moderation.models.reporting import NotReportable, OwnWords, report, report_by_mail
from moderation.models.settings import ModerationSettings
from moderation.models.states import OUTCOMES, Decided, DecisionKind
from moderation.models.things import ThingKind

__all__ = [
    "OUTCOMES",
    "Case",
    "Decided",
    "Decision",
    "DecisionKind",
    "Flag",
    "FlagKind",
    "ModerationSettings",
    "NotReportable",
    "OwnWords",
    "Report",
    "ThingKind",
    "report",
    "report_by_mail",
]
