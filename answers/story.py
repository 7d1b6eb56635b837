"""What answers add to the history of an idea."""

from django.utils.translation import gettext as _

from answers.models import Version
from ideas.models import Idea, Status, StatusChange
from ideas.page import Step
from labs.models import RoleKind

ENDED = (Status.DONE, Status.STOPPED)


def corrections(idea: Idea, statuses: list[StatusChange]) -> list[Step]:
    """Return each correction of an answer: the first words set the status, which has a step of its own.

    One query; none while no answer can have been given: an answer sets a status, or the idea had ended.
    """
    if not any(step.voice_kind == RoleKind.CIVIL_SERVANT or step.status in ENDED for step in statuses):
        return []
    versions = Version.objects.filter(answer__idea=idea).exclude(reason="").select_related("by__user", "answer")
    found = []
    for version in versions:
        version.answer.idea = idea
        heading = _("The municipality corrected its answer")
        found.append(Step(heading, version.reason, version.by, version.voice, version.at))
    return found
