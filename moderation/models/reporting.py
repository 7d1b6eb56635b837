"""Report something to the moderators."""

from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction

from common import clock
from labs.models import Membership
from moderation.models import letters
from moderation.models.case import Report, open_case
from moderation.models.things import Reported, is_gone, is_unseen


class NotReportable(PermissionDenied):
    """It is hidden or removed already, or it is the reporter's own."""


class Told(NamedTuple):
    report: Report
    is_new: bool


@transaction.atomic
def report(thing: Reported, by: Membership, reason: str, words: str = "") -> Told:
    """Report a thing: it joins the open case of that thing, or opens one, and then the moderators are told.

    The same person again, while that case is open: the last reason and words count. Raises NotReportable.
    """
    thing.hold_to_hide()
    if is_unseen(thing) or is_gone(thing) or by.pk in thing.writers():
        raise NotReportable
    case, is_new_case = open_case(thing)
    said = {"reason": reason, "words": words}
    made, is_new = Report.objects.update_or_create(
        case=case, by=by, defaults=said, create_defaults=said | {"at": clock.now()}
    )
    if is_new_case:
        letters.opened(case, by)
    return Told(made, is_new)
