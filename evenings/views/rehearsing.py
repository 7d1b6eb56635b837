"""Rehearse an evening before it is opened, and stop the rehearsal; for its organisers."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from common import clock
from evenings import rules
from evenings.models import Evening, EveningClosed
from evenings.views.found import find_to_open
from events.views.found import find_gathering
from labs.decorators import MemberRequest, member_required


@require_POST
@member_required
def rehearse(request: MemberRequest, pk: int) -> HttpResponse:
    """Begin a rehearsal, or go on with it for a quarter of an hour, and go to the page to lead it."""
    now = clock.now()
    session = find_to_open(request, pk, now)
    if session is None:
        return redirect("evening_plan", lab_slug=request.lab.slug, pk=pk)
    try:
        evening = Evening.try_out(session, now)
    except EveningClosed:
        words = _("It can't be rehearsed now. Was the evening opened already, and does the plan have steps?")
        messages.error(request, words)
        return redirect("evening", lab_slug=request.lab.slug, pk=pk)
    return redirect("live_lead", lab_slug=request.lab.slug, code=evening.code)


@require_POST
@member_required
def stop_rehearsal(request: MemberRequest, pk: int) -> HttpResponse:
    gathering, now = find_gathering(request, pk), clock.now()
    if not rules.can_lead(request.member, gathering):
        raise PermissionDenied
    evening = Evening.objects.filter(session__gathering=gathering).first()
    if evening and evening.stop_rehearsal(now):
        messages.success(request, rehearsal_is_over())
    return redirect("evening", lab_slug=request.lab.slug, pk=pk)


def rehearsal_is_over() -> str:
    return _("The rehearsal is over. Nothing of it is left, and the codes are the same.")
