"""Pages for whoever reports something: the form, and what came of their reports."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from challenges.views.found import find_challenge
from common.paging import NearestPaginator
from common.rate_limits import TooOften, charge
from events.views.found import find_gathering
from ideas.models import IdeaPhoto, NoPhoto
from ideas.views.found import find_comment, find_idea
from labs.decorators import MemberRequest, member_required, while_paused
from moderation import rules
from moderation.forms.reporting import ReportForm
from moderation.models import Case, NotReportable, Report, report
from moderation.models.case import due_in
from moderation.models.things import Reported, ThingKind, columns_of, kind_of

form_page = require_http_methods(["GET", "HEAD", "POST"])
PER_PAGE = 20
NOT_OF_IDEA = (ThingKind.CHALLENGE, ThingKind.GATHERING)


@form_page
@member_required
@while_paused
def report_idea(request: MemberRequest, pk: int) -> HttpResponse:
    return report_page(request, find_idea(request, pk))


@form_page
@member_required
@while_paused
def report_comment(request: MemberRequest, pk: int, comment_pk: int) -> HttpResponse:
    return report_page(request, find_comment(request, pk, comment_pk))


@form_page
@member_required
@while_paused
def report_challenge(request: MemberRequest, pk: int) -> HttpResponse:
    return report_page(request, find_challenge(request, pk))


@form_page
@member_required
@while_paused
def report_gathering(request: MemberRequest, pk: int) -> HttpResponse:
    return report_page(request, find_gathering(request, pk))


@form_page
@member_required
@while_paused
def report_photo(request: MemberRequest, pk: int) -> HttpResponse:
    return report_page(request, IdeaPhoto(find_idea(request, pk)))


def report_page(request: MemberRequest, thing: Reported) -> HttpResponse:
    if not rules.can_report(request.member, thing):
        raise PermissionDenied
    before = Report.objects.filter(case__in=Case.objects.about(thing).open(), by=request.member.pk or 0).first()
    first = {"reason": before.reason, "words": before.words} if before else {}
    data = request.POST if request.method == "POST" else None
    form = ReportForm(data, is_of_idea=kind_of(thing) not in NOT_OF_IDEA, initial=first)
    case = Case(lab=request.lab, **columns_of(thing))

    def page(status: int) -> HttpResponse:
        context = {"case": case, "form": form, "before": before, "due": due_in(request.lab)}
        return render(request, "moderation/report.html", context, status=status)

    if not form.is_valid():
        return page(422 if form.is_bound else 200)
    try:
        with transaction.atomic():
            told = report(thing, request.member, **form.cleaned_data)
            if told.is_new:
                charge("report", request.member.pk)
    except TooOften as limit:
        form.add_error(None, limit.words)
        return page(429)
    except (NotReportable, NoPhoto):
        form.add_error(None, _("This is no longer possible: it was hidden or taken away a moment ago."))
        return page(403)
    messages.success(request, _("The moderators have your report. You will hear what they did."))
    return redirect("reports", lab_slug=request.lab.slug)


@require_safe
@member_required
@while_paused
def reports(request: MemberRequest) -> HttpResponse:
    """List what this member reported in this lab, the latest first, and how it ended."""
    theirs = Report.objects.filter(by=request.member.pk or 0).order_by("-pk")
    page = NearestPaginator(theirs, PER_PAGE).get_page(request.GET.get("pagina"))
    listed = list(page.object_list)
    cases = {case.pk: case for case in Case.objects.with_thing().filter(pk__in=[one.case_id for one in listed])}
    for one in listed:
        one.case = cases[one.case_id]
        one.case.lab = request.lab
        if one.case.place:
            one.case.place.lab = request.lab
    page.object_list = listed
    return render(request, "moderation/reports.html", {"page": page})
