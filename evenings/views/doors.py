"""The doors of an evening: who holds a ticket, who leads or helps, who has the QR code, and who types the code.

Wrong codes are counted per network address, over all labs. A code that no evening can have teaches nobody anything, so
it isn't counted; any other costs as much as there are evenings open in the lab, so that the chance to find one stays
the same (decision 0098). Who has less than that left is refused, with a right code too.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from accounts.intent import ask_to_sign_in
from common import clock
from common.network import network_of
from common.rate_limits import allow, wait
from evenings import codes, rules
from evenings.models import Evening, EveningClosed, Helper, Participant
from evenings.topics import HELPER, TICKET
from evenings.typed import typed_in
from labs.decorators import LabRequest, must_take_part
from labs.models import Membership, Visitor
from realtime import tickets

QUOTA = "evening_code"
type Rule = Callable[[Membership | Visitor, Evening, Helper | None], bool]
type EveningView = Callable[Concatenate[LabRequest, Evening, datetime, ...], HttpResponseBase]
type PhoneView = Callable[[LabRequest, Participant, datetime], HttpResponseBase]


class TooManyWrong(Exception):
    """This address typed too many wrong codes. `seconds`: how long it can't come in by code."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def participant_of(request: LabRequest, now: datetime) -> Participant | None:
    """Return who this browser is in an evening of this lab, with the evening; None without a ticket that counts."""
    ticket = tickets.read(request.COOKIES)
    if ticket and ticket.kind == HELPER:
        helper = helper_of(request, now)
        return as_participant(helper) if helper else None
    if ticket is None or ticket.kind != TICKET:
        return None
    found = Participant.objects.with_ticket(now).filter(evening__session__gathering__lab=request.lab, pk=ticket.id)
    return found.select_related("evening__session__gathering__lab").first()


def participant_at(request: LabRequest, text: str, now: datetime) -> Participant | None:
    """Return who this browser is in the evening with this code; None if it is in no evening, or in another."""
    participant = participant_of(request, now)
    return participant if participant and participant.evening.code == codes.read_code(text) else None


def participant_required(view: PhoneView) -> Callable[[LabRequest, str], HttpResponseBase]:
    """Give the view who takes part with this browser, and the time; others walk in first. Stands below `lab_page`."""

    @wraps(view)
    def with_participant(request: LabRequest, code: str) -> HttpResponseBase:
        now = clock.now()
        participant = participant_at(request, code, now)
        if participant is None:
            return redirect("live_phone", lab_slug=request.lab.slug, code=code)
        return view(request, participant, now)

    return with_participant


def as_participant(helper: Helper) -> Participant | None:
    if helper.participant:
        helper.participant.evening = helper.evening
    return helper.participant


def helper_of(request: LabRequest, now: datetime) -> Helper | None:
    """Return who helps with this browser in an evening of this lab; None without a ticket that counts."""
    ticket = tickets.read(request.COOKIES)
    if ticket is None or ticket.kind != HELPER:
        return None
    found = Helper.objects.with_ticket(now).filter(evening__session__gathering__lab=request.lab, pk=ticket.id)
    return found.with_tasks().first()


def lost_place(request: LabRequest) -> bool:
    """Was this browser in a rehearsal that stopped? Then its ticket is of nobody."""
    ticket = tickets.read(request.COOKIES)
    places = {TICKET: Participant.objects, HELPER: Helper.objects}
    return ticket is not None and ticket.kind in places and not places[ticket.kind].filter(pk=ticket.id).exists()


def open_to(request: LabRequest, text: str, now: datetime, may: Rule) -> Evening | None:
    """Return the open evening with this code if this member, or the helper of this browser, `may`. Counts nothing."""
    code, helper = codes.read_code(text), helper_of(request, now)
    if code is None or (helper is None and isinstance(request.member, Visitor)):
        return None
    evening = Evening.objects.open(now).filter(session__gathering__lab=request.lab, code=code).with_page().first()
    return evening if evening and may(request.member, evening, helper) else None


def open_for(may: Rule) -> Callable[[EveningView], Callable[..., HttpResponseBase]]:
    """Give a view the open evening, and the time, if this member or helper `may`. It stands below `lab_page`.

    Others are refused, and so is who comes when the evening was closed just now: the view may raise EveningClosed.
    """

    def with_rule(view: EveningView) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def with_evening(request: LabRequest, code: str, **more: Any) -> HttpResponseBase:
            now = clock.now()
            evening = open_to(request, code, now, may)
            if evening is None:
                return refuse(request, code, now)
            try:
                return view(request, evening, now, **more)
            except EveningClosed:
                return refuse(request, code, now)

        return with_evening

    return with_rule


def refuse(request: LabRequest, text: str, now: datetime) -> HttpResponse:
    """Answer who may not open a page of those who lead and help: in words to who helped, others sign in or get 404.

    What they typed stands there, to copy. Who helped at a rehearsal that stopped reads that at the door; who organises
    an evening that is closed goes to its page. Raises Paused, so that who is paused reads why.
    """
    helper = helper_of(request, now)
    if helper and helper.evening.code == codes.read_code(text):
        is_open, typed = helper.evening.is_open(now), typed_in(helper.evening, request.POST)
        status = 403 if is_open or not typed else 409
        return no_task(request, "none" if is_open else "closed", status, helper.evening, helper, typed)
    if request.method != "POST" and lost_place(request):
        return redirect("live", lab_slug=request.lab.slug)
    if not request.user.is_authenticated or not request.user.name:
        return ask_to_sign_in(request)
    must_take_part(request.member)
    closed = closed_one(request, text)
    if closed and request.method == "POST" and (typed := typed_in(closed, request.POST)):
        return no_task(request, "closed", 409, closed, typed=typed)
    if closed and request.method != "POST":
        messages.info(request, _("The evening is over."))
        return redirect("evening", lab_slug=request.lab.slug, pk=closed.gathering.pk)
    raise Http404


def closed_one(request: LabRequest, text: str) -> Evening | None:
    """Return the last evening with this code, which isn't open, if this member organises it."""
    here = Evening.objects.shown().filter(session__gathering__lab=request.lab, code=codes.read_code(text) or "")
    last = here.select_related("session__gathering__lab").order_by("-closes_at").first()
    return last if last and rules.can_lead(request.member, last.gathering) else None


def no_task(
    request: LabRequest,
    why: str,
    status: int,
    evening: Evening | None = None,
    helper: Helper | None = None,
    typed: str = "",
) -> HttpResponse:
    """Say why a task can't be done or taken: it is "none" of theirs, the QR code is "old", the evening is "closed".

    `typed`: the words that they sent, to copy.
    """
    context = {"why": why, "evening": evening, "gathering": evening and evening.gathering, "helper": helper}
    context["typed"] = typed
    return render(request, "evenings/no_task.html", context, status=status)


def enter(request: LabRequest, text: str, now: datetime, key: str = "") -> Evening | None:
    """Return the open evening of this lab with this code; None if there is none, which counts. Raises TooManyWrong.

    With the key of the QR code nothing is counted or refused.
    """
    code = codes.read_code(text)
    if code is None:
        return None
    here = Evening.objects.open(now).filter(session__gathering__lab=request.lab)
    evening = here.filter(code=code).with_page().first()
    if evening and key and constant_time_compare(key, evening.key):
        return evening
    # A right code is asked, and a wrong one counted, in one step each: who guesses many at once gets no more answers
    address, price = network_of(request), max(1, here.count())
    if evening is None and not all(allow(QUOTA, address) for _ in range(price)):
        raise TooManyWrong(wait(QUOTA, address))
    if evening and (seconds := wait(QUOTA, address, times=price)):
        raise TooManyWrong(seconds)
    return evening
