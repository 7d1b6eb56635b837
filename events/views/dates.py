"""Pages for a gathering without a date: which dates suit people, and the choice of one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common import clock
from common.fields import is_id
from common.http import by_method
from common.rate_limits import allow
from events import rules
from events.forms.dates import AskDatesForm, DatesForm
from events.models import DatesClosed, Gathering, RoomTaken
from events.views.found import back_to_gathering, find_gathering
from events.words import no_sign_up_words
from labs.decorators import LabRequest, MemberRequest, lab_page, member_required


@lab_page
def dates_page(request: LabRequest, pk: int) -> HttpResponse:
    gathering = find_gathering(request, pk)
    if not rules.can_answer_dates(request.member, gathering):
        return redirect(gathering)
    return show_dates(request, gathering, form_for(request, gathering))


@member_required
def answer_dates(request: MemberRequest, pk: int) -> HttpResponse:
    gathering, member = find_gathering(request, pk), request.member
    if gathering.is_draft:
        raise PermissionDenied
    if not rules.can_answer_dates(member, gathering):
        return say_closed(request, gathering)
    form = form_for(request, gathering, request.POST)
    if not form.is_valid():
        return show_dates(request, gathering, form, 422)
    if not allow("sign_up", member.pk):
        form.add_error(None, _("That is a lot in a short time. Wait a minute, then try again."))
        return show_dates(request, gathering, form, 429)
    try:
        gathering.answer_dates(member, suiting := form.answers())
    except DatesClosed:
        return say_closed(request, find_gathering(request, pk))
    if suiting:
        messages.success(request, _("Thank you. You will get an email when the date is set."))
    else:  # nothing of them is stored, so no mail reaches them
        messages.success(
            request, _("Thank you. None of these dates works for you, so you will not get an email about it.")
        )
    return redirect(gathering)


def say_closed(request: LabRequest, gathering: Gathering) -> HttpResponse:
    """Tell a person who answers too late that the date is set, or that the gathering is cancelled or over."""
    is_set = gathering.is_published and not gathering.is_over(clock.now())
    messages.warning(request, _("The date is set by now.") if is_set else no_sign_up_words(gathering, clock.now()))
    return redirect(gathering)


date_answers = by_method(GET=dates_page, POST=answer_dates)


def form_for(request: LabRequest, gathering: Gathering, data: Any = None) -> DatesForm:
    member = request.member
    mine = dict(gathering.answers_of(member).values_list("option_id", "suits")) if member.pk else {}
    return DatesForm(data, options=gathering.date_options.with_counts(), mine=mine)


def show_dates(request: LabRequest, gathering: Gathering, form: DatesForm, status: int = 200) -> HttpResponse:
    now = clock.now()
    for option in form.options:
        option.is_past = option.is_over(now)
    may_choose = rules.can_choose_date(request.member, gathering)
    context = {"gathering": gathering, "form": form, "may_choose": may_choose}
    return render(request, "events/gathering_dates.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def dates_ask(request: MemberRequest, pk: int) -> HttpResponse:
    """Set the dates that people may choose from; that also shows a draft to everybody."""
    gathering = find_gathering(request, pk)
    if not rules.can_ask_dates(request.member, gathering):
        raise PermissionDenied
    there = gathering.date_options.filter(ends_at__gt=clock.now())
    form = AskDatesForm(request.POST if request.method == "POST" else None, options=there)
    if not form.is_valid():
        context = {"gathering": gathering, "form": form}
        return render(request, "events/gathering_dates_ask.html", context, status=422 if form.is_bound else 200)
    gathering.ask_dates(form.cleaned_data["spans"], request.member)
    messages.success(request, _("It is online. People can say which date works for them."))
    return redirect(gathering)


@member_required
def choose_date(request: MemberRequest, pk: int) -> HttpResponse:
    """Set the date. A second request does nothing; a person who chose another date is told."""
    gathering = find_gathering(request, pk)
    is_chosen = gathering.is_published and rules.organises(request.member, gathering)
    if not is_chosen and not rules.can_choose_date(request.member, gathering):
        raise PermissionDenied
    chosen = request.POST.get("option", "")
    option = get_object_or_404(gathering.date_options, pk=int(chosen) if is_id(chosen) else 0)
    try:
        if gathering.choose_date(option, by=request.member):
            messages.success(request, _("The date is set. Everyone who answered gets an email."))
        elif option.starts_at != gathering.starts_at:
            messages.warning(request, _("Someone else just chose another date. It is shown below."))
    except RoomTaken:
        messages.error(request, _("The room is already taken at that time. Choose another date."))
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
    return redirect(gathering)


date_choose = by_method(GET=back_to_gathering, POST=choose_date)
