"""What waits on the desk of moderators: cases, by the day that was promised to who reported it.

And how many first comments wait: one row, which is never late, because they appear by themselves.
"""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from answers.desk import Act, Key, Row, Waiting
from common.times import day_of
from labs.models import Membership
from labs.models.impartial import is_impartial
from moderation.models import Case
from moderation.models.first_comments import waiting_for
from moderation.news import reported_words

KIND, FIRST = "gemeld", "eerste"


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


def first_keys(member: Membership) -> Iterable[Key]:
    if member.decides and is_impartial(member):
        sent = waiting_for(member).order_by("sent_at").values_list("sent_at", flat=True).first()
        if sent:
            yield Key(day_of(sent), FIRST, member.lab_id, is_of_team=True, is_promised=False)


def first_rows(member: Membership, wanted: list[Key]) -> Iterable[Row]:
    count = waiting_for(member).count()
    words = ngettext("%(count)d first comment waits", "%(count)d first comments wait", count) % {"count": count}
    address = reverse("flag_list", kwargs={"lab_slug": member.lab.slug})
    for key in wanted if count else ():
        yield Row(key, words, address, _("They appear by themselves after a day."), "", [Act(_("View"), address)])


KINDS = (
    Waiting(KIND, gettext_lazy("Reported"), keys, rows),
    Waiting(FIRST, gettext_lazy("First comments"), first_keys, first_rows),
)
