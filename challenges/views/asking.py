"""Ask a question: of the neighbourhood, for everybody; of the municipality, which may keep a draft first."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.intent import ask_to_sign_in
from challenges import rules
from challenges.forms.words import AskForm, MunicipalForm
from challenges.models import Asker, Challenge, ChallengeClosed
from challenges.views.found import back_to_challenge, find_challenge
from common.http import by_method
from common.rate_limits import TooOften, charge
from ideas.models import Repeat
from labs.decorators import LabRequest, MemberRequest, lab_page, member_required, must_take_part
from labs.models import RESIDENT_VOICE, Voice

read_or_post = require_http_methods(["GET", "HEAD", "POST"])


@read_or_post
@lab_page
def challenge_new(request: LabRequest) -> HttpResponseBase:
    """Everybody may fill in the form; sign-in follows when the words are valid."""
    must_take_part(request.member)
    form = AskForm(request.POST if request.method == "POST" else None, member=request.member)
    if not form.is_valid():
        return new_page(request, form, 422 if form.is_bound else 200)
    if not request.user.is_authenticated or not request.user.name:
        return ask_to_sign_in(request)
    return post_challenge(request, lab_slug=request.lab.slug, form=form)


@member_required
def post_challenge(request: MemberRequest, form: AskForm) -> HttpResponse:
    if not rules.can_ask(request.member):
        raise PermissionDenied
    try:
        sent = ask(request, form, form.cleaned_data["voice"] or RESIDENT_VOICE, Asker.NEIGHBOURS)
    except TooOften as limit:
        return too_often(request, form, limit)
    if sent.is_new:
        messages.success(request, _("Your question is online. Tell your neighbours about it."))
    else:
        messages.info(request, _("This question was already here. You sent the same words before."))
    return redirect(sent.thing)


@read_or_post
@member_required
def challenge_new_municipal(request: MemberRequest) -> HttpResponse:
    """Only for civil servants: what the municipality promises is asked first (decision 0037)."""
    if not rules.can_ask_for_municipality(request.member):
        raise PermissionDenied
    form = MunicipalForm(request.POST if request.method == "POST" else None, member=request.member)
    if not form.is_valid():
        return new_page(request, form, 422 if form.is_bound else 200)
    try:
        sent = ask(request, form, form.chosen_voice, Asker.MUNICIPALITY)
    except TooOften as limit:
        return too_often(request, form, limit)
    challenge = sent.thing
    if form.is_online and challenge.is_draft:
        challenge.publish(request.member, form.chosen_voice)
    said = _("Saved as a draft. Only the municipality sees it, until you put it online.")
    messages.success(request, said if challenge.is_draft else _("The question is online."))
    return redirect(challenge)


@transaction.atomic
def ask(request: MemberRequest, form: AskForm | MunicipalForm, voice: Voice, asker: str) -> Repeat[Challenge]:
    sent = Challenge.ask(request.member, voice, form.cleaned_data["key"], asker=asker, **form.words())
    if sent.is_new:
        charge("question", request.member.pk)
    return sent


def too_often(request: LabRequest, form: AskForm | MunicipalForm, limit: TooOften) -> HttpResponse:
    form.add_error(None, limit.words)
    return new_page(request, form, 429)


def new_page(request: LabRequest, form: AskForm | MunicipalForm, status: int = 200) -> HttpResponse:
    template = "challenge_new.html" if isinstance(form, AskForm) else "challenge_new_municipal.html"
    may_promise = rules.can_ask_for_municipality(request.member)
    context = {"form": form, "may_promise": may_promise}
    return render(request, f"challenges/{template}", context, status=status)


@member_required
def publish(request: MemberRequest, pk: int) -> HttpResponse:
    challenge = find_challenge(request, pk)
    if not challenge.is_draft and rules.keeps(request.member, challenge):
        return redirect(challenge)  # pressed twice
    if not rules.can_publish(request.member, challenge):
        raise PermissionDenied
    try:
        if challenge.publish(request.member, challenge.voice_of(request.member)):
            messages.success(request, _("The question is online."))
    except ChallengeClosed:
        messages.error(request, _("It can't go online yet: something is missing, or its last day is over. Change it."))
    return redirect(challenge)


challenge_publish = by_method(GET=back_to_challenge, POST=publish)
