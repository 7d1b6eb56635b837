"""The page of signing in that asks for a code of the second factor: after the code from the mail, before all else."""

from typing import cast

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.stagekit import clear_login
from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from accounts import proved, stages
from accounts.around import stay_at
from accounts.checking import Checked, check
from accounts.factor import Used, codes_left
from accounts.forms.factor import SignInFactorForm
from accounts.models import SignInCode, User
from accounts.signing_in import came_in, go_in, read_or_post
from common.rate_limits import forgive


@never_cache
@read_or_post
def sign_in_factor(request: HttpRequest) -> HttpResponse:
    """Ask for a code of the app, or a recovery code; if it is right, sign this person in."""
    attempt, stage = stages.attempt_of(request), stages.current(request)
    if attempt and request.user.is_authenticated and attempt.is_of(request.user):
        return go_in(request, request.user, attempt)  # typed in another tab
    form = SignInFactorForm(request.POST)
    code = form.cleaned_data["code"] if form.is_valid() else ""
    if attempt is None or stage is None:
        words = _("This took too long. Type your email address to start again.")
        return come_again(request, form.cleaned_data.get("token", ""), code) or start_again(request, words)
    if request.method != "POST":
        return code_page(request, SignInFactorForm(initial={"token": attempt.token}), attempt, Checked(status=200))
    user = cast(User, stage.login.user)
    if not user.factor_key:  # somebody removed it meanwhile
        return finish(request, stage, attempt, None)
    checked = check_for(attempt, user, form)
    if checked.used:
        return finish(request, stage, attempt, checked.used)
    if response := come_again(request, attempt.token, code):
        return response
    if checked.is_guess and not stages.count_wrong(request):
        return start_again(request, _("A wrong code was typed too often. Type your email address to start again."))
    return code_page(request, form, attempt, checked)


@transaction.atomic
def check_for(attempt: SignInCode, user: User, form: SignInFactorForm) -> Checked:
    """Check the code, and store with the attempt which one was right, for when the same form comes twice."""
    checked = check(user, form)
    if checked.used:
        attempt.finish_with(form.cleaned_data["code"])
    return checked


def come_again(request: HttpRequest, token: str, code: str) -> HttpResponse | None:
    """Sign in for the second of two presses: the browser shows the answer to that one. None if it isn't one.

    The first press used the code and did what waited; it also replaced the session that this press came with.
    """
    attempt = SignInCode.objects.filter(token=token, user__is_active=True).select_related("user").first()
    if not (code and attempt and attempt.user and attempt.factor_was(code)):
        return None
    if request.user.is_authenticated:
        logout(request)
    clear_login(request)
    stages.forget(request)
    forgive("factor", attempt.user.pk)
    record_authentication(request, attempt.user, method="code")
    get_adapter().login(request, attempt.user)
    proved.prove(request, attempt.user)
    return came_in(request, attempt.user, attempt)


def code_page(request: HttpRequest, form: SignInFactorForm, attempt: SignInCode, checked: Checked) -> HttpResponse:
    stay_at(request, attempt.landing)
    response = render(request, "accounts/sign_in_factor.html", {"form": form}, status=checked.status)
    return checked.told_on(response)


def start_again(request: HttpRequest, words: str) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("home")
    messages.warning(request, words)
    return redirect("sign_in")


def finish(request: HttpRequest, stage: stages.AskFactor, attempt: SignInCode, used: Used | None) -> HttpResponse:
    """Sign in, and say how many recovery codes are left if one was used."""
    stage.exit()
    user = cast(User, request.user)
    stages.forget(request)
    if used:
        proved.prove(request, user)
    if used is Used.RECOVERY:
        tell_left(request, user)
    return came_in(request, user, attempt)


def tell_left(request: HttpRequest, user: User) -> None:
    """Say how many recovery codes are left."""
    left = codes_left(user)
    if left:
        words = ngettext(
            "You used a recovery code. You have %(n)s left.", "You used a recovery code. You have %(n)s left.", left
        )
        messages.info(request, words % {"n": left})
    else:
        messages.warning(request, _("You used your last recovery code. Make new ones, at your details."))
