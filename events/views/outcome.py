"""The outcome of a gathering, and of each idea on its table."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common import clock
from events import rules
from events.forms.outcome import OutcomeForm
from events.views.found import find_gathering
from labs.decorators import MemberRequest, member_required


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def gathering_outcome(request: MemberRequest, pk: int) -> HttpResponse:
    """Show and save the outcome, from the beginning of the gathering on; a second save replaces the first."""
    gathering = find_gathering(request, pk)
    if not rules.can_note_outcome(request.member, gathering, clock.now()):
        raise PermissionDenied
    form = OutcomeForm(request.POST if request.method == "POST" else None, gathering=gathering)
    if not form.is_valid():
        context = {"gathering": gathering, "form": form, "is_over": gathering.is_over(clock.now())}
        return render(request, "events/gathering_outcome.html", context, status=422 if form.is_bound else 200)
    with transaction.atomic():
        gathering.note_outcomes(form.outcomes())
        if not gathering.close(form.cleaned_data["outcome"]):
            raise PermissionDenied
    messages.success(
        request, _("It is online. Whoever made an idea on the table, or helps with it, gets an email about it.")
    )
    return redirect(gathering)
