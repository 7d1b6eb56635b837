"""Ask for the floor on a phone, and who leads gives it."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from common.http import wants_part
from evenings import rules
from evenings.forms.speaking import SpokeForm
from evenings.models import Evening, EveningClosed, Participant
from evenings.views.doors import open_for, participant_required
from evenings.views.leading import lead_page, reread
from evenings.views.walk_in import phone_page
from labs.decorators import LabRequest, lab_page


@lab_page
def back_to_lead(request: LabRequest, code: str) -> HttpResponse:
    """The GET of a button's URL."""
    return redirect("live_lead", lab_slug=request.lab.slug, code=code)


@never_cache
@require_POST
@lab_page
@participant_required
def live_floor(request: LabRequest, participant: Participant, now: datetime) -> HttpResponse:
    """Ask for the floor, or not any more."""
    try:
        participant.evening.ask_floor(participant, request.POST.get("on") == "1", now)
    except EveningClosed:
        return floor_again(request, participant, now, 409)
    if not wants_part(request):
        return redirect(f"{participant.evening.get_absolute_url()}#floor")
    return floor_again(request, participant, now)


def floor_again(request: LabRequest, participant: Participant, now: datetime, status: int = 200) -> HttpResponse:
    """Show what this participant may do now: with the part that says who waits, for our script."""
    if not wants_part(request):
        return phone_page(request, participant, now, status)
    participant.refresh_from_db(fields=["asked_floor"])
    context = {"participant": participant, "evening": reread(participant.evening), "lab": request.lab}
    return render(request, "evenings/_floor_again.html", context, status=status)


@never_cache
@require_POST
@lab_page
@open_for(rules.may_lead)
def live_spoke(request: LabRequest, evening: Evening, now: datetime) -> HttpResponse:
    """Somebody had the floor: they wait no more."""
    form = SpokeForm(request.POST)
    if not form.is_valid():
        return lead_page(request, evening, now, 422, _("This button doesn't work. Press it again."))
    who, asked = form.cleaned_data["press"]
    evening.spoke(who, asked, now)
    if wants_part(request):
        return render(request, "evenings/_live_speakers.html", {"evening": reread(evening), "lab": request.lab})
    return redirect("live_lead", lab_slug=request.lab.slug, code=evening.code)
