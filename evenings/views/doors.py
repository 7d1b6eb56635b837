"""The doors of an evening: who holds a ticket, who leads, who has the QR code, and who types the code.

Wrong codes are counted per network address, over all labs. A code that no evening can have teaches nobody anything, so
it isn't counted; any other costs as much as there are evenings open in the lab, so that the chance to find one stays
the same (decision 0098).
"""

from datetime import datetime

from django.utils.crypto import constant_time_compare

from common.network import network_of
from common.rate_limits import allow, wait
from evenings import codes, rules
from evenings.models import Evening, Participant
from evenings.topics import TICKET
from labs.decorators import LabRequest
from labs.models import Visitor
from realtime import tickets

QUOTA = "evening_code"


class TooManyWrong(Exception):
    """This address typed too many wrong codes. `seconds`: how long it can't come in by code."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def participant_of(request: LabRequest, now: datetime) -> Participant | None:
    """Return who this browser is in an evening of this lab, with the evening; None without a ticket that counts."""
    ticket = tickets.read(request.COOKIES)
    if ticket is None or ticket.kind != TICKET:
        return None
    found = Participant.objects.with_ticket(now).filter(evening__session__gathering__lab=request.lab, pk=ticket.id)
    return found.select_related("evening__session__gathering__lab").first()


def led_by(request: LabRequest, text: str, now: datetime) -> Evening | None:
    """Return the open evening with this code if this member leads it. Counts nothing."""
    code = codes.read_code(text)
    if code is None or isinstance(request.member, Visitor):
        return None
    evening = Evening.objects.open(now).filter(session__gathering__lab=request.lab, code=code).with_page().first()
    return evening if evening and rules.can_lead(request.member, evening.gathering) else None


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
