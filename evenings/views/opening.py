"""Open and close the evening of a gathering, and make its codes beforehand; for its organisers."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from common import clock
from evenings import rules
from evenings.models import Evening, EveningClosed, Session
from events.views.found import find_gathering
from labs.decorators import MemberRequest, member_required


@require_POST
@member_required
def open_evening(request: MemberRequest, pk: int) -> HttpResponse:
    """Open it, and go to the page to lead it. Without a plan one is chosen first."""
    gathering, now = find_gathering(request, pk), clock.now()
    if not rules.can_open_evening(request.member, gathering, now):
        raise PermissionDenied
    session = Session.objects.filter(gathering=gathering).first()
    if session is None:
        return redirect("evening_plan", lab_slug=request.lab.slug, pk=pk)
    session.gathering = gathering
    try:
        evening = Evening.open(session, now)
    except EveningClosed:
        messages.error(request, _("The evening can't be opened now. Does the plan have steps, and does it go ahead?"))
        return redirect("evening", lab_slug=request.lab.slug, pk=pk)
    messages.success(request, _("The evening is open. The code is %(code)s.") % {"code": evening.said})
    return redirect("live_lead", lab_slug=request.lab.slug, code=evening.code)


@require_POST
@member_required
def close_evening(request: MemberRequest, pk: int) -> HttpResponse:
    gathering, now = find_gathering(request, pk), clock.now()
    if not rules.can_lead(request.member, gathering):
        raise PermissionDenied
    evening = Evening.objects.filter(session__gathering=gathering).first()
    if evening and evening.close(now):
        messages.success(request, _("The evening is closed. Nobody can come in with the code any more."))
    return redirect("evening", lab_slug=request.lab.slug, pk=pk)


@require_POST
@member_required
def make_codes(request: MemberRequest, pk: int) -> HttpResponse:
    """Make the codes beforehand, and go to the sheets with them."""
    gathering, now = find_gathering(request, pk), clock.now()
    if not rules.can_open_evening(request.member, gathering, now):
        raise PermissionDenied
    session = Session.objects.filter(gathering=gathering).first()
    if session is None:
        return redirect("evening_plan", lab_slug=request.lab.slug, pk=pk)
    session.gathering = gathering
    try:
        Evening.make_codes(session, now)
    except EveningClosed:
        messages.error(request, _("The evening can't be opened now. Does the plan have steps, and does it go ahead?"))
        return redirect("evening", lab_slug=request.lab.slug, pk=pk)
    sheets = reverse("evening_paper", kwargs={"lab_slug": request.lab.slug, "pk": pk})
    return redirect(f"{sheets}#codes")
