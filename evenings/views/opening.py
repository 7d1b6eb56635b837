"""Open the evening of a gathering, and make its codes beforehand; for its organisers."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from common import clock
from evenings.models import Evening, EveningClosed
from evenings.views.found import find_to_open
from labs.decorators import MemberRequest, member_required


@require_POST
@member_required
def open_evening(request: MemberRequest, pk: int) -> HttpResponse:
    """Open it, and go to the page to lead it. Without a plan one is chosen first."""
    now = clock.now()
    session = find_to_open(request, pk, now)
    if session is None:
        return redirect("evening_plan", lab_slug=request.lab.slug, pk=pk)
    try:
        evening = Evening.open(session, now)
    except EveningClosed:
        messages.error(request, _("The evening can't be opened now. Does the plan have steps, and does it go ahead?"))
        return redirect("evening", lab_slug=request.lab.slug, pk=pk)
    messages.success(request, _("The evening is open. The code is %(code)s.") % {"code": evening.said})
    return redirect("live_lead", lab_slug=request.lab.slug, code=evening.code)


@require_POST
@member_required
def make_codes(request: MemberRequest, pk: int) -> HttpResponse:
    """Make the codes beforehand, and go to the sheets with them."""
    now = clock.now()
    session = find_to_open(request, pk, now)
    if session is None:
        return redirect("evening_plan", lab_slug=request.lab.slug, pk=pk)
    try:
        Evening.make_codes(session, now)
    except EveningClosed:
        messages.error(request, _("The evening can't be opened now. Does the plan have steps, and does it go ahead?"))
        return redirect("evening", lab_slug=request.lab.slug, pk=pk)
    sheets = reverse("evening_paper", kwargs={"lab_slug": request.lab.slug, "pk": pk})
    return redirect(f"{sheets}#codes")
