"""The sign-in attempts of this browser, in its session: where each code was sent. At most five, newest last."""

from typing import NamedTuple

from django.http import HttpRequest

from accounts.intent import AN_HOUR
from accounts.models import SignInCode

KEPT, MOST = "sign_in", 5


class Sent(NamedTuple):
    token: str
    address: str


def remember(request: HttpRequest, attempt: SignInCode, address: str) -> None:
    """The session of someone who doesn't come back holds an address: it ends in an hour."""
    sent = request.session.get(KEPT, {})
    sent.pop(attempt.token, None)
    request.session[KEPT] = dict([*sent.items(), (attempt.token, address)][-MOST:])
    if not request.user.is_authenticated:
        request.session.set_expiry(AN_HOUR)


def newest(request: HttpRequest) -> Sent | None:
    sent = request.session.get(KEPT)
    return Sent(*list(sent.items())[-1]) if sent else None


def address_of(request: HttpRequest, token: str) -> str:
    """Where the code of `token` went; empty when this browser didn't ask for it."""
    address: str = request.session.get(KEPT, {}).get(token, "")
    return address


def forget(request: HttpRequest) -> None:
    """Signed in: no address stays behind, and the session lives as long as sessions do."""
    request.session.pop(KEPT, None)
    request.session.set_expiry(None)
