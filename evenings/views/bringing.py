"""Bring something in on a phone, say whether others may read it, and take it back."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from common.http import wants_part
from common.rate_limits import TooOften
from evenings.brought import Brought, brought_by
from evenings.forms.bringing import BringForm, PressForm
from evenings.models import EveningClosed, Participant, StepOver
from evenings.views.doors import participant_required
from evenings.views.leading import reread
from evenings.views.walk_in import phone_page
from labs.decorators import LabRequest, lab_page


@never_cache
@require_POST
@lab_page
@participant_required
def live_bring(request: LabRequest, participant: Participant, now: datetime) -> HttpResponse:
    """Add what somebody brings. Refused, their words stay in the form."""
    evening = participant.evening
    form = BringForm(request.POST, participant=participant)
    if not form.is_valid():
        return bring_again(request, participant, now, form, 422)
    values = form.cleaned_data
    own = {name: values[name] for name in ("kind", "by_when", "contact")}
    own |= {"name": values.get("name", ""), "language": get_language() or ""}
    try:
        evening.bring(values["step"], values["words"], values["key"], now, participant, **own)
    except EveningClosed:
        words = _("The evening is closed, so this can't be sent any more. Your words are still here.")
        form.add_error(None, words)
        return bring_again(request, participant, now, form, 409)
    except StepOver:
        words = _("This step is not there any more. Your words are still here. Say them aloud, or ask a helper.")
        form.add_error(None, words)
        return bring_again(request, participant, now, form, 409)
    except TooOften as limit:
        form.add_error(None, limit.words)
        return bring_again(request, participant, now, form, 429)
    if not wants_part(request):
        messages.success(request, _("Thank you. What you bring in is in the list of the organisers."))
    return mine(request, participant, 201)


@never_cache
@require_POST
@lab_page
@participant_required
def live_bring_change(request: LabRequest, participant: Participant, now: datetime) -> HttpResponse:
    """Let others read one's own pledge or not, or take it back; also after the evening."""
    form = PressForm(request.POST)
    if not form.is_valid():
        return phone_page(request, participant, now, 422)
    pledge, do = form.cleaned_data["press"]
    if do == "back":
        participant.evening.bring_nothing(pledge, participant)
    elif do in ("yes", "no"):
        participant.evening.let_show(pledge, do == "yes", participant)
    return mine(request, participant)


def mine(request: LabRequest, participant: Participant, status: int = 200) -> HttpResponse:
    """Answer our script with what they bring; `status`: of that answer. A browser goes back to the phone's page."""
    if not wants_part(request):
        return redirect(participant.evening)
    context = {"my_pledges": brought_by(participant), "participant": participant, "evening": participant.evening}
    return render(request, "evenings/_brought_mine.html", context | {"lab": request.lab}, status=status)


def bring_again(
    request: LabRequest, participant: Participant, now: datetime, form: BringForm, status: int
) -> HttpResponse:
    if wants_part(request):
        evening = reread(participant.evening)
        context = {"bring_form": form, "evening": evening, "brought": Brought(evening), "lab": request.lab}
        return render(request, "evenings/_bring_form.html", context, status=status)
    return phone_page(request, participant, now, status, bring=form)
