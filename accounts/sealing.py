"""Seal short secrets, so that a copy of the database doesn't contain them. The key comes from DJANGO_SECRET_KEY."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from django.utils.crypto import salted_hmac

SALT = "accounts.sealing"


class Unsealable(ValueError):
    """This text was not sealed by us for this purpose, was sealed too long ago, or with another key."""


def seal(text: str, purpose: str) -> str:
    return _fernet(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, purpose: str, seconds: int | None = None) -> str:
    """Return the text. Raises Unsealable, also if it was sealed more than `seconds` ago."""
    try:
        return _fernet(purpose).decrypt(sealed.encode(), ttl=seconds).decode()
    except (InvalidToken, UnicodeError) as refusal:
        raise Unsealable from refusal


def _fernet(purpose: str) -> Fernet:
    return Fernet(urlsafe_b64encode(salted_hmac(SALT, purpose, algorithm="sha256").digest()))
