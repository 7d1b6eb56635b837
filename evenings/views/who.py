"""Who comes to an evening, for its organisers: a second language, and people younger than 16."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from evenings.forms.steps import ArrangeForm
from evenings.forms.who import WhoForm
from evenings.views.found import find_plan
from evenings.views.plan import path_of, plan_page
from ideas.models import Moved
from labs.decorators import MemberRequest, member_required


@require_POST
@member_required
def evening_who(request: MemberRequest, pk: int) -> HttpResponse:
    """Set it, and show the plan."""
    _gathering, session = find_plan(request, pk)
    if session is None:
        return redirect("evening_plan", lab_slug=request.lab.slug, pk=pk)
    form = WhoForm(request.POST, session=session)
    if not form.is_valid():
        return plan_page(request, session, ArrangeForm(session=session), 422, who=form)
    try:
        if session.set_who(**form.cleaned_data):
            messages.success(request, _("Saved: who comes to this evening."))
    except Moved:
        form.accept(session.who)
        return plan_page(request, session, ArrangeForm(session=session), 409, who=form)
    return redirect(f"{path_of(session.gathering)}#wie")
