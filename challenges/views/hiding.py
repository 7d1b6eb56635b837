"""Pages for moderators to hide a question and to put it back, with a reason."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from challenges import rules
from challenges.forms.hiding import HideQuestionForm
from challenges.models import Challenge
from challenges.views.found import find_challenge
from ideas.forms.hiding import HideForm, RestoreForm
from ideas.views.hiding import status_of
from labs.decorators import LabRequest, MemberRequest, member_required
from labs.models import MayNotDecide

read_or_post = require_http_methods(["GET", "HEAD", "POST"])


@read_or_post
@member_required
def challenge_hide(request: MemberRequest, pk: int) -> HttpResponse:
    challenge = find_challenge(request, pk)
    if not rules.can_hide(request.member, challenge):
        raise PermissionDenied
    form = HideQuestionForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return ask(request, "challenges/challenge_hide.html", challenge, form)
    try:
        hiding = challenge.hide(request.member, **form.cleaned_data)
    except MayNotDecide as refused:
        return ask(request, "challenges/challenge_hide.html", challenge, form, refused)
    told = hiding and hiding.writer_knows
    messages.success(request, _("This is hidden now. The writer gets an email.") if told else _("This is hidden now."))
    return redirect(challenge)


@read_or_post
@member_required
def challenge_restore(request: MemberRequest, pk: int) -> HttpResponse:
    challenge = find_challenge(request, pk)
    if not rules.can_hide(request.member, challenge):
        raise PermissionDenied
    form = RestoreForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return ask(request, "challenges/challenge_restore.html", challenge, form)
    try:
        challenge.restore(request.member, form.cleaned_data["why"])
    except MayNotDecide as refused:
        return ask(request, "challenges/challenge_restore.html", challenge, form, refused)
    messages.success(request, _("People can read this again."))
    return redirect(challenge)


def ask(
    request: LabRequest,
    template: str,
    challenge: Challenge,
    form: HideForm | RestoreForm,
    refused: MayNotDecide | None = None,
) -> HttpResponse:
    hiding = challenge.hidings.filter(restored_at=None).select_related("by__user").first()
    context = {"challenge": challenge, "hiding": hiding, "form": form}
    return render(request, template, context, status=status_of(form, refused))
