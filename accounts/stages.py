"""The stage of signing in between the code from the mail and being signed in: a code of the second factor."""

from allauth.account.internal.stagekit import clear_login
from allauth.account.stages import LoginStage, LoginStageController
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from accounts.intent import AN_HOUR
from accounts.models import SignInCode

ATTEMPT, WRONG = "factor_attempt", "factor_wrong"  # in the session: the token of the attempt, and its wrong codes
MOST_WRONG = 5


class AskFactor(LoginStage):
    """Asks people who have a second factor for a code; others go on."""

    key = "factor"
    urlname = "sign_in_factor"

    def handle(self) -> tuple[HttpResponseBase | None, bool]:
        has_factor = self.login.user is not None and bool(self.login.user.factor_key)
        return (redirect(self.urlname) if has_factor else None), True


def remember(request: HttpRequest, attempt: SignInCode) -> None:
    """Store which attempt goes on after the code. The session of somebody who isn't signed in ends after an hour."""
    request.session[ATTEMPT] = attempt.token
    request.session[WRONG] = 0
    request.session.set_expiry(AN_HOUR)


def current(request: HttpRequest) -> AskFactor | None:
    """Return the stage of the person who must type a code now; it ends a quarter of an hour after it began."""
    stage = LoginStageController.enter(request, AskFactor.key)
    return stage if isinstance(stage, AskFactor) and stage.login.user and stage.login.user.is_active else None


def attempt_of(request: HttpRequest) -> SignInCode | None:
    return SignInCode.objects.filter(token=request.session.get(ATTEMPT, "")).first()


def count_wrong(request: HttpRequest) -> bool:
    """Count a wrong code; return False after the last one: then signing in starts again, with another mail."""
    request.session[WRONG] = request.session.get(WRONG, 0) + 1
    if request.session[WRONG] < MOST_WRONG:
        return True
    clear_login(request)
    forget(request)
    return False


def forget(request: HttpRequest) -> None:
    """Remove what was stored, and give the session its normal lifetime."""
    request.session.pop(ATTEMPT, None)
    request.session.pop(WRONG, None)
    request.session.set_expiry(None)
