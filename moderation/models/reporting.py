"""Report something to the moderators, with an account or with only a mailbox."""

from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import mailbox
from answers.models.work import desk_changed
from common import clock
from ideas.models import IdeaPhoto
from labs.models import Membership
from labs.models.moderation import is_folded
from moderation.models import letters
from moderation.models.case import open_case
from moderation.models.folding import urged
from moderation.models.report import Report
from moderation.models.states import URGENT
from moderation.models.things import Reported, is_gone, is_unseen, words_key


class NotReportable(PermissionDenied):
    """It is hidden or removed already, or it is the reporter's own."""


class OwnWords(NotReportable):
    """The reporter wrote it."""


class Told(NamedTuple):
    report: Report
    is_new: bool


@transaction.atomic
def report(thing: Reported, by: Membership, reason: str, words: str = "") -> Told:
    """Report a thing: it joins the open case of that thing, or opens one, and then the moderators are told.

    The same person again, while that case is open: the last reason and words count. Raises NotReportable.
    """
    must_be_reportable(thing)
    if by.pk in thing.writers():
        raise OwnWords
    return _add(thing, by, {"by": by}, {"reason": reason, "words": words})


@transaction.atomic
def report_by_mail(thing: Reported, email: str, language: str, reason: str, words: str) -> Told:
    """Report a thing without an account, by the person who reads this mailbox, and mail them by when we look.

    The same mailbox again is as the same person again. Whether it has an account doesn't matter, unless that wrote the
    thing. Raises NotReportable.
    """
    must_be_reportable(thing)
    whose = mailbox(email)
    if Membership.objects.filter(pk__in=thing.writers(), user__mailbox=whose).exists():
        raise OwnWords
    said = {"reason": reason, "words": words, "email": email, "language": language}
    told = _add(thing, None, {"mailbox": whose}, said)
    if told.is_new:
        letters.received(told.report)
    return told


def must_be_reportable(thing: Reported) -> None:
    """Lock the thing. Raises NotReportable if nobody can read it any more, unless it is folded."""
    thing.hold_to_hide()
    is_away = isinstance(thing, IdeaPhoto) and thing.idea.is_hidden
    if is_gone(thing) or is_away or (is_unseen(thing) and not is_folded(thing)):
        raise NotReportable


def _add(thing: Reported, by: Membership | None, whose: dict[str, Any], said: dict[str, str]) -> Told:
    case, is_new_case = open_case(thing)
    was_urgent = case.reports.filter(**whose, reason__in=URGENT).exists()
    said |= {"of_words": words_key(thing)}
    made, is_new = Report.objects.update_or_create(
        case=case, **whose, defaults=said, create_defaults=said | {"at": clock.now()}
    )
    made.case = case
    if is_new_case and not made.is_urgent:
        letters.opened(case, by)
    urged(made, thing, was_urgent)
    if is_new_case or made.is_urgent != was_urgent:
        desk_changed(case.lab)
    return Told(made, is_new)
