"""The report of an evening: for its organisers, for who was there, and for everybody once it is online."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common import clock
from common.network import network_of
from common.rate_limits import TooOften, allow, wait
from evenings import reporting, rules
from evenings.forms.report import RemarkForm, ReportForm, SetForm, WordForm
from evenings.forms.walk_in import NO_WORD
from evenings.models import Evening, EveningClosed, Helper, Participant, Remark, Report
from evenings.models.evening import AGAIN
from evenings.record import Everything, record_of
from evenings.reporting import StillOpen, figures_of, pieces_by
from evenings.topics import HELPER, TICKET
from evenings.typed import typed_in
from evenings.views.walk_in import TICKET_SECONDS
from events.models import Gathering
from events.views.found import find_gathering
from ideas.models import Moved
from labs.decorators import LabRequest, MemberRequest, lab_page, member_required
from labs.models import Membership
from realtime import tickets
from realtime.tickets import Ticket

read_or_post = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@require_safe
@lab_page
def evening_report(request: LabRequest, pk: int) -> HttpResponse:
    """Show the report. Of a draft, who was there is asked for the personal word; for others there is no such page."""
    now = clock.now()
    evening, report = found(request, pk)
    if report is None:
        if not can_see(request, evening) or evening.opened_at is None:
            raise Http404
        context = {"evening": evening, "gathering": evening.gathering, "is_open": evening.is_open(now)}
        return render(request, "evenings/report_begin.html", context)
    if can_see(request, evening) or report.is_published:
        return report_page(request, evening, report, now)
    if not report.is_read(now):
        raise Http404
    if reader_of(request, evening):
        return report_page(request, evening, report, now)
    return word_page(request, evening, WordForm())


@never_cache
@read_or_post
@lab_page
def evening_report_word(request: LabRequest, pk: int) -> HttpResponse:
    """Let who was there read the draft, and take back what they wrote, by the personal word."""
    now = clock.now()
    evening, report = found(request, pk)
    if report is None or not (report.is_published or report.is_read(now)):
        raise Http404
    if request.method != "POST":
        return word_page(request, evening, WordForm())
    form, address = WordForm(request.POST), network_of(request)
    if not form.is_valid():
        return word_page(request, evening, form, 422)
    if wait("evening_word", address):
        form.add_error(None, _("Too many wrong words came from here. Try again in an hour."))
        return word_page(request, evening, form, 429)
    participant = evening.participants.filter(word=form.cleaned_data["word"]).first()
    if participant is None:
        allow("evening_word", address)
        form.add_error("word", NO_WORD)
        return word_page(request, evening, form, 422)
    response = redirect(path_of(evening))
    tickets.give(response, Ticket(TICKET, participant.pk), TICKET_SECONDS)
    return response


@never_cache
@read_or_post
@member_required
def evening_report_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change the words of the report. Two who do so at once: the second keeps what they typed."""
    now = clock.now()
    evening, report = written_by(request, pk)
    form = form_of(request, evening, report, now)
    if request.method != "POST":
        return edit_page(request, evening, form)
    if not form.is_valid():
        return edit_page(request, evening, form, 422)
    try:
        reporting.change(evening, form.cleaned_data["seen"], **form.words())
    except Moved:
        evening, report = written_by(request, pk)
        form = form_of(request, evening, report, now)
        form.is_valid()
        form.accept(report.version)
        return edit_page(request, evening, form, 409)
    messages.success(request, _("The report is saved."))
    return redirect(path_of(evening))


@never_cache
@require_POST
@member_required
def evening_report_set(request: MemberRequest, pk: int) -> HttpResponse:
    """Begin the report, let who was there read it, put it online, or take it down."""
    form, now = SetForm(request.POST), clock.now()
    evening, report = found(request, pk)
    if not rules.can_write_report(request.member, evening.gathering):
        raise PermissionDenied
    if not form.is_valid() or (report is None and form.cleaned_data["do"] != "begin"):
        messages.error(request, _("This button doesn't work. Press it again."))
        return redirect(path_of(evening))
    try:
        said = press(evening, form.cleaned_data["do"], form.cleaned_data["seen"], now, request.member)
    except Moved:
        evening, report = found(request, pk)
        assert report
        words = _("Somebody else changed the report just now. This is how it is: look, and press again if you want.")
        return report_page(request, evening, report, now, 409, trouble=words)
    except StillOpen:
        messages.error(request, _("The evening is still open. Close it first."))
        return redirect(path_of(evening))
    if said:
        messages.success(request, said)
    return redirect(path_of(evening))


def press(evening: Evening, do: str, seen: int, now: datetime, member: Membership) -> str:
    """Do what the button says; return what to say about it. Raises Moved, StillOpen."""
    match do:
        case "begin":
            reporting.begin(evening, now)
            return ""
        case "read":
            words = _("People who were there can read it now, for 48 hours.")
            return words if reporting.let_read(evening, seen, now) else ""
        case "publish":
            return _("The report is online.") if reporting.publish(evening, seen, now, member) else ""
        case _:
            return _("Only the organisers read the report now.") if reporting.take_offline(evening) else ""


@never_cache
@require_POST
@lab_page
def evening_report_drop(request: LabRequest, pk: int) -> HttpResponse:
    """Take a note, a tip or an objection out of the report: its organisers, and who wrote it."""
    now, piece = clock.now(), request.POST.get("piece", "")
    evening, report = found(request, pk)
    if report is None or not (can_see(request, evening) or report.is_published or report.is_read(now)):
        raise Http404
    reader = reader_of(request, evening)
    if rules.can_write_report(request.member, evening.gathering):
        is_dropped = reporting.drop(evening, piece, now)
    elif reader and piece in pieces_by(evening, reader):
        is_dropped = reporting.drop(evening, piece, now, reader)
    else:
        raise PermissionDenied
    if is_dropped:
        messages.success(request, _("It is out of the report."))
    return redirect(path_of(evening))


@never_cache
@require_POST
@lab_page
def evening_report_remark(request: LabRequest, pk: int) -> HttpResponse:
    """Tell the organisers what is wrong in the report: who was there."""
    now, form = clock.now(), RemarkForm(request.POST)
    evening, report = found(request, pk)
    reader = reader_of(request, evening)
    if report is None or (reader is None and not (report.is_published or report.is_read(now))):
        raise Http404
    if not (report.is_published or report.is_read(now)):
        return remark_too_late(request, evening, form)
    if reader is None:
        return word_page(request, evening, WordForm(), 403)
    if not form.is_valid():
        return report_page(request, evening, report, now, 422, remark_form=form)
    try:
        reporting.remark(evening, reader, form.cleaned_data["text"], form.cleaned_data["key"], now)
    except TooOften as error:
        form.add_error(None, error.words)
        return report_page(request, evening, report, now, 429, remark_form=form)
    except EveningClosed:
        return remark_too_late(request, evening, form)
    messages.success(request, _("Thank you. The organisers read it."))
    return redirect(path_of(evening))


def remark_too_late(request: LabRequest, evening: Evening, form: RemarkForm) -> HttpResponse:
    """To who was there: nobody can read the report now, so what they typed isn't sent."""
    context = {"evening": evening, "gathering": evening.gathering, "typed": typed_in(evening, form.data)}
    return render(request, "evenings/report_closed.html", context, status=409)


@never_cache
@require_POST
@member_required
def evening_report_done(request: MemberRequest, pk: int, remark_pk: int) -> HttpResponse:
    """Mark a remark as done."""
    evening, _report = written_by(request, pk)
    try:
        reporting.settle_remark(evening, remark_pk, clock.now())
    except Remark.DoesNotExist:
        raise Http404 from None
    return redirect(path_of(evening))


@lab_page
def back_to_report(request: LabRequest, pk: int, **_more: Any) -> HttpResponse:
    """The GET of a button's URL."""
    find_gathering(request, pk)
    return redirect("evening_report", lab_slug=request.lab.slug, pk=pk)


# Found, and who reads


def found(request: LabRequest, pk: int) -> tuple[Evening, Report | None]:
    """Return the evening of this gathering, with its report if there is one. Raises Http404."""
    gathering = find_gathering(request, pk)
    evening = Evening.objects.with_page().filter(session__gathering=gathering).first()
    if evening is None:
        raise Http404
    evening.session.gathering = gathering
    return evening, getattr(evening, "report", None)


def written_by(request: MemberRequest, pk: int) -> tuple[Evening, Report]:
    """The same, for who may write it. Raises Http404, PermissionDenied."""
    evening, report = found(request, pk)
    if not rules.can_write_report(request.member, evening.gathering):
        raise PermissionDenied
    if report is None:
        raise Http404
    return evening, report


def can_see(request: LabRequest, evening: Evening) -> bool:
    """Do they read the report before anybody else?"""
    return rules.can_see_plan(request.member, evening.gathering)


def reader_of(request: LabRequest, evening: Evening) -> Participant | None:
    """Return who this browser was in this evening, as long as its rows are there."""
    ticket = tickets.read(request.COOKIES)
    if ticket and ticket.kind == TICKET:
        return evening.participants.filter(pk=ticket.id).first()
    if ticket and ticket.kind == HELPER:
        helper = Helper.objects.filter(evening=evening, pk=ticket.id).select_related("participant").first()
        return helper.participant if helper else None
    return None


# Pages


def path_of(evening: Evening) -> str:
    gathering: Gathering = evening.gathering
    return reverse("evening_report", kwargs={"lab_slug": gathering.lab.slug, "pk": gathering.pk})


def report_page(
    request: LabRequest, evening: Evening, report: Report, now: datetime, status: int = 200, **more: Any
) -> HttpResponse:
    """`more`: `trouble`, a sentence; `remark_form`, one that wasn't accepted."""
    reader, sees = reader_of(request, evening), can_see(request, evening)
    context = {
        "evening": evening,
        "gathering": evening.gathering,
        "report": report,
        "record": figures_of(evening, report, now),
        "is_read": report.is_read(now),
        "is_behind": report.is_behind(evening.opened_at),
        "sees_draft": sees,
        "may_write": rules.can_write_report(request.member, evening.gathering),
        "may_open": rules.can_open_evening(request.member, evening.gathering, now) and not evening.is_open(now),
        "paper_until": evening.gathering.ends_at and evening.gathering.ends_at + AGAIN,
        "remarks": list(report.remarks.select_related("participant")) if sees else [],
        "promises": evening.promises.to_look_at().count() if sees and evening.has_ended(now) else 0,
        "reader": reader,
        "mine": pieces_by(evening, reader) if reader else set(),
        "remark_form": RemarkForm(),
        "now": now,
    }
    return render(request, "evenings/report.html", context | more, status=status)


def word_page(request: LabRequest, evening: Evening, form: WordForm, status: int = 200) -> HttpResponse:
    context = {"evening": evening, "gathering": evening.gathering, "form": form}
    return render(request, "evenings/report_word.html", context, status=status)


def form_of(request: MemberRequest, evening: Evening, report: Report, now: datetime) -> ReportForm:
    record = figures_of(evening, report, now)
    offered = record if report.is_published else record_of(evening, Everything())
    data = request.POST if request.method == "POST" else None
    return ReportForm(data, evening=evening, report=report, record=record, offered=offered, now=now)


def edit_page(request: MemberRequest, evening: Evening, form: ReportForm, status: int = 200) -> HttpResponse:
    context = {"evening": evening, "gathering": evening.gathering, "form": form}
    return render(request, "evenings/report_edit.html", context, status=status)
