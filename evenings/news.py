"""The lines about evenings on the page *Nieuw voor jou*. mails.py says to whom."""

from django.db.models import OuterRef, Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.languages import Theirs
from evenings.models import Outcome, OutcomeState, Report, ReportState, Told
from evenings.models.outcome import POSTED
from evenings.models.states import GOES_ON
from evenings.models.told import given
from ideas.models import Status
from notifications.subjects import Line, Subject


def told() -> QuerySet[Told]:
    """What an evening gave to an idea, as long as everybody can read the report, the gathering and the idea."""
    shown = Told.objects.filter(given(OuterRef("evening"), "idea"), idea__is_hidden=False)
    shown = shown.filter(evening__report__state=ReportState.PUBLISHED, evening__session__gathering__is_hidden=False)
    shown = shown.filter(evening__session__gathering__state__in=GOES_ON)
    theirs = Outcome.objects.filter(state=OutcomeState.IDEA).order_by("pk")
    related = ("idea__lab", "idea__behalf__written_by", "evening__session__gathering")
    return shown.select_related(*related).prefetch_related(Prefetch("idea__outcomes", theirs, to_attr="notes_there"))


def reports() -> QuerySet[Report]:
    """Reports that their organisers write. Only they are told of them."""
    going_on = {"evening__session__gathering__state__in": GOES_ON, "evening__session__gathering__is_hidden": False}
    return Report.objects.filter(**going_on).select_related("evening__session__gathering__lab")


def posted() -> QuerySet[Outcome]:
    """Ideas and comments that were made of notes, and that are there still."""
    shown = Outcome.objects.filter(POSTED, idea__is_hidden=False, evening__session__gathering__is_hidden=False)
    shown = shown.exclude(comment__removed_at__isnull=False)
    shown = shown.exclude(state=OutcomeState.NEW, idea__status=Status.WITHDRAWN)
    return shown.select_related("evening__session__gathering__lab").with_place()


SUBJECTS = (
    Subject("evenings.Told", told, "zon", 4, lambda told: told.idea),
    Subject("evenings.Report", reports, "ster", 2, lambda report: report.evening.gathering),
    Subject("evenings.Outcome", posted, "boog", 3, lambda outcome: outcome.idea),
)


def gave(told: Told, times: int) -> Line:
    """Say which notes became part of the idea."""
    idea, gathering = told.idea, told.evening.gathering
    there: list[Outcome] = getattr(idea, "notes_there", [])
    parts = [one.title for one in there if one.evening_id == told.evening_id]
    facts = {"title": Theirs(idea.title), "gathering": Theirs(gathering.title)}
    words = _("What came out of %(gathering)s for %(title)s")
    return Line(words, facts, f"{idea.get_absolute_url()}#from-evening-{idea.pk}", idea.lab, " · ".join(parts))


def remarked(report: Report, times: int) -> Line:
    """Lead the organisers to the report."""
    gathering = report.evening.gathering
    words = ngettext(
        "Somebody who was there says what is wrong in the report of %(title)s",
        "%(n)s times somebody who was there says what is wrong in the report of %(title)s",
        times,
    )
    address = reverse("evening_report", kwargs={"lab_slug": gathering.lab.slug, "pk": gathering.pk})
    return Line(words, {"title": Theirs(gathering.title), "n": times}, address, gathering.lab)


def taken_back(outcome: Outcome, times: int) -> Line:
    """Lead to the idea or the comment that stays; whether it may stay is for people to say."""
    idea = outcome.idea
    assert idea is not None
    words = _("The writer of a note took it back. It became the idea %(title)s")
    if outcome.state == OutcomeState.COMMENT:
        words = _("The writer of a note took it back. It became a comment at %(title)s")
    address = outcome.said.get_absolute_url() if outcome.said else idea.get_absolute_url()
    remark = _("What is online stays. Would the writer rather not have it there? Then take it away.")
    return Line(words, {"title": Theirs(idea.title)}, address, outcome.lab, remark=remark)
