"""The doors of an evening: who holds a ticket, who leads or helps, who has the QR code, and who types the code.

Wrong codes are counted per network address, over all labs. A code that no evening can have teaches nobody anything, so
it isn't counted; any other costs as much as there are evenings open in the lab, so that the chance to find one stays
the same (decision 0098).
"""

from collections.abc import Callable
from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare

from accounts.intent import ask_to_sign_in
from common.network import network_of
from common.rate_limits import allow, wait
from evenings import codes, rules
from evenings.models import Evening, Helper, Participant
from evenings.topics import HELPER, TICKET
from labs.decorators import LabRequest
from labs.models import Membership, Visitor
from realtime import tickets

QUOTA = "evening_code"
type Rule = Callable[[Membership | Visitor, Evening, Helper | None], bool]


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


def open_to(request: LabRequest, text: str, now: datetime, may: Rule) -> Evening | None:
    """Return the open evening with this code if this member, or the helper of this browser, `may`. Counts nothing."""
    code, helper = codes.read_code(text), helper_of(request, now)
    if code is None or (helper is None and isinstance(request.member, Visitor)):
        return None
    evening = Evening.objects.open(now).filter(session__gathering__lab=request.lab, code=code).with_page().first()
    return evening if evening and may(request.member, evening, helper) else None


def led_by(request: LabRequest, text: str, now: datetime) -> Evening | None:
    """Return the open evening with this code if this member or helper leads it. Counts nothing."""
    return open_to(request, text, now, rules.may_lead)


def refuse(request: LabRequest, text: str, now: datetime) -> HttpResponse:
    """Answer who may not open a page of those who lead and help: in words to who helped, others sign in or get 404."""
    helper = helper_of(request, now)
    if helper and helper.evening.code == codes.read_code(text):
        why = "none" if helper.evening.is_open(now) else "closed"
        return no_task(request, why, 403, helper.evening, helper)
    if not request.user.is_authenticated or not request.user.name:
        return ask_to_sign_in(request)
    raise Http404


def no_task(
    request: LabRequest, why: str, status: int, evening: Evening | None = None, helper: Helper | None = None
) -> HttpResponse:
    """Say why a task can't be done or taken: it is "none" of theirs, the QR code is "old", the evening is "closed"."""
    context = {"why": why, "evening": evening, "gathering": evening and evening.gathering, "helper": helper}
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
    address = network_of(request)
    if seconds := wait(QUOTA, address):
        raise TooManyWrong(seconds)
    if evening is None:
        for _price in range(max(1, here.count())):
            allow(QUOTA, address)
    return evening
