"""Support and the need answer. Signed-out visitors sign in first; then it is done."""

from functools import partial

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.intent import back_to, start_with
from common.http import by_method, wants_part
from common.rate_limits import TooOften, charge
from ideas import rules
from ideas.forms.taking_part import NeedForm
from ideas.hearing import hearing_of, told
from ideas.models import Idea, IdeaClosed, Need
from ideas.page import need_facts
from ideas.views.found import back_to_idea, find_idea
from labs.decorators import LabRequest, MemberRequest, lab_page, member_required, while_paused


@lab_page
def support_start(request: LabRequest, pk: int) -> HttpResponse:
    idea = find_idea(request, pk)
    if request.user.is_authenticated:
        return redirect(idea.get_absolute_url() + "#steun")
    return start_with(request, request.path, {}, back=idea.get_absolute_url())


@member_required
def give_support(request: MemberRequest, pk: int) -> HttpResponse:
    idea = find_idea(request, pk)
    if not rules.can_support(request.member, idea):
        raise IdeaClosed(idea)
    try:
        idea.support(request.member, partial(charge, "support", request.member.pk))
    except TooOften:
        return too_often(request, idea)
    return support_response(request, idea, True)


@member_required
@while_paused
def take_back_support(request: MemberRequest, pk: int) -> HttpResponse:
    idea = find_idea(request, pk)
    if not rules.can_support(request.member, idea):
        raise IdeaClosed(idea)
    try:
        with transaction.atomic():
            if idea.withdraw_support(request.member):
                charge("support", request.member.pk)
    except TooOften:
        return too_often(request, idea)
    return support_response(request, idea, False)


support = by_method(GET=support_start, POST=give_support, DELETE=take_back_support)
support_withdraw = by_method(GET=back_to_idea, POST=take_back_support)


def support_response(request: LabRequest, idea: Idea, is_mine: bool) -> HttpResponse:
    """Return the button and its words for the script (`?kaart`: those of a card); the page with them for a browser."""
    idea.i_support = is_mine
    is_card = "kaart" in request.GET
    hearing = None if is_card else hearing_of(request, idea)
    if wants_part(request):
        context = {"idea": idea, "is_card": is_card, "hearing": hearing}
        return render(request, "ideas/_support_answer.html", context)
    if hearing is None:
        return back_to(request, idea.get_absolute_url(), f"#card-{idea.pk}")
    words = told(_("You support this now."), hearing) if is_mine else _("You no longer support this.")
    messages.success(request, words, "steun")
    return back_to(request, idea.get_absolute_url(), "#steun")


@lab_page
def need_start(request: LabRequest, pk: int) -> HttpResponse:
    """Start the sign-in with one of the three answers. Links on signed-out pages lead here."""
    idea = find_idea(request, pk)
    answer = request.GET.get("antwoord")
    if request.user.is_authenticated or answer not in Need.values:
        return redirect(idea.get_absolute_url() + "#nut")
    return start_with(request, request.path, {"answer": Need(answer).value}, back=idea.get_absolute_url())


@member_required
def answer_need(request: MemberRequest, pk: int) -> HttpResponse:
    idea = find_idea(request, pk)
    if not rules.can_answer_need(request.member, idea):
        raise IdeaClosed(idea)
    form = NeedForm(request.POST)
    if form.is_valid():
        try:
            with transaction.atomic():
                if idea.answer_need(request.member, form.cleaned_data["answer"]):
                    charge("support", request.member.pk)
        except TooOften:
            return too_often(request, idea)
        if not wants_part(request):
            return redirect(idea.get_absolute_url() + "#nut")
    template = "ideas/_need_form.html" if wants_part(request) else "ideas/need.html"
    context = {"idea": idea, "need_form": form, "may_answer": True} | need_facts(idea)
    return render(request, template, context, status=200 if form.is_valid() else 422)


need = by_method(GET=need_start, POST=answer_need)


def too_often(request: LabRequest, idea: Idea) -> HttpResponse:
    context = {"idea": idea}
    return render(request, "ideas/too_often.html", context, status=429)
