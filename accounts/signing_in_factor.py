"""The page of signing in that asks for a code of the second factor: after the code from the mail, before all else."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from accounts import proved, stages
from accounts.around import stay_at
from accounts.checking import Checked, check
from accounts.factor import Used, codes_left
from accounts.forms.factor import FactorForm
from accounts.models import SignInCode, User
from accounts.signing_in import came_in, go_in, read_or_post


@never_cache
@read_or_post
def sign_in_factor(request: HttpRequest) -> HttpResponse:
    """Ask for a code of the app, or a recovery code; if it is right, sign this person in."""
    attempt, stage = stages.attempt_of(request), stages.current(request)
    if attempt and request.user.is_authenticated and attempt.is_of(request.user):
        return go_in(request, request.user, attempt)  # typed in another tab
    if attempt is None or stage is None:
        return start_again(request, _("This took too long. Type your email address to start again."))
    if request.method != "POST":
        return code_page(request, FactorForm(), attempt, Checked(status=200))
    user, form = cast(User, stage.login.user), FactorForm(request.POST)
    if not user.factor_key:  # somebody removed it meanwhile
        return finish(request, stage, attempt, None)
    checked = check(user, form)
    if checked.used:
        return finish(request, stage, attempt, checked.used)
    if checked.is_guess and not stages.count_wrong(request):
        return start_again(request, _("A wrong code was typed too often. Type your email address to start again."))
    return code_page(request, form, attempt, checked)


def code_page(request: HttpRequest, form: FactorForm, attempt: SignInCode, checked: Checked) -> HttpResponse:
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
