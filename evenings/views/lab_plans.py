"""The plans of a lab: keep the steps of an evening as one, and rename or remove it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.fields import is_id
from evenings import rules
from evenings.forms.lab_plans import LabPlanForm
from evenings.models import LabPlan, Session
from evenings.models.lab_plan import MOST_LAB_PLANS, NoSteps, PlanNameTaken, TooManyPlans
from evenings.views.found import find_evening
from evenings.views.plan import path_of
from events.models import Gathering
from ideas.models import Moved
from labs.decorators import MemberRequest, member_required

read_or_post = require_http_methods(["GET", "HEAD", "POST"])


@read_or_post
@member_required
def evening_keep(request: MemberRequest, pk: int) -> HttpResponse:
    """Keep the steps of this evening as a plan of the lab."""
    gathering, session = find_evening(request, pk)
    if not rules.can_keep(request.member, gathering):
        raise PermissionDenied
    if session is None:
        return redirect("evening_plan", lab_slug=request.lab.slug, pk=pk)
    if request.method != "POST":
        return keep_page(request, session, LabPlanForm())
    form = LabPlanForm(request.POST)
    if not form.is_valid():
        return keep_page(request, session, form, 422)
    try:
        plan = LabPlan.keep(session, request.member, form.cleaned_data["key"], **form.words())
    except PlanNameTaken:
        form.say_taken()
    except TooManyPlans:
        full = _("Your lab has %(most)s plans, and no more fit. Remove one first.") % {"most": MOST_LAB_PLANS}
        form.add_error(None, full)
    except NoSteps:
        messages.error(request, _("There is no step on this plan yet, so there is nothing to keep."))
        return redirect(path_of(gathering))
    else:
        kept = _("Kept: %(plan)s. Everybody who prepares an evening in this lab can choose it.")
        messages.success(request, kept % {"plan": plan.name})
        return redirect(f"{plans_path(gathering)}#plan-{plan.pk}")
    return keep_page(request, session, form, 422)


@read_or_post
@member_required
def evening_kept(request: MemberRequest, pk: int, plan_pk: int) -> HttpResponse:
    """Change the name and the goal of a plan of the lab."""
    gathering, plan = find_kept(request, pk, plan_pk)
    if plan is None:
        raise Http404
    if request.method != "POST":
        return kept_page(request, gathering, plan, LabPlanForm(plan=plan))
    form, status = LabPlanForm(request.POST, plan=plan), 422
    if not form.is_valid():
        return kept_page(request, gathering, plan, form, status)
    try:
        if plan.rename(form.cleaned_data["seen"], **form.words()):
            messages.success(request, _("Saved: %(plan)s.") % {"plan": plan.name})
    except PlanNameTaken:
        form.say_taken()
    except Moved:
        form.accept(plan.state)
        status = 409
    except LabPlan.DoesNotExist:
        return gone(request, gathering)
    else:
        return redirect(f"{plans_path(gathering)}#plan-{plan.pk}")
    return kept_page(request, gathering, plan, form, status)


@read_or_post
@member_required
def evening_kept_remove(request: MemberRequest, pk: int, plan_pk: int) -> HttpResponse:
    """Remove a plan of the lab, after a question."""
    gathering, plan = find_kept(request, pk, plan_pk)
    if plan is None:
        if request.method != "POST" or LabPlan.objects.filter(pk=plan_pk).exists():
            raise Http404  # never existed, or of another lab
        return gone(request, gathering)
    if request.method != "POST":
        return render(request, "evenings/lab_plan_remove.html", {"gathering": gathering, "plan": plan})
    if not plan.remove():
        return gone(request, gathering)
    messages.success(request, _("Removed: %(plan)s.") % {"plan": plan.name})
    return redirect(plans_path(gathering))


def find_kept(request: MemberRequest, pk: int, plan_pk: int) -> tuple[Gathering, LabPlan | None]:
    """Return the gathering from which they came, and the plan of its lab. Raises PermissionDenied."""
    gathering, _session = find_evening(request, pk)
    if not rules.can_keep(request.member, gathering) or not is_id(plan_pk):
        raise PermissionDenied
    plan = LabPlan.objects.filter(lab=request.lab, pk=plan_pk).with_page().first()
    if plan and not rules.can_change_lab_plan(request.member, plan):
        raise PermissionDenied
    return gathering, plan


def plans_path(gathering: Gathering) -> str:
    return reverse("evening_plan", kwargs={"lab_slug": gathering.lab.slug, "pk": gathering.pk})


def gone(request: MemberRequest, gathering: Gathering) -> HttpResponse:
    messages.info(request, _("This plan was removed already."))
    return redirect(plans_path(gathering))


def keep_page(request: MemberRequest, session: Session, form: LabPlanForm, status: int = 200) -> HttpResponse:
    context = {"gathering": session.gathering, "session": session, "form": form}
    return render(request, "evenings/lab_plan_keep.html", context, status=status)


def kept_page(
    request: MemberRequest, gathering: Gathering, plan: LabPlan, form: LabPlanForm, status: int = 200
) -> HttpResponse:
    context = {"gathering": gathering, "plan": plan, "form": form}
    return render(request, "evenings/lab_plan.html", context, status=status)
