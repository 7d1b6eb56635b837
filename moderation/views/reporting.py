"""Pages for whoever reports something: the form, and what came of their reports."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from challenges.views.found import find_challenge
from common.http import View
from common.paging import NearestPaginator
from common.rate_limits import TooOften, charge
from events.views.found import find_gathering
from ideas.models import NoPhoto
from ideas.views.found import find_comment, find_idea
from labs.decorators import LabRequest, MemberRequest, lab_page, member_required, while_paused
from labs.models import Membership, NameChanged
from labs.models.moderation import is_folded
from moderation import rules
from moderation.forms.reporting import ReportForm
from moderation.models import Case, NotReportable, Report, ThingKind, report
from moderation.models.case import due_in
from moderation.models.folding import folded_thing
from moderation.models.reviewing import set_review
from moderation.models.things import Reported, columns_of, is_gone, is_of_idea, kind_of
from moderation.names import names_at
from moderation.views.by_mail import form_by_mail, photo_of, thanks
from moderation.views.names import find_name

PER_PAGE = 20


def form_for(kind: ThingKind, find: Callable[..., Reported]) -> View:
    """Return the view of a form to report what `find` finds. Signed out, the form asks for a mail address.

    A POST of that form to this URL signs in first, and then reports with the account.
    """

    @never_cache
    @lab_page
    @while_paused
    def signed_out(request: LabRequest, **which: int) -> HttpResponse:
        return form_by_mail(request, find(request, **which))

    @member_required
    @while_paused
    def signed_in(request: MemberRequest, **which: int) -> HttpResponse:
        return report_page(request, found(request, **which))

    def found(request: MemberRequest, **which: int) -> Reported:
        """Return it also when it was folded since they opened its page."""
        try:
            return find(request, **which)
        except Http404:
            thing = folded_thing(request.lab, kind, which.get("comment_pk", which["pk"]))
            if thing is None:
                raise
            return thing

    @require_http_methods(["GET", "HEAD", "POST"])
    def form(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        is_member = request.user.is_authenticated or request.method == "POST"
        return (signed_in if is_member else signed_out)(request, **kwargs)

    return form


report_idea = form_for(ThingKind.IDEA, find_idea)
report_comment = form_for(ThingKind.COMMENT, find_comment)
report_challenge = form_for(ThingKind.CHALLENGE, find_challenge)
report_gathering = form_for(ThingKind.GATHERING, find_gathering)
report_photo = form_for(ThingKind.PHOTO, photo_of)
report_name = form_for(ThingKind.NAME, find_name)


def may_report(member: Membership, thing: Reported) -> bool:
    """May report it, also while it is folded: who had its page open can still say so. A query if it is hidden."""
    is_others = member.pk not in thing.writers() and not is_gone(thing)
    return rules.can_report(member, thing) or (is_others and is_folded(thing))


def report_page(request: MemberRequest, thing: Reported) -> HttpResponse:
    case = Case(lab=request.lab, **columns_of(thing))
    if request.member.pk in thing.writers():
        return render(request, "moderation/report_own.html", {"case": case}, status=403)
    if not may_report(request.member, thing):
        raise PermissionDenied
    before = Report.objects.filter(case__in=Case.objects.about(thing).open(), by=request.member.pk or 0).first()
    first = {"reason": before.reason, "words": before.words} if before else {}
    data = request.POST if request.method == "POST" else None
    form = ReportForm(data, is_of_idea=is_of_idea(kind_of(thing)), initial=first)

    def page(status: int) -> HttpResponse:
        context = {"case": case, "form": form, "before": before, "due": due_in(request.lab)}
        context["names"] = [] if thing.is_hidden else names_at(thing, request.member)
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
    except (NotReportable, NoPhoto, NameChanged):
        form.add_error(None, _("This is no longer possible: it was hidden or taken away a moment ago."))
        return page(403)
    messages.success(request, thanks(told.report))
    return redirect("reports", lab_slug=request.lab.slug)


@require_safe
@member_required
@while_paused
def reports(request: MemberRequest) -> HttpResponse:
    """List what this member reported in this lab, the latest first, and how it ended."""
    theirs = Report.objects.filter(by=request.member.pk or 0).order_by("-pk")
    page = NearestPaginator(theirs, PER_PAGE).get_page(request.GET.get("pagina"))
    listed = list(page.object_list)
    cases = {case.pk: case for case in Case.objects.with_reviews().filter(pk__in=[one.case_id for one in listed])}
    for one in listed:
        one.case = cases[one.case_id]
        one.case.stands_in(request.lab)
        set_review(one, request.member)
    page.object_list = listed
    return render(request, "moderation/reports.html", {"page": page})
