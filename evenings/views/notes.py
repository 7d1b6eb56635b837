"""Write notes on a phone, for oneself or for a table, and take them back."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from common import clock
from common.http import wants_part
from common.rate_limits import TooOften
from evenings import codes
from evenings.forms.notes import NoteForm, OneNoteForm
from evenings.models import EveningClosed, Participant, StepOver
from evenings.models.noting import WITH_NOTES
from evenings.views.doors import participant_of
from evenings.views.walk_in import phone_page
from evenings.wall import mine_of
from labs.decorators import LabRequest, lab_page


@lab_page
def back_to_phone(request: LabRequest, code: str) -> HttpResponse:
    """The GET of a button's URL."""
    return redirect("live_phone", lab_slug=request.lab.slug, code=code)


def is_in(request: LabRequest, code: str, now: datetime) -> Participant | None:
    """Return the participant of this evening who sent this; None if this browser is in no evening, or in another."""
    participant = participant_of(request, now)
    return participant if participant and participant.evening.code == codes.read_code(code) else None


@never_cache
@require_POST
@lab_page
def live_note(request: LabRequest, code: str) -> HttpResponse:
    """Add a note to the step that its form names. Refused, its words stay in the form."""
    now = clock.now()
    participant = is_in(request, code, now)
    if participant is None:
        return redirect("live_phone", lab_slug=request.lab.slug, code=code)
    evening = participant.evening
    form = NoteForm(request.POST, participant=participant)
    if not form.is_valid():
        return note_again(request, participant, form, 422)
    values = form.cleaned_data
    try:
        evening.write(values["step"], values["text"], values["key"], now, participant)
    except EveningClosed:
        form.add_error(
            None, _("The evening is closed, so this note can't be sent any more. Your words are still here.")
        )
        return note_again(request, participant, form, 409)
    except StepOver:
        return step_over(request, participant, now)
    except TooOften as limit:
        form.add_error(None, limit.words)
        return note_again(request, participant, form, 429)
    if wants_part(request):
        return render(request, "evenings/_mine.html", mine_context(request, participant), status=201)
    messages.success(request, _("Your note was sent."))
    return redirect(evening)


def step_over(request: LabRequest, participant: Participant, now: datetime) -> HttpResponse:
    """Keep the words; where people write notes now, the same form can be sent again, for that step."""
    evening = participant.evening
    evening.refresh_from_db(fields=["step"])
    goes_on = evening.step is not None and evening.step.kind in WITH_NOTES
    data = request.POST.copy()
    if goes_on:
        data["step"] = str(evening.step_id)
    form = NoteForm(data, participant=participant)
    form.is_valid()
    if goes_on:
        form.add_error(None, _("That step is over. Your words are still here: send them again for the step of now."))
    else:
        form.add_error(
            None,
            _("That step is over. Your words are still here. Say them aloud, or write them on paper for a helper."),
        )
    return note_again(request, participant, form, 409)


@never_cache
@require_POST
@lab_page
def live_note_back(request: LabRequest, code: str) -> HttpResponse:
    """Take one's own note back: it goes from all pages."""
    participant = is_in(request, code, clock.now())
    if participant is None:
        return redirect("live_phone", lab_slug=request.lab.slug, code=code)
    form = OneNoteForm(request.POST)
    if not form.is_valid():
        return phone_page(request, participant, status=422)
    participant.evening.withdraw(form.cleaned_data["note"], participant)
    if wants_part(request):
        return render(request, "evenings/_mine.html", mine_context(request, participant))
    return redirect(participant.evening)


@never_cache
@require_POST
@lab_page
def live_table(request: LabRequest, code: str) -> HttpResponse:
    """Write for a table on this device, or for oneself again."""
    participant = is_in(request, code, clock.now())
    if participant:
        participant.write_for_table(request.POST.get("on") == "1")
    return redirect("live_phone", lab_slug=request.lab.slug, code=code)


def mine_context(request: LabRequest, participant: Participant) -> dict[str, object]:
    return {
        "mine": mine_of(participant),
        "participant": participant,
        "evening": participant.evening,
        "lab": request.lab,
    }


def note_again(request: LabRequest, participant: Participant, form: NoteForm, status: int) -> HttpResponse:
    if wants_part(request):
        context = {"note_form": form, "evening": participant.evening, "participant": participant, "lab": request.lab}
        return render(request, "evenings/_note_form.html", context, status=status)
    return phone_page(request, participant, status=status, form=form)
