"""Our allauth adapters: allauth shows no messages and sends no mails; our own code does."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from accounts.sealing import seal, unseal

SECRETS = "authenticators"


class AccountAdapter(DefaultAccountAdapter):
    """Makes the codes, finds the client's address behind proxies, and signs people in through allauth's stages."""

    def add_message(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Add no message: the next page says enough."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: nobody may sign up through allauth's own pages, even if one of them became reachable."""
        return False

    def get_login_stages(self) -> list[str]:
        """Return the only stage after the code from the mail: the second factor, of people who have one."""
        return ["accounts.stages.AskFactor"]


class FactorAdapter(DefaultMFAAdapter):
    """Seals the secrets of second factors before they are stored."""

    def encrypt(self, text: str) -> str:
        return seal(text, SECRETS)

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret. Raises Unsealable, if DJANGO_SECRET_KEY was replaced."""
        return unseal(encrypted_text, SECRETS)
