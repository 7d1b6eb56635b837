"""The words of one step of an evening, for its organisers."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evenings.forms.steps import StepForm
from evenings.models import Session, Step
from evenings.models.session import MOST_STEPS, TooManySteps
from evenings.views.found import find_plan, find_step
from evenings.views.plan import FULL, path_of
from ideas.models import Moved
from labs.decorators import MemberRequest, member_required

read_or_post = require_http_methods(["GET", "HEAD", "POST"])


@read_or_post
@member_required
def evening_step_new(request: MemberRequest, pk: int) -> HttpResponse:
    """Add a step at the end of the plan."""
    _gathering, session = find_plan(request, pk, is_form=True)
    if session is None:
        return redirect("evening_plan", lab_slug=request.lab.slug, pk=pk)
    if request.method != "POST":
        return step_page(request, session, None, StepForm(session=session))
    form = StepForm(request.POST, session=session)
    if not form.is_valid():
        return step_page(request, session, None, form, 422)
    try:
        step = session.add_step(form.cleaned_data["key"], **form.words())
    except TooManySteps:
        form.add_error(None, FULL % {"most": MOST_STEPS})
        return step_page(request, session, None, form, 422)
    return redirect(f"{path_of(session.gathering)}#stap-{step.pk}")


@read_or_post
@member_required
def evening_step(request: MemberRequest, pk: int, step_pk: int) -> HttpResponse:
    """Change the words of a step."""
    session, step = find_step(request, pk, step_pk)
    if request.method != "POST":
        return step_page(request, session, step, StepForm(session=session, step=step))
    form = StepForm(request.POST, session=session, step=step)
    if not form.is_valid():
        return step_page(request, session, step, form, 422)
    try:
        if session.change_step(step, form.cleaned_data["seen"], **form.words()):
            messages.success(request, _("Saved: %(step)s.") % {"step": step.title})
    except Moved:
        form.accept(step.state)
        return step_page(request, session, step, form, 409)
    return redirect(f"{path_of(session.gathering)}#stap-{step.pk}")


def step_page(
    request: MemberRequest, session: Session, step: Step | None, form: StepForm, status: int = 200
) -> HttpResponse:
    context = {"gathering": session.gathering, "session": session, "step": step, "form": form}
    return render(request, "evenings/step.html", context, status=status)
