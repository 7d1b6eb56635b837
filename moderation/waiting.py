"""What waits on the desk of moderators: cases, by the day that was promised to who reported it."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from answers.desk import Act, Key, Row, Waiting
from labs.models import Membership
from labs.models.impartial import is_impartial
from moderation.models import Case
from moderation.news import reported_words

KIND = "gemeld"


def keys(member: Membership) -> Iterable[Key]:
    """Cases exist for moderators alone, and not about what they wrote. What they reported waits for the others."""
    if not member.decides or not is_impartial(member):
        return
    theirs = Case.objects.for_eyes_of(member).filter(decided_at=None).order_by()
    reported = set(theirs.filter(reports__by=member).values_list("pk", flat=True))
    for pk, due in theirs.values_list("pk", "due"):
        yield Key(due, KIND, pk, is_of_team=pk not in reported)


def rows(member: Membership, wanted: list[Key]) -> Iterable[Row]:
    """Without a title or words: the mail of Monday holds these rows too."""
    by_pk = {key.pk: key for key in wanted}
    for case in Case.objects.for_eyes_of(member).filter(pk__in=by_pk).with_thing().prefetch_related("reports"):
        case.lab = member.lab
        is_theirs = any(report.by_id == member.pk for report in case.reports.all())
        act = Act(_("View") if is_theirs else _("Decide"), case.get_absolute_url(), is_first=not is_theirs)
        yield Row(by_pk[case.pk], reported_words(case), case.get_absolute_url(), ", ".join(case.reasons), "", [act])


KINDS = (Waiting(KIND, gettext_lazy("Reported"), keys, rows),)
