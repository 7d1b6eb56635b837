"""Browsers that signed in before to a mailbox: what strangers do about that mailbox doesn't count for them.

A cookie set at sign-in says so: a signed list of hashes of mailboxes. It proves nothing else and signs nobody in.
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
    """Hashes of the mailboxes that this browser signed in to, the latest last."""
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
    """Keep their mailbox among the latest few of this browser, for a year."""
    theirs = mailbox_hash(user.mailbox)
    hashes = [one for one in mailboxes(request) if one != theirs]
    keep(response, COOKIE, signing.dumps([*hashes, theirs][-MOST:], salt=SALT))


def forget(response: HttpResponse) -> None:
    keep(response, COOKIE, "")
