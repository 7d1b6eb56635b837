"""The sign-in attempts of this browser, in its session: at most five tokens, newest last."""

from django.http import HttpRequest

from accounts.intent import AN_HOUR
from accounts.models import SignInCode

KEPT, MOST = "sign_in", 5


def remember(request: HttpRequest, attempt: SignInCode) -> None:
    """Store the token. The session of somebody who isn't signed in ends after an hour."""
    tokens = [token for token in request.session.get(KEPT, []) if token != attempt.token]
    request.session[KEPT] = [*tokens, attempt.token][-MOST:]
    if not request.user.is_authenticated:
        request.session.set_expiry(AN_HOUR)


def newest(request: HttpRequest) -> SignInCode | None:
    tokens = list(request.session.get(KEPT, []))
    return SignInCode.objects.filter(token=tokens[-1]).first() if tokens else None


def asked_before(request: HttpRequest, attempt: SignInCode) -> bool:
    """Did this browser already ask for another code for the same mailbox?"""
    tokens = request.session.get(KEPT, [])
    return SignInCode.objects.filter(token__in=tokens, mailbox_hash=attempt.mailbox_hash).exists()


def address_of(request: HttpRequest, attempt: SignInCode) -> str:
    """Return the address that received the code; empty if this browser didn't ask for one, or has used it."""
    return attempt.address if attempt.token in request.session.get(KEPT, []) else ""


def forget(request: HttpRequest) -> None:
    """After sign-in: remove all attempts, and give the session its normal lifetime."""
    request.session.pop(KEPT, None)
    request.session.set_expiry(None)
