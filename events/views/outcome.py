"""The outcome of a gathering, and of each idea on its table."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common import clock
from common.merging import Difference
from events import rules
from events.forms.outcome import OutcomeForm
from events.models import Gathering
from events.views.editing import tell_kept
from events.views.found import find_gathering
from ideas.models import Moved
from labs.decorators import LabRequest, MemberRequest, member_required
from labs.models import Membership


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def gathering_outcome(request: MemberRequest, pk: int) -> HttpResponse:
    """Show and save the outcome, from the beginning of the gathering on. Two edits at once are merged."""
    gathering, member, kept = find_gathering(request, pk), request.member, list[str]()
    form = OutcomeForm(request.POST if request.method == "POST" else None, gathering=gathering)
    if not rules.can_note_outcome(member, gathering, clock.now()):
        if form.is_bound and rules.organises(member, gathering):
            return no_longer(request, gathering, form)
        raise PermissionDenied
    while form.is_valid():
        try:
            note(gathering, form, request.member)
        except Moved:
            gathering = find_gathering(request, pk)
            if not rules.can_note_outcome(member, gathering, clock.now()):
                return no_longer(request, gathering, form)
            merged = form.merged(gathering)
            kept += merged.kept
            form = OutcomeForm(merged.data, gathering=gathering)
            if merged.differences:
                return outcome_page(request, gathering, form, 409, merged.differences, kept)
        else:
            messages.success(
                request,
                _("It is online. Whoever takes part in an idea on the table hears it."),
            )
            tell_kept(request, kept)
            return redirect(gathering)
    return outcome_page(request, gathering, form, 422 if form.is_bound else 200)


@transaction.atomic
def note(gathering: Gathering, form: OutcomeForm, by: Membership) -> None:
    """Save the whole form or nothing. Raises Moved if anything on the table changed since the form was opened."""
    gathering.hold_with_table()
    if form.cleaned_data["seen"] != gathering.table_revision:
        raise Moved(gathering)
    gathering.note_outcomes(form.outcomes())
    if not gathering.close(form.cleaned_data["outcome"], by):
        raise PermissionDenied


def no_longer(request: LabRequest, gathering: Gathering, form: OutcomeForm) -> HttpResponse:
    """The gathering takes no outcome now: show the form with its text, to use elsewhere."""
    form.add_error(None, _("This cannot be saved: the gathering was cancelled or moved. Your text is still here."))
    return outcome_page(request, gathering, form, 403)


def outcome_page(
    request: LabRequest,
    gathering: Gathering,
    form: OutcomeForm,
    status: int,
    differences: list[Difference] | None = None,
    kept: list[str] | None = None,
) -> HttpResponse:
    context = {"gathering": gathering, "form": form, "is_over": gathering.is_over(clock.now())}
    context |= {"differences": differences, "kept": kept}
    return render(request, "events/gathering_outcome.html", context, status=status)
