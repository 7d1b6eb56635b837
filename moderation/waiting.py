"""What waits on the desk of moderators: cases, by the day that was promised to who reported it.

And how many first comments wait: one row, which is never late, because they appear by themselves. And what another
lab hands to this moderator.
"""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from answers.desk import Act, Key, Row, Waiting
from common.times import day_of
from labs.models import Membership
from labs.models.impartial import is_impartial
from moderation.models import Case, Decision, Report, Review, looking_along
from moderation.models.first_comments import waiting_for
from moderation.models.folding import urgent
from moderation.news import FOLDED, reported_words

KIND, AGAIN, FIRST, ELSEWHERE = "gemeld", "nog-eens", "eerste", "buren"


def keys(member: Membership) -> Iterable[Key]:
    """Cases exist for moderators alone, and not about what they wrote. What they reported waits for the others."""
    if not member.decides or not is_impartial(member):
        return
    theirs = Case.objects.for_eyes_of(member).filter(decided_at=None).order_by()
    reported = set(Report.objects.of(member).filter(case__in=theirs).values_list("case", flat=True))
    firsts = set(urgent(theirs).values_list("pk", flat=True))
    for pk, due in theirs.values_list("pk", "due"):
        yield Key(due, KIND, pk, is_of_team=pk not in reported, is_first=pk in firsts)


def rows(member: Membership, wanted: list[Key]) -> Iterable[Row]:
    """Without a title or words: the mail of Monday holds these rows too."""
    by_pk = {key.pk: key for key in wanted}
    for case in Case.objects.for_eyes_of(member).filter(pk__in=by_pk).with_thing().prefetch_related("reports"):
        case.lab = member.lab
        is_theirs = any(report.is_of(member) for report in case.reports.all())
        act = Act(_("View") if is_theirs else _("Decide"), case.get_absolute_url(), is_first=not is_theirs)
        first = str(FOLDED) if case.is_folded else _("We look at this first.").removesuffix(".")
        reasons = ", ".join(case.reasons)
        about = " · ".join([first, reasons] if by_pk[case.pk].is_first else [reasons])
        yield Row(by_pk[case.pk], reported_words(case), case.get_absolute_url(), about, "", [act])


def review_keys(member: Membership) -> Iterable[Key]:
    """Decisions that somebody asks to have looked at again. What they decided or reported waits for the others."""
    if not member.decides or not is_impartial(member):
        return
    theirs = Review.objects.open().filter(decision__case__in=Case.objects.for_eyes_of(member))
    first: dict[int, date] = {}
    for pk, due in theirs.values_list("decision__case", "due"):
        first.setdefault(pk, due)
    if not first:
        return
    involved = set(Report.objects.of(member).filter(case__in=first).values_list("case", flat=True))
    involved |= set(Decision.objects.filter(by=member, case__in=first).values_list("case", flat=True))
    for pk, due in first.items():
        yield Key(due, AGAIN, pk, is_of_team=pk not in involved)


def review_rows(member: Membership, wanted: list[Key]) -> Iterable[Row]:
    """Without a title or words, as rows of cases."""
    by_pk = {key.pk: key for key in wanted}
    for case in Case.objects.for_eyes_of(member).filter(pk__in=by_pk).with_reviews():
        case.lab, key = member.lab, by_pk[case.pk]
        act = Act(
            _("Look once more") if key.is_of_team else _("View"), case.get_absolute_url(), is_first=key.is_of_team
        )
        about = case.standing.get_kind_display() if case.standing else ""
        yield Row(key, _("Somebody asks for a new review"), case.get_absolute_url(), about, "", [act])


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


def elsewhere(member: Membership) -> dict[int, looking_along.Waiting]:
    """Return what other labs ask this moderator, by case; of two things about the same case the first due."""
    found: dict[int, looking_along.Waiting] = {}
    for one in looking_along.waiting_for(member):
        found.setdefault(one.case.pk, one)
    return found


def neighbour_keys(member: Membership) -> Iterable[Key]:
    """Nobody else of their own lab is asked."""
    if member.decides and is_impartial(member):
        for pk, one in elsewhere(member).items():
            yield Key(one.due, ELSEWHERE, pk, is_mine=True)


def neighbour_rows(member: Membership, wanted: list[Key]) -> Iterable[Row]:
    """Without a title or words, as rows of cases."""
    found = elsewhere(member)
    for key in wanted:
        if one := found.get(key.pk):
            asks = _("%(lab)s asks you to look again") if one.is_review else _("%(lab)s asks you to decide")
            act = Act(_("Look once more") if one.is_review else _("Decide"), one.path, is_first=True)
            yield Row(key, asks % {"lab": one.lab.name}, one.path, one.case.get_kind_display(), member.name, [act])


KINDS = (
    Waiting(KIND, gettext_lazy("Reported"), keys, rows),
    Waiting(AGAIN, gettext_lazy("New review"), review_keys, review_rows),
    Waiting(FIRST, gettext_lazy("First comments"), first_keys, first_rows),
    Waiting(ELSEWHERE, gettext_lazy("Look along in other labs"), neighbour_keys, neighbour_rows),
)
