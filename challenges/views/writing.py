"""Pages to change a question, to say what the municipality does, and to withdraw a question."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from challenges import rules
from challenges.forms.stance import StanceForm
from challenges.forms.words import EditForm, edit_form
from challenges.merging import first_words, of_challenge
from challenges.models import Challenge, ChallengeAnswered, ChallengeClosed
from challenges.views.found import find_challenge
from ideas.models import Moved
from labs.decorators import LabRequest, MemberRequest, member_required

read_or_post = require_http_methods(["GET", "HEAD", "POST"])


@read_or_post
@member_required
def challenge_edit(request: MemberRequest, pk: int) -> HttpResponse:
    challenge = find_challenge(request, pk)
    if not rules.can_change(request.member, challenge):
        raise PermissionDenied
    if request.method != "POST":
        return edit_page(request, challenge, edit_form(challenge))
    kept: list[str] = []
    form = edit_form(challenge, of_challenge.take_over(request.POST, first_words(challenge)))
    while form.is_valid():
        if form.cleaned_data["seen"] != challenge.words_revision:
            merged = of_challenge.merge(form, form.cleaned_data, first_words(challenge))
            kept += merged.kept
            form = edit_form(challenge, merged.data)
            if merged.differences:
                return edit_page(request, challenge, form, 409, differences=merged.differences, kept=kept)
            continue
        try:
            changed = challenge.edit(request.member, form.cleaned_data["seen"], **form.words())
        except Moved:
            challenge = find_challenge(request, pk)
        except ChallengeClosed:
            form.add_error(None, _("This can no longer be changed: the question was closed or hidden a moment ago."))
            return edit_page(request, challenge, form, 403)
        else:
            tell_changed(request, challenge, changed, kept)
            return redirect(challenge)
    return edit_page(request, challenge, form, 422)


def tell_changed(request: LabRequest, challenge: Challenge, changed: list[str], kept: list[str]) -> None:
    if not changed:
        messages.info(request, _("Nothing has changed."))
    elif challenge.is_draft:
        messages.success(request, _("Saved."))
    else:
        messages.success(request, _("The words have been changed. People can still read what it said before."))
    if kept:
        words = {"things": " · ".join(dict.fromkeys(kept))}
        messages.info(request, _("Somebody else changed this meanwhile, and it is kept: %(things)s") % words)


def edit_page(
    request: LabRequest, challenge: Challenge, form: EditForm, status: int = 200, **asks: Any
) -> HttpResponse:
    context = {"challenge": challenge, "form": form, **asks}
    return render(request, "challenges/challenge_edit.html", context, status=status)


@read_or_post
@member_required
def challenge_stance(request: MemberRequest, pk: int) -> HttpResponse:
    challenge = find_challenge(request, pk)
    if not rules.can_take_stance(request.member, challenge):
        raise PermissionDenied
    form = StanceForm(request.POST if request.method == "POST" else None, challenge=challenge)
    if not form.is_valid():
        return stance_page(request, challenge, form, 422 if form.is_bound else 200)
    try:
        challenge.take_stance(form.cleaned_data["stance"], form.cleaned_data["seen"])
    except Moved:
        challenge.refresh_from_db(fields=["stance", "stance_revision"])
        form.seen_again(challenge.stance_revision)
        form.add_error(None, _("Somebody else chose something here a moment ago. Look at it, and choose again."))
        return stance_page(request, challenge, form, 409)
    messages.success(request, _("Everybody sees now what the municipality does here."))
    return redirect(challenge)


def stance_page(request: LabRequest, challenge: Challenge, form: StanceForm, status: int) -> HttpResponse:
    context = {"challenge": challenge, "form": form}
    return render(request, "challenges/challenge_stance.html", context, status=status)


@read_or_post
@member_required
def challenge_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask first, because it can't be undone. A question that got an idea meanwhile stays, and the page says so."""
    try:
        challenge = find_challenge(request, pk)
    except Http404:
        if request.method != "POST" or Challenge.objects.filter(pk=pk).exists():
            raise  # never existed, not theirs to read, or of another lab
        messages.info(request, _("This question was already gone."))  # pressed twice
        return redirect("challenge_list", lab_slug=request.lab.slug)
    if not rules.can_withdraw(request.member, challenge):
        raise PermissionDenied
    if request.method != "POST":
        context = {"challenge": challenge, "is_answered": challenge.answers.exists()}  # also by a hidden idea
        return render(request, "challenges/challenge_withdraw.html", context)
    try:
        challenge.withdraw()
    except ChallengeAnswered:
        messages.warning(request, _("An idea answers this question, so it stays. You can close it."))
        return redirect(challenge)
    except ChallengeClosed:
        if Challenge.objects.filter(pk=pk).exists():
            raise
        messages.info(request, _("This question was already gone."))
    else:
        messages.success(request, _("The draft is gone.") if challenge.is_draft else _("The question is gone."))
    return redirect("challenge_list", lab_slug=request.lab.slug)
