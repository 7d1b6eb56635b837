"""Where somebody came from: the pages of signing in and of the account keep the menu of that lab."""

from collections.abc import Callable

from django.http import HttpRequest

from common.joins import ExtensionPoint

STAY: ExtensionPoint[Callable[[HttpRequest, str], None]] = ExtensionPoint(
    "accounts.around.STAY",
    "What the page of an account shows around it, for somebody who came from this path of the site. Set on the "
    "request, as pages there do.",
)


def stay_at(request: HttpRequest, path: str) -> None:
    for stay in STAY:
        stay(request, path)
