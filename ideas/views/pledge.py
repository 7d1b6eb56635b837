"""Pledge something for an idea, and take it back. Signed-out visitors sign in first; then it is done."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from common.http import by_method, wants_part
from common.rate_limits import TooOften, charge
from ideas import rules
from ideas.forms.pledge import PledgeForm
from ideas.models import Idea, IdeaClosed, Pledge
from ideas.page import pledge_facts
from ideas.views.found import back_to_idea, find_idea
from labs.decorators import LabRequest, MemberRequest, lab_page, member_required, must_take_part
from labs.models import RESIDENT_VOICE


@lab_page
def pledge_start(request: LabRequest, pk: int) -> HttpResponse:
    must_take_part(request.member)
    idea = find_idea(request, pk)
    return pledge_page(request, idea, PledgeForm(member=request.member, idea=idea, auto_id="help_%s"))


@member_required
def make_pledge(request: MemberRequest, pk: int) -> HttpResponse:
    idea = find_idea(request, pk)
    if not rules.can_pledge(request.member, idea):
        raise IdeaClosed(idea)
    form = PledgeForm(request.POST, member=request.member, idea=idea, auto_id="help_%s")
    if not form.is_valid():
        return pledge_page(request, idea, form, 422)
    said, before = form.cleaned_data, idea.revision
    try:
        with transaction.atomic():
            idea.pledge(request.member, said["voice"] or RESIDENT_VOICE, said["kind"], said["sentence"])
            if idea.revision != before:
                charge("comment", request.member.pk)
    except TooOften as limit:
        form.add_error(None, limit.words)
        return pledge_page(request, idea, form, 429)
    return pledge_response(request, idea, _("Your help is shown with the idea."), 201)


pledge = by_method(GET=pledge_start, POST=make_pledge)


@member_required
def take_back_pledge(request: MemberRequest, pk: int, pledge_pk: int) -> HttpResponse:
    idea = find_idea(request, pk)
    mine = idea.pledges.filter(pk=pledge_pk, person=request.member).first()
    if mine:
        mine.take_back()
    elif Pledge.objects.filter(pk=pledge_pk).exists():
        raise Http404  # not theirs, or of another idea; deleted: pressed long ago
    return pledge_response(request, idea, _("You are no longer helping with this."), 200)


take_back = by_method(GET=back_to_idea, POST=take_back_pledge)


def pledge_response(request: LabRequest, idea: Idea, told: str, status: int) -> HttpResponse:
    """Return the pledges and the person's own ones for the script; the idea's page with a message for a browser."""
    if wants_part(request):
        return render(request, "ideas/_pledge_answer.html", pledge_context(request, idea), status=status)
    messages.success(request, told, "help")
    return redirect(idea.get_absolute_url() + "#help")


def pledge_page(request: LabRequest, idea: Idea, form: PledgeForm, status: int = 200) -> HttpResponse:
    """Show the form, also for somebody who already brings something."""
    template = "ideas/_pledge_answer.html" if wants_part(request) else "ideas/pledge.html"
    context = pledge_context(request, idea) | {"pledge_form": form, "is_asked": True}
    return render(request, template, context, status=status)


def pledge_context(request: LabRequest, idea: Idea) -> dict[str, Any]:
    form = PledgeForm(member=request.member, idea=idea, auto_id="help_%s")
    context = {"idea": idea, "pledge_form": form, "may_pledge": rules.can_pledge(request.member, idea)}
    return context | pledge_facts(idea, request.member)
