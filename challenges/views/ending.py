"""Pages for the end of a question: open for longer, close it, say what came of it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from challenges import rules
from challenges.forms.ending import CloseForm, EndForm, LongerForm, ReportForm
from challenges.models import Challenge, ChallengeClosed
from challenges.views.found import find_challenge
from ideas.models import Moved
from labs.decorators import LabRequest, MemberRequest, member_required

read_or_post = require_http_methods(["GET", "HEAD", "POST"])


@read_or_post
@member_required
def challenge_longer(request: MemberRequest, pk: int) -> HttpResponse:
    challenge = find_challenge(request, pk)
    if not rules.can_lengthen(request.member, challenge):
        raise PermissionDenied
    form = LongerForm(posted(request), challenge=challenge)
    if not form.is_valid():
        return end_page(request, "longer", challenge, form)
    said = form.cleaned_data
    try:
        is_longer = challenge.lengthen(
            request.member, challenge.voice_of(request.member), said["until"], said["reason"], said["seen"]
        )
    except Moved:
        return moved(request, "longer", challenge, form)
    except ChallengeClosed:
        return no_longer(request, "longer", challenge, form)
    messages.success(request, _("The question is open for longer.") if is_longer else _("Nothing has changed."))
    return redirect(challenge)


@read_or_post
@member_required
def challenge_close(request: MemberRequest, pk: int) -> HttpResponse:
    challenge = find_challenge(request, pk)
    if challenge.is_over and rules.keeps(request.member, challenge) and request.method == "POST":
        return redirect(challenge)  # pressed twice
    if not rules.can_close(request.member, challenge):
        raise PermissionDenied
    form = CloseForm(posted(request), challenge=challenge)
    if not form.is_valid():
        return end_page(request, "close", challenge, form)
    try:
        has_closed = challenge.close(request.member, challenge.voice_of(request.member), form.cleaned_data["reason"])
    except ChallengeClosed:
        return no_longer(request, "close", challenge, form)
    if has_closed:
        messages.success(request, _("The question is closed. Now tell people what came of it."))
    else:
        messages.info(request, _("The question was closed already."))
    return redirect(challenge)


@read_or_post
@member_required
def challenge_report(request: MemberRequest, pk: int) -> HttpResponse:
    challenge = find_challenge(request, pk)
    if not rules.can_report(request.member, challenge):
        raise PermissionDenied
    form = ReportForm(posted(request), challenge=challenge)
    if not form.is_valid():
        return end_page(request, "report", challenge, form)
    said, is_first = form.cleaned_data, challenge.reported_at is None
    try:
        challenge.close_on_time()
        has_changed = challenge.report(
            request.member, challenge.voice_of(request.member), said["outcome"], said["follow_up"], said["seen"]
        )
    except Moved:
        return moved(request, "report", challenge, form)
    except ChallengeClosed:
        return no_longer(request, "report", challenge, form)
    if has_changed and is_first:
        messages.success(request, _("It is online. Everybody who took part hears it."))
    elif has_changed:
        messages.success(request, _("The words have been changed. People can still read what it said before."))
    return redirect(challenge)


def posted(request: LabRequest) -> Any:
    return request.POST if request.method == "POST" else None


def moved(request: LabRequest, name: str, challenge: Challenge, form: EndForm) -> HttpResponse:
    """Somebody did something meanwhile: show it, with the typed words. A double click redirects to the question."""
    now = find_challenge(request, challenge.pk)
    said = {key: value for key, value in form.cleaned_data.items() if key in ("until", "outcome", "follow_up")}
    if all(getattr(now, key) == value for key, value in said.items()):
        return redirect(now)
    form.seen_again(now.state_revision)
    form.add_error(
        None, _("Somebody changed this question a moment ago. Your words are still here. Look at it first.")
    )
    return end_page(request, name, now, form, 409)


def no_longer(request: LabRequest, name: str, challenge: Challenge, form: EndForm) -> HttpResponse:
    form.add_error(None, _("This is no longer possible: the question was changed or hidden a moment ago."))
    return end_page(request, name, challenge, form, 403)


def end_page(request: LabRequest, name: str, challenge: Challenge, form: EndForm, status: int = 0) -> HttpResponse:
    context = {"challenge": challenge, "form": form}
    status = status or (422 if form.is_bound else 200)
    return render(request, f"challenges/challenge_{name}.html", context, status=status)
