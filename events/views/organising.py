"""The list of attendees, for organisers only: as a page, on paper, and as CSV; with a form to enter people."""

from itertools import chain
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from common import clock, csv
from common.http import by_method
from common.rate_limits import TooOften, charge
from common.times import AMSTERDAM
from common.turns import dear
from events import rules
from events.forms.organising import EnterForm
from events.forms.signing_up import are_too_many
from events.models import Attendance, Gathering
from events.views.found import back_to_gathering, find_gathering
from labs.decorators import LabRequest, MemberRequest, member_required


def find_own(request: LabRequest, pk: int) -> Gathering:
    """Return the gathering for people who may see names; others get 403."""
    gathering = find_gathering(request, pk)
    if not rules.can_see_names(request.member, gathering):
        raise PermissionDenied
    return gathering


def find_party(request: LabRequest, gathering: Gathering, party_pk: int) -> Attendance:
    if not rules.can_enter(request.member, gathering, clock.now()):
        raise PermissionDenied
    party: Attendance = get_object_or_404(gathering.attendances.with_names(), pk=party_pk)
    party.gathering = gathering
    return party


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def parties(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the list; POST enters somebody who calls or comes by."""
    gathering = find_own(request, pk)
    if request.method != "POST":
        return list_page(request, gathering, EnterForm())
    if not rules.can_enter(request.member, gathering, clock.now()):
        raise PermissionDenied
    form = EnterForm(request.POST)
    if not form.is_valid() or are_too_many(form, gathering):
        return list_page(request, gathering, form, 422)
    try:
        with transaction.atomic():
            signed = gathering.enter(request.member, **form.cleaned_data)
            if signed.is_new:
                charge("entry", request.member.pk)
    except TooOften:
        form.add_error(None, _("That is a lot of names in a short time. Wait an hour, then send this one again."))
        return list_page(request, find_own(request, pk), form, 429)
    words = {"name": signed.party.shown_name}
    if not signed.is_new:
        messages.info(request, _("%(name)s was already on the list.") % words)
    elif signed.party.is_waiting:
        messages.success(request, _("%(name)s is on the waiting list.") % words)
    else:
        messages.success(request, _("%(name)s is coming.") % words)
    return redirect("parties", lab_slug=request.lab.slug, pk=gathering.pk)


def list_page(request: LabRequest, gathering: Gathering, form: EnterForm, status: int = 200) -> HttpResponse:
    going = list(gathering.attendances.going().with_names())
    waiting = list(gathering.attendances.waiting().with_names())
    for party in waiting:
        party.fits = gathering.has_room_for(party.seats)
    context: dict[str, Any] = {"gathering": gathering, "form": form, "going": going, "waiting": waiting}
    member, now = request.member, clock.now()
    context |= {"may_enter": rules.can_enter(member, gathering, now)}
    context |= {"may_change_seats": rules.can_change_seats(member, gathering, now)}
    return render(request, "events/gathering_parties.html", context, status=status)


@member_required
def pass_on(request: MemberRequest, pk: int, party_pk: int) -> HttpResponse:
    """Give this party seats before those ahead of it."""
    gathering = find_own(request, pk)
    party = find_party(request, gathering, party_pk)
    words = {"name": party.shown_name}
    if party.pass_on():
        messages.success(request, _("%(name)s is coming, and gets an email if we have an address.") % words)
    elif not party.is_going:
        messages.warning(request, _("There are not enough free seats for %(name)s.") % words)
    return redirect("parties", lab_slug=request.lab.slug, pk=gathering.pk)


@member_required
def take_off(request: MemberRequest, pk: int, party_pk: int) -> HttpResponse:
    """Withdraw a party whose people told an organiser, for example by phone, that they don't come."""
    gathering = find_own(request, pk)
    party = find_party(request, gathering, party_pk)
    if party.withdraw(by=request.member):
        messages.success(request, _("%(name)s is not coming after all.") % {"name": party.shown_name})
    return redirect("parties", lab_slug=request.lab.slug, pk=gathering.pk)


party_pass_on = by_method(GET=back_to_gathering, POST=pass_on)
party_take_off = by_method(GET=back_to_gathering, POST=take_off)


def headings() -> list[str]:
    needs, signed_up = _("Needed to take part"), _("Signed up on")
    return [_("Name"), _("Number of people"), _("Coming?"), needs, _("Phone number"), _("Email address"), signed_up]


def cells(party: Attendance) -> list[Any]:
    """Return the cells of a row, in the order of the headings; times are local."""
    came_at = f"{party.came_at.astimezone(AMSTERDAM):%d-%m-%Y %H:%M}"
    state = party.get_state_display()
    return [party.shown_name, party.seats, state, party.needs, party.phone, party.mail, came_at]


@dear()
@never_cache
@require_safe
@member_required
def parties_csv(request: MemberRequest, pk: int) -> HttpResponse:
    """Attending and waiting parties as rows that are safe in a spreadsheet.

    A Dutch Excel opens them by double click: separated by semicolons, and with a UTF-8 byte order mark.
    """
    gathering = find_own(request, pk)
    rows = map(cells, gathering.attendances.counted().with_names())
    lines = "".join(csv.lines(chain([headings()], rows), delimiter=";"))
    response = HttpResponse("\ufeff" + lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{request.lab.slug}-{gathering.pk}-wie-komt.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
