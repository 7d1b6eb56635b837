"""The three tasks of an evening: take one by its QR code, see who has which, take one back."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from common import clock
from common.network import network_of
from common.rate_limits import allow
from evenings import codes, rules
from evenings.forms.helping import RenewForm, TaskForm
from evenings.models import Evening, EveningClosed, Helper, Participant, Task, TaskKind
from evenings.models.helping import NewHelper, OldKey, kind_of
from evenings.showing import facts_of
from evenings.topics import HELPER
from evenings.views.doors import helper_of, no_task, open_for, participant_of
from evenings.views.walk_in import TICKET_SECONDS
from labs.decorators import LabRequest, lab_page
from realtime import tickets
from realtime.tickets import Ticket
from realtime.topics import cursor

read_or_post = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@read_or_post
@lab_page
def live_task(request: LabRequest, code: str, task_key: str) -> HttpResponse:
    """Ask whoever scanned the QR code of a task whether they take it; a POST takes it, so a preview of it doesn't."""
    now = clock.now()
    evening, kind = task_of(request, code, task_key)
    if evening is None or kind is None:
        return no_task(request, "old", 404)
    if not evening.is_open(now):
        return no_task(request, "closed", 403, evening)
    helper = helper_of(request, now)
    if helper and helper.evening_id != evening.pk:
        helper = None
    if request.method != "POST":
        guest = guest_of(request, evening, now)
        return task_page(request, evening, kind, helper, TaskForm(initial={"name": guest.name if guest else ""}))
    form = TaskForm(request.POST)
    if helper is None and not form.is_valid():
        return task_page(request, evening, kind, helper, form, 422)
    if not allow("walk_in", network_of(request)):
        form.add_error(None, _("Many people come in at this moment. Wait a minute, then try again."))
        return task_page(request, evening, kind, helper, form, 429)
    try:
        return take(request, evening, task_key, helper, form, now)
    except EveningClosed:
        return no_task(request, "closed", 403, evening)
    except OldKey:
        return no_task(request, "old", 404)


def task_of(request: LabRequest, text: str, key: str) -> tuple[Evening | None, TaskKind | None]:
    """Return the evening of this lab and the task that this QR code is of, also when the evening is closed.

    A wrong code and a wrong key are the same, so that nobody learns which codes there are.
    """
    code = codes.read_code(text)
    if code:
        for evening in Evening.objects.shown().filter(session__gathering__lab=request.lab, code=code).with_page():
            if kind := kind_of(evening, key):
                return evening, kind
    return None, None


def guest_of(request: LabRequest, evening: Evening, now: datetime) -> Participant | None:
    """Return who takes part in this evening with this browser."""
    participant = participant_of(request, now)
    return participant if participant and participant.evening_id == evening.pk else None


def take(
    request: LabRequest, evening: Evening, task_key: str, helper: Helper | None, form: TaskForm, now: datetime
) -> HttpResponse:
    """Take the task, and go to its page. Raises EveningClosed, OldKey."""
    who = helper or NewHelper(form.cleaned_data["key"], form.cleaned_data["name"], guest_of(request, evening, now))
    helper = evening.take_task(task_key, now, who)
    response = redirect("live_help", lab_slug=request.lab.slug, code=evening.code)
    tickets.give(response, Ticket(HELPER, helper.pk), TICKET_SECONDS)
    return response


@never_cache
@require_safe
@lab_page
@open_for(rules.may_help)
def live_help(request: LabRequest, evening: Evening, now: datetime) -> HttpResponse:
    """Show a helper their tasks, and where they do them."""
    after, helper = cursor(evening), helper_of(request, now)
    member = request.member
    context = facts_of(evening) | {
        "helper": helper,
        "after": after,
        "may_lead": rules.may_lead(member, evening, helper),
        "may_show": rules.may_show(member, evening, helper),
        "may_type": rules.may_type(member, evening, helper),
    }
    return render(request, "evenings/help.html", context)


@never_cache
@read_or_post
@lab_page
@open_for(rules.may_lead)
def live_tasks(request: LabRequest, evening: Evening, now: datetime) -> HttpResponse:
    """Show who leads the QR codes and who has which task; a POST renews a QR code."""
    if request.method == "POST":
        form = RenewForm(request.POST)
        if not form.is_valid():
            return tasks_page(request, evening, 422, _("This button doesn't work. Press it again."))
        if evening.renew_key(TaskKind(form.cleaned_data["kind"]), form.cleaned_data["seen"]):
            messages.success(request, _("The QR code is a new one. The old one gives no task any more."))
        return redirect("live_tasks", lab_slug=request.lab.slug, code=evening.code)
    return tasks_page(request, evening)


@never_cache
@read_or_post
@lab_page
@open_for(rules.may_lead)
def live_task_back(request: LabRequest, evening: Evening, now: datetime, task_pk: int) -> HttpResponse:
    """Ask who leads whether to take this task back; a POST takes it."""
    task = Task.objects.filter(helper__evening=evening, pk=task_pk).select_related("helper").first()
    if request.method == "POST":
        if evening.take_back(task_pk):
            messages.success(request, _("The task is taken back. Its QR code is a new one."))
        return redirect("live_tasks", lab_slug=request.lab.slug, code=evening.code)
    if task is None:
        return redirect("live_tasks", lab_slug=request.lab.slug, code=evening.code)
    context = {"evening": evening, "gathering": evening.gathering, "task": task}
    return render(request, "evenings/task_back.html", context)


def task_page(
    request: LabRequest, evening: Evening, kind: TaskKind, helper: Helper | None, form: TaskForm, status: int = 200
) -> HttpResponse:
    context = {"evening": evening, "gathering": evening.gathering, "kind": kind, "helper": helper, "form": form}
    return render(request, "evenings/task.html", context, status=status)


def tasks_page(request: LabRequest, evening: Evening, status: int = 200, trouble: str = "") -> HttpResponse:
    after = cursor(evening)
    evening.refresh_from_db(fields=["task_keys", "tasks_revision"])
    keys = [(kind, evening.task_keys[kind]) for kind in TaskKind]
    context = facts_of(evening) | {"after": after, "trouble": trouble, "keys": keys}
    return render(request, "evenings/tasks.html", context, status=status)
