"""The plan of an evening, for its organisers: choose one, set minutes, move, take off and bring back steps."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.contrib import messages
from django.forms.boundfield import BoundField
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from common import clock
from common.time_words import clock_words
from evenings import rules
from evenings.forms.steps import ArrangeForm, PlanForm
from evenings.forms.who import WhoForm
from evenings.models import LabPlan, Session, Step, StepKind
from evenings.models.lab_plan import plans_for
from evenings.models.programme import is_on_page, timetable
from evenings.models.session import MOST_STEPS, TooManySteps
from evenings.plans import plans
from evenings.views.found import find_plan, find_step
from evenings.words import COLOURS
from events.models import Gathering
from ideas.models import Moved
from labs.decorators import MemberRequest, member_required

read_or_post = require_http_methods(["GET", "HEAD", "POST"])
GAP = 0.5  # between two steps in the bar
FULL = gettext_lazy("A plan has at most %(most)s steps. Take one off first.")


class Row(NamedTuple):
    """A step on the page: when it begins, whether it ends too late, and where it lies in the bar (0 to 100)."""

    step: Step
    colour: int
    starts_at: datetime | None
    clock: str
    is_late: bool
    left: float
    width: float
    minutes: BoundField | None


@read_or_post
@member_required
def evening(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the plan; a POST sets the minutes, and may move a step. Without a plan one is chosen first."""
    gathering, session = find_plan(request, pk)
    if session is None:
        return redirect("evening_plan", lab_slug=request.lab.slug, pk=pk)
    if request.method != "POST":
        return plan_page(request, session, ArrangeForm(session=session))
    form = ArrangeForm(request.POST, session=session)
    if not form.is_valid():
        return plan_page(request, session, form, 422)
    moved = form.moved()
    try:
        session.arrange(form.cleaned_data["seen"], form.minutes(), moved)
    except Moved:
        session = Session.objects.with_steps().get(gathering=gathering)
        form = ArrangeForm(request.POST, session=session)
        form.is_valid()
        form.accept(session.version)
        return plan_page(request, session, form, 409)
    return redirect(path_of(gathering) + (f"#{button_of(*moved)}" if moved else ""))


@read_or_post
@member_required
def evening_plan(request: MemberRequest, pk: int) -> HttpResponse:
    """Show all plans, and begin with one. The steps of the former plan can be put back one by one."""
    gathering, session = find_plan(request, pk)
    plans = plans_for(request.lab)
    if request.method != "POST":
        form = PlanForm(plans=plans, seen=session.version if session else 0)
        return plans_page(request, gathering, session, form)
    form = PlanForm(request.POST, plans=plans)
    if not form.is_valid():
        return plans_page(request, gathering, session, form, 422)
    try:
        Session.begin(gathering, plans[form.cleaned_data["plan"]], form.cleaned_data["seen"])
    except Moved:
        form = PlanForm(plans=plans, seen=Session.objects.get(gathering=gathering).version)
        messages.error(request, _("Somebody changed the plan of this evening just now. Look at it first."))
        return plans_page(request, gathering, session, form, 409)
    return redirect(path_of(gathering))


@require_POST
@member_required
def take_off(request: MemberRequest, pk: int, step_pk: int) -> HttpResponse:
    session, step = find_step(request, pk, step_pk)
    if session.take_off(step):
        messages.success(request, _("Taken off: %(step)s. You can put it back below.") % {"step": step.title})
    return redirect(path_of(session.gathering))


@require_POST
@member_required
def bring_back(request: MemberRequest, pk: int, step_pk: int) -> HttpResponse:
    session, step = find_step(request, pk, step_pk)
    try:
        session.bring_back(step)
    except TooManySteps:
        messages.error(request, FULL % {"most": MOST_STEPS})
        return redirect(path_of(session.gathering))
    return redirect(f"{path_of(session.gathering)}#stap-{step.pk}")


def button_of(step_pk: int, by: int) -> str:
    """Return the id of the button that moves this step: it has the keyboard again, to press it once more."""
    return f"{'omhoog' if by < 0 else 'omlaag'}-{step_pk}"


def path_of(gathering: Gathering) -> str:
    return reverse("evening", kwargs={"lab_slug": gathering.lab.slug, "pk": gathering.pk})


def plan_page(
    request: MemberRequest, session: Session, form: ArrangeForm, status: int = 200, who: WhoForm | None = None
) -> HttpResponse:
    """`who`: what wasn't accepted of who comes."""
    gathering = session.gathering
    may_change = rules.can_prepare(request.member, gathering, clock.now())
    rows = rows_of(session, form if may_change else None)
    context: dict[str, Any] = {"gathering": gathering, "session": session, "form": form, "rows": rows}
    context |= {"may_change": may_change, "too_long": 0, "left_over": 0, "who": who or WhoForm(session=session)}
    context |= {"may_keep": rules.can_keep(request.member, gathering), "is_on_page": is_on_page(session)}
    if gathering.starts_at and gathering.ends_at:
        there = int((gathering.ends_at - gathering.starts_at).total_seconds() // 60)
        context |= {
            "too_long": max(session.minutes - there, 0),
            "may_skip": [step for step in session.plan_steps if step.may_skip],
            "left_over": max(there - session.minutes, 0),
            "there": there,
            "end": 100 * there / session.minutes if session.minutes > there else None,
        }
    return render(request, "evenings/evening.html", context, status=status)


def rows_of(session: Session, form: ArrangeForm | None) -> list[Row]:
    """Return a row for each step, in order."""
    end, whole, before, rows = session.gathering.ends_at, session.minutes, 0, []
    for step, starts_at in timetable(session):
        row = Row(
            step,
            COLOURS[StepKind(step.kind)],
            starts_at,
            clock_words(starts_at) if starts_at else "",
            bool(starts_at and end and starts_at + timedelta(minutes=step.minutes) > end),
            100 * before / whole,
            100 * step.minutes / whole - GAP,
            form[f"minutes-{step.pk}"] if form else None,
        )
        rows.append(row)
        before += step.minutes
    return rows


def plans_page(
    request: MemberRequest, gathering: Gathering, session: Session | None, form: PlanForm, status: int = 200
) -> HttpResponse:
    kept = list(LabPlan.objects.filter(lab=request.lab).with_page())
    context = {
        "gathering": gathering,
        "session": session,
        "form": form,
        "kept": [(plan, plan.as_plan, rules.can_change_lab_plan(request.member, plan)) for plan in kept],
        "plans": plans().values(),
        "may_change": rules.can_prepare(request.member, gathering, clock.now()),
        "may_keep": rules.can_keep(request.member, gathering),
    }
    return render(request, "evenings/plans.html", context, status=status)
