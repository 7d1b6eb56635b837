"""Write down somebody's words, and claim them later with a code."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from common import clock, uploads
from common.http import origin
from common.qr import qr
from common.rate_limits import TooOften, allow, charge
from ideas import rules
from ideas.forms.behalf import BehalfCommentForm, BehalfIdeaForm, ClaimForm
from ideas.forms.talk import TALK_CLOSED
from ideas.models import Behalf, Comment, Idea, TalkClosed
from ideas.models.onbehalf import code_of, with_code, write_down_comment, write_down_idea
from ideas.views.found import find_idea
from ideas.views.talk import asked_parent
from labs.decorators import LabRequest, MemberRequest, lab_page, member_required, must_take_part


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@member_required
def idea_behalf(request: MemberRequest) -> HttpResponse:
    if not rules.can_write_for_others(request.member):
        raise PermissionDenied
    if request.method != "POST":
        return idea_page(request, BehalfIdeaForm(member=request.member))
    data, trouble = uploads.take_in(request)
    form = BehalfIdeaForm(data, member=request.member, photo_trouble=trouble)
    if not form.is_valid():
        return idea_page(request, form, 422)
    try:
        idea = written_idea(request, form)
    except TooOften as limit:
        form.add_error(None, limit.words)
        return idea_page(request, form, 429)
    return slip(request, idea)


def written_idea(request: MemberRequest, form: BehalfIdeaForm) -> Idea:
    said = form.cleaned_data
    with uploads.own_copy(said["upload"], "ideas") as photo:
        with transaction.atomic():
            idea, is_new = write_down_idea(
                request.member, form.chosen_voice, said["name"], said["key"], photo=photo.name, **form.words()
            )
            if is_new:
                charge("behalf", request.member.pk)
        photo.is_used = is_new
    return idea


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@member_required
def comment_behalf(request: MemberRequest, pk: int) -> HttpResponse:
    idea = find_idea(request, pk)
    may_talk = rules.can_comment(request.member, idea, clock.now())
    if not rules.can_write_for_others(request.member) or not (may_talk or rules.is_talk_closed(idea)):
        raise PermissionDenied
    if request.method != "POST":
        if not may_talk:
            raise TalkClosed(idea)
        first = {"parent": asked_parent(request, idea)}
        return comment_page(request, idea, BehalfCommentForm(member=request.member, idea=idea, initial=first))
    form = BehalfCommentForm(request.POST, member=request.member, idea=idea)
    if not form.is_valid():
        return comment_page(request, idea, form, 422)
    said = form.cleaned_data
    try:
        with transaction.atomic():
            comment, is_new = write_down_comment(
                idea, request.member, form.chosen_voice, said["name"], said["text"], said["key"], said["parent"]
            )
            if is_new:
                charge("behalf", request.member.pk)
    except TooOften as limit:
        form.add_error(None, limit.words)
        return comment_page(request, idea, form, 429)
    except TalkClosed:
        form.add_error(None, TALK_CLOSED)
        return comment_page(request, idea, form, 409)
    comment.idea = idea
    return slip(request, comment, is_comment=True)


def idea_page(request: LabRequest, form: BehalfIdeaForm, status: int = 200) -> HttpResponse:
    upload = uploads.kept(form["upload"].value())
    return render(request, "ideas/behalf_idea.html", {"form": form, "upload": upload}, status=status)


def comment_page(request: LabRequest, idea: Idea, form: BehalfCommentForm, status: int = 200) -> HttpResponse:
    return render(request, "ideas/behalf_comment.html", {"idea": idea, "form": form}, status=status)


def slip(request: LabRequest, thing: Idea | Comment, is_comment: bool = False) -> HttpResponse:
    """Show the slip with the code in the response itself: it has no URL, so nobody can open it later."""
    behalf = thing.behalf
    address = origin() + reverse("claim", kwargs={"lab_slug": request.lab.slug})
    context = {
        "thing": thing,
        "is_comment": is_comment,
        "behalf": behalf,
        "code": code_of(thing.key) if thing.key and not behalf.claimed_at else "",
        "short_address": address.partition("://")[2],
        "qr": qr(address),
    }
    return render(request, "ideas/behalf_slip.html", context, status=201)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@lab_page
def claim(request: LabRequest) -> HttpResponseBase:
    """Claim with a code. Signed-out visitors see an explanation, and how to sign in; a posted code waits for that."""
    must_take_part(request.member)
    if request.method == "POST":
        return claim_now(request, lab_slug=request.lab.slug)
    return claim_page(request, ClaimForm())


@member_required
def claim_now(request: MemberRequest) -> HttpResponse:
    form = ClaimForm(request.POST)
    if not form.is_valid():
        return claim_page(request, form, 422)
    if not allow("claim", request.user.pk):
        form.add_error("code", _("That was a lot of tries. Wait an hour, or ask the lab for help."))
        return claim_page(request, form, 429)
    behalf = with_code(request.lab, form.cleaned_data["code"])
    if behalf is None:
        form.add_error("code", _("This code is not right. Look at your paper again."))
        return claim_page(request, form, 422)
    if not rules.can_claim(request.member, behalf):
        form.add_error("code", _("You wrote this down for someone else. Only they can make it theirs."))
        return claim_page(request, form, 403)
    if not behalf.claim(request.member):
        return claimed_before(request, form, behalf)
    messages.success(request, _("This is yours now. It has your name on it."))
    return redirect(behalf.thing)


def claimed_before(request: LabRequest, form: ClaimForm, behalf: Behalf) -> HttpResponse:
    thing = behalf.thing
    thing.refresh_from_db(fields=["author"])
    if thing.author_id == request.member.pk:
        messages.info(request, _("This is already yours."))
        return redirect(thing)
    form.add_error("code", _("This code has been used before. Wasn't that you? Ask the lab for help."))
    return claim_page(request, form, 409)


def claim_page(request: LabRequest, form: ClaimForm, status: int = 200) -> HttpResponse:
    return render(request, "ideas/behalf_claim.html", {"form": form}, status=status)
