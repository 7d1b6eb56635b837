"""Close an evening in two minutes: when people come back, who tells what to whom, and what is still open."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from common import clock
from evenings import codes, rules
from evenings.brought import Brought
from evenings.forms.closing import FinishForm
from evenings.models import Choice, Evening, EveningClosed, Helper
from evenings.models.choice import ChoiceState
from evenings.models.noting import WITH_NOTES
from evenings.models.participant import STAYS
from evenings.reporting import finish
from evenings.views.doors import helper_of, refuse
from evenings.views.leading import reread
from evenings.views.rehearsing import rehearsal_is_over
from evenings.wall import Wall
from ideas.models import Moved
from labs.decorators import LabRequest, lab_page

TOO_LATE = _(
    "Somebody else closed the evening just now. What you typed is still here: show it to the organisers, they can "
    "still add it."
)
read_or_post = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@read_or_post
@lab_page
def live_close(request: LabRequest, code: str) -> HttpResponse:
    """Show the page to close it; once it is closed, say so for a day. For anybody else there is no such page.

    Two who close at once: who is second keeps what they typed. Who organises it can still add that to the report.
    """
    now = clock.now()
    evening = found(request, code, helper_of(request, now), now)
    if evening is None:
        return refuse(request, code, now)
    is_rehearsal = evening.is_rehearsal
    if request.method != "POST":
        if evening.is_open(now):
            return close_page(request, evening, FinishForm(evening=evening, now=now))
        context = context_of(request, evening) | {"waiting": Wall(evening).waiting, "brings": Brought(evening).waiting}
        return render(request, "evenings/closed.html", context)
    form = FinishForm(request.POST, evening=evening, now=now)
    if not form.is_valid():
        return close_page(request, evening, form, 422)
    try:
        if not (evening.is_open(now) or organises(request, evening) or form.is_as_stored()):
            raise Moved(evening)
        finish(evening, **form.words(), seen=form.cleaned_data["seen"], at=now)
    except EveningClosed:
        return refuse(request, code, now)
    except Moved:
        evening = reread(evening)
        form = FinishForm(request.POST, evening=evening, now=now)
        form.is_valid()
        if evening.is_open(now) or organises(request, evening):
            form.accept(evening.report.version)
        else:
            form.add_error(None, TOO_LATE)
        return close_page(request, evening, form, 409)
    if is_rehearsal and organises(request, evening):
        messages.success(request, rehearsal_is_over())
        return redirect("evening", lab_slug=request.lab.slug, pk=evening.gathering.pk)
    return redirect("live_close", lab_slug=request.lab.slug, code=evening.code)


def found(request: LabRequest, text: str, helper: Helper | None, now: datetime) -> Evening | None:
    """Return the evening with this code that this member or helper leads, also within a day after it was closed."""
    code = codes.read_code(text)
    here = Evening.objects.shown().filter(session__gathering__lab=request.lab, code=code)
    lately = here.filter(closes_at__gt=now - STAYS).exclude(opened_at=None).order_by("-closes_at").with_page()
    return next((one for one in lately if rules.may_lead(request.member, one, helper)), None) if code else None


def organises(request: LabRequest, evening: Evening) -> bool:
    return rules.can_lead(request.member, evening.gathering)


def context_of(request: LabRequest, evening: Evening) -> dict[str, object]:
    return {"evening": evening, "gathering": evening.gathering, "organises": organises(request, evening)}


def close_page(request: LabRequest, evening: Evening, form: FinishForm, status: int = 200) -> HttpResponse:
    is_open = evening.is_open(clock.now())
    context = context_of(request, evening) | {"form": form, "is_open": is_open}
    if is_open:
        step = evening.step
        opened = Choice.objects.filter(step__session=evening.session_id, state=ChoiceState.OPEN, step__is_off=False)
        context |= {
            "waiting": Wall(evening).waiting,
            "brings": Brought(evening).waiting,
            "choosing": [one.step for one in opened.select_related("step")],
            "writing": step if step and step.kind in WITH_NOTES else None,
        }
    return render(request, "evenings/close.html", context, status=status)
