"""Known browsers: after a browser signed in to a mailbox, other people's attempts for that mailbox don't limit it.

A cookie set at sign-in holds a signed list of mailbox hashes. It proves nothing else and signs nobody in.
"""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from accounts.models import User, mailbox
from accounts.models.code import mailbox_hash
from common.preferences import A_YEAR, keep

COOKIE = settings.KNOWN_COOKIE_NAME
SALT = "accounts.known"
MOST, MOST_CHARACTERS = 4, 1000


def mailboxes(request: HttpRequest) -> list[str]:
    """Return the hashes of the mailboxes that this browser signed in to, latest last."""
    text = request.COOKIES.get(COOKIE, "")
    if not text or len(text) > MOST_CHARACTERS:
        return []
    try:
        hashes: list[str] = signing.loads(text, salt=SALT, max_age=A_YEAR)
    except signing.BadSignature:
        return []
    return hashes


def knows(request: HttpRequest, address: str) -> bool:
    return mailbox_hash(mailbox(address)) in mailboxes(request)


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Add the user's mailbox to the cookie, which keeps the latest few for a year."""
    theirs = mailbox_hash(user.mailbox)
    hashes = [one for one in mailboxes(request) if one != theirs]
    keep(response, COOKIE, signing.dumps([*hashes, theirs][-MOST:], salt=SALT))


def forget(response: HttpResponse) -> None:
    keep(response, COOKIE, "")
