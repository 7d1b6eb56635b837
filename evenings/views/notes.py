"""Write notes on a phone, for oneself or for a table, and take them back."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from common.http import wants_part
from common.rate_limits import TooOften
from evenings.forms.choosing import PeopleForm
from evenings.forms.notes import NoteForm, OneNoteForm, PickForm
from evenings.models import EveningClosed, Note, Participant, PickedEnough, StepOver
from evenings.models.choosing import StillChosen, seat
from evenings.models.noting import WITH_NOTES
from evenings.views.doors import participant_required
from evenings.views.walk_in import phone_page
from evenings.wall import Wall, mine_of
from labs.decorators import LabRequest, lab_page


@lab_page
def back_to_phone(request: LabRequest, code: str) -> HttpResponse:
    """The GET of a button's URL."""
    return redirect("live_phone", lab_slug=request.lab.slug, code=code)


@never_cache
@require_POST
@lab_page
@participant_required
def live_note(request: LabRequest, participant: Participant, now: datetime) -> HttpResponse:
    """Add a note to the step that its form names. Refused, its words stay in the form."""
    evening = participant.evening
    form = NoteForm(request.POST, participant=participant)
    if not form.is_valid():
        return note_again(request, participant, now, form, 422)
    values = form.cleaned_data
    try:
        evening.write(values["step"], values["text"], values["key"], now, participant)
    except EveningClosed:
        words = _("The evening is closed, so this note can't be sent any more. Your words are still here.")
        form.add_error(None, words)
        return note_again(request, participant, now, form, 409)
    except StepOver:
        return step_over(request, participant, now)
    except TooOften as limit:
        form.add_error(None, limit.words)
        return note_again(request, participant, now, form, 429)
    if not wants_part(request):
        messages.success(request, _("Your note was sent."))
    return mine(request, participant, 201)


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
        words = _("That step is over. Your words are still here: send them again for the step of now.")
    else:
        words = _("That step is over. Your words are still here. Say them aloud, or write them on paper for a helper.")
    form.add_error(None, words)
    return note_again(request, participant, now, form, 409)


@never_cache
@require_POST
@lab_page
@participant_required
def live_note_back(request: LabRequest, participant: Participant, now: datetime) -> HttpResponse:
    """Take one's own note back: it goes from all pages."""
    form = OneNoteForm(request.POST)
    if not form.is_valid():
        return phone_page(request, participant, now, 422)
    participant.evening.withdraw(form.cleaned_data["note"], participant)
    return mine(request, participant)


@never_cache
@require_POST
@lab_page
@participant_required
def live_note_pick(request: LabRequest, participant: Participant, now: datetime) -> HttpResponse:
    """Pick one of the notes of one's table, or not any more."""
    form = PickForm(request.POST)
    if not form.is_valid():
        return phone_page(request, participant, now, 422, pick_trouble=_("This button doesn't work. Press it again."))
    note_id, on = form.cleaned_data["press"]
    try:
        participant.evening.pick_note(note_id, on, participant, now)
    except PickedEnough:
        trouble = _("Your table picked three notes already. First take one of those off, at the same button.")
    except Note.DoesNotExist:
        trouble = _("This note is off the wall. Pick another one.")
    except StepOver:
        trouble = _("Tables don't pick notes at this moment.")
    except EveningClosed:
        trouble = _("The evening is closed. What you picked stays picked.")
    else:
        return mine(request, participant)
    if wants_part(request):
        return mine(request, participant, 409, pick_trouble=trouble)
    return phone_page(request, participant, now, 409, pick_trouble=trouble)


@never_cache
@require_POST
@lab_page
@participant_required
def live_table(request: LabRequest, participant: Participant, now: datetime) -> HttpResponse:
    """Say how many people there are at this device. If choices would go by that, it is asked once."""
    form = PeopleForm(request.POST, participant=participant)
    if not form.is_valid():
        return phone_page(request, participant, now, 422, people_form=form)
    try:
        seat(participant, form.cleaned_data["people"], now, is_sure=form.is_sure)
    except EveningClosed:
        return redirect(participant.evening)
    except StillChosen as chosen:
        form.ask(chosen.persons)
        return phone_page(request, participant, now, 422, people_form=form)
    return redirect(f"{participant.evening.get_absolute_url()}#people")


@never_cache
@require_POST
@lab_page
@participant_required
def live_named(request: LabRequest, participant: Participant, now: datetime) -> HttpResponse:
    """Be named with what comes of one's notes, or not."""
    participant.name_me(request.POST.get("on") == "1")
    return mine(request, participant)


def mine(request: LabRequest, participant: Participant, status: int = 200, **more: str) -> HttpResponse:
    """Answer our script with one's notes; `status`: of that answer. A browser goes back to the phone's page."""
    if not wants_part(request):
        return redirect(participant.evening)
    evening = participant.evening
    context = {"mine": mine_of(participant), "participant": participant, "evening": evening, "wall": Wall(evening)}
    return render(request, "evenings/_mine.html", context | {"lab": request.lab} | more, status=status)


def note_again(
    request: LabRequest, participant: Participant, now: datetime, form: NoteForm, status: int
) -> HttpResponse:
    if wants_part(request):
        context = {"note_form": form, "evening": participant.evening, "participant": participant, "lab": request.lab}
        return render(request, "evenings/_note_form.html", context, status=status)
    return phone_page(request, participant, now, status, form=form)
