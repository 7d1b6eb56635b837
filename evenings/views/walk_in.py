"""Walk into an evening without an account, by the code or the QR code, and come back by a personal word."""

import math
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from common import clock
from common.network import network_of
from common.rate_limits import allow, wait
from evenings.brought import brought_by
from evenings.forms.bringing import BringForm
from evenings.forms.choosing import PeopleForm, person_of
from evenings.forms.notes import NoteForm
from evenings.forms.walk_in import NO_CODE, NO_WORD, BackForm, CodeForm, WalkInForm
from evenings.mine import my_choice_of
from evenings.models import Evening, EveningClosed, Participant
from evenings.models.evening import OPEN_AT_MOST
from evenings.models.participant import STAYS
from evenings.showing import DOOR, facts_of
from evenings.topics import TICKET
from evenings.views.doors import TooManyWrong, enter, helper_of, lost_place, participant_at, participant_of
from evenings.views.leading import reread
from evenings.wall import mine_of
from labs.decorators import LabRequest, lab_page
from realtime import tickets
from realtime.tickets import Ticket
from realtime.topics import cursor

read_or_post = require_http_methods(["GET", "HEAD", "POST"])
TICKET_SECONDS = int((OPEN_AT_MOST + STAYS).total_seconds())


@never_cache
@read_or_post
@lab_page
def live(request: LabRequest) -> HttpResponse:
    """Ask for the code on the screen. Who is in an evening already goes there."""
    now = clock.now()
    if request.method != "POST":
        return already_in(request, now) or door_page(request)
    form = CodeForm(request.POST)
    if not form.is_valid():
        return code_page(request, form, 422)
    try:
        evening = enter(request, form.cleaned_data["code"], now)
    except TooManyWrong as error:
        return too_many_page(request, form, error)
    if evening is None:
        form.add_error("code", NO_CODE)
        return code_page(request, form, 422)
    return redirect(evening)


def door_page(request: LabRequest) -> HttpResponse:
    """Ask for the code. Who was in a rehearsal that stopped reads that, once."""
    is_over = lost_place(request)
    response = render(request, "evenings/live.html", {"form": CodeForm(), "is_over": is_over})
    if is_over:
        tickets.take(response)
    return response


def already_in(request: LabRequest, now: datetime) -> HttpResponse | None:
    """Go to the page of who takes part or helps with this browser."""
    if participant := participant_of(request, now):
        return redirect(participant.evening)
    if (helper := helper_of(request, now)) and helper.kinds:
        return redirect("live_help", lab_slug=request.lab.slug, code=helper.evening.code)
    return None


@never_cache
@read_or_post
@lab_page
def live_phone(request: LabRequest, code: str) -> HttpResponse:
    """Show the step to who is in; a POST lets somebody in. A code that leads nowhere asks for another one."""
    now = clock.now()
    if participant := participant_at(request, code, now):
        is_in_already = request.method == "POST"
        return redirect(participant.evening) if is_in_already else phone_page(request, participant, now)
    if request.method != "POST" and DOOR not in request.GET and lost_place(request):
        return redirect("live", lab_slug=request.lab.slug)  # their page loads itself again: that is no guess
    form = WalkInForm(request.POST if request.method == "POST" else None, initial={"door": request.GET.get(DOOR)})
    door = request.POST.get("door", "") if request.method == "POST" else request.GET.get(DOOR, "")
    try:
        evening = enter(request, code, now, door)
    except TooManyWrong as error:
        return too_many_page(request, CodeForm(initial={"code": code}), error)
    if evening is None:
        return no_evening(request, code)
    if not evening.session.asks_names:
        del form.fields["name"]
    if request.method != "POST":
        return walk_in_page(request, evening, form)
    if not form.is_valid():
        return walk_in_page(request, evening, form, 422)
    return let_in(request, evening, form, now)


def let_in(request: LabRequest, evening: Evening, form: WalkInForm, now: datetime) -> HttpResponse:
    if not allow("walk_in", network_of(request)):
        form.add_error(None, _("Many people come in at this moment. Wait a minute, then try again."))
        return walk_in_page(request, evening, form, 429)
    try:
        participant = evening.join(form.cleaned_data["key"], form.cleaned_data.get("name", ""), now)
    except EveningClosed:
        return no_evening(request, evening.code)
    return with_ticket(request, evening, participant, now)


@never_cache
@read_or_post
@lab_page
def live_back(request: LabRequest, code: str) -> HttpResponse:
    """Go on as the same participant on another device, by the personal word."""
    now = clock.now()
    try:
        evening = enter(request, code, now)
    except TooManyWrong as error:
        return too_many_page(request, CodeForm(initial={"code": code}), error)
    if evening is None:
        return no_evening(request, code)
    form = BackForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return back_page(request, evening, form, 422 if request.method == "POST" else 200)
    if wait("evening_word", network_of(request)):
        form.add_error(None, _("Too many wrong words came from here. Walk in again, or ask a helper."))
        return back_page(request, evening, form, 429)
    participant = evening.participants.filter(word=form.cleaned_data["word"]).first()
    if participant is None:
        allow("evening_word", network_of(request))
        form.add_error("word", NO_WORD)
        return back_page(request, evening, form, 422)
    return with_ticket(request, evening, participant, now)


def with_ticket(request: LabRequest, evening: Evening, participant: Participant, now: datetime) -> HttpResponse:
    """Go in with a ticket. Who helps at this evening keeps that ticket, and takes part with it."""
    response = redirect(evening)
    helper = helper_of(request, now)
    if helper and helper.evening_id == evening.pk:
        helper.take_part(participant)
        return response
    tickets.give(response, Ticket(TICKET, participant.pk), TICKET_SECONDS)
    return response


def phone_page(
    request: LabRequest,
    participant: Participant,
    now: datetime,
    status: int = 200,
    form: NoteForm | None = None,
    people_form: PeopleForm | None = None,
    bring: BringForm | None = None,
    pick_trouble: str = "",
    **choice: Any,
) -> HttpResponse:
    """`form`, `people_form`, `bring`: what wasn't accepted; `pick_trouble`: why a note wasn't picked.

    `choice`: what is said of choosing (`my_choice_of`).
    """
    after = cursor(participant.evening)
    evening = participant.evening = reread(participant.evening)
    context = facts_of(evening) | {"participant": participant, "after": after, "now": now}
    context |= {"note_form": form or NoteForm(participant=participant), "mine": mine_of(participant)}
    context["people_form"] = people_form or PeopleForm(participant=participant)
    brought = brought_by(participant)
    context |= {"bring_form": bring or BringForm(participant=participant, brought=brought), "my_pledges": brought}
    context["pick_trouble"] = pick_trouble
    context["helper"] = helper_of(request, now)
    context["my_choice"] = my_choice_of(context["choosing"], participant, **{"person": person_of(request)} | choice)
    return render(request, "evenings/phone.html", context, status=status)


def walk_in_page(request: LabRequest, evening: Evening, form: WalkInForm, status: int = 200) -> HttpResponse:
    context = {"evening": evening, "gathering": evening.gathering, "form": form}
    return render(request, "evenings/walk_in.html", context, status=status)


def back_page(request: LabRequest, evening: Evening, form: BackForm, status: int) -> HttpResponse:
    context = {"evening": evening, "gathering": evening.gathering, "form": form}
    return render(request, "evenings/back.html", context, status=status)


def code_page(request: LabRequest, form: CodeForm, status: int = 200) -> HttpResponse:
    return render(request, "evenings/live.html", {"form": form}, status=status)


def no_evening(request: LabRequest, code: str) -> HttpResponse:
    form = CodeForm({"code": code.replace("-", " ")})
    form.is_valid()
    if not form.errors:
        form.add_error("code", NO_CODE)
    return code_page(request, form, 404)


def too_many_page(request: LabRequest, form: CodeForm, error: TooManyWrong) -> HttpResponse:
    """Say what works now: the same for a right and for a wrong code."""
    minutes = math.ceil(error.seconds / 60)
    words = ngettext(
        "Too many wrong codes came from here. Scan the QR code on the screen, or ask a helper. In %(n)s minute "
        "you can type a code again.",
        "Too many wrong codes came from here. Scan the QR code on the screen, or ask a helper. In %(n)s minutes "
        "you can type a code again.",
        minutes,
    )
    response = render(request, "evenings/live.html", {"form": form, "refused": words % {"n": minutes}}, status=429)
    response.headers["Retry-After"] = str(error.seconds)
    return response
