"""Our allauth adapter: allauth shows no messages and sends no mails; our own code does."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Makes the codes, finds the client's address behind proxies, and signs people in through allauth's stages."""

    def add_message(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Add no message: the next page says enough."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: nobody may sign up through allauth's own pages, even if one of them became reachable."""
        return False
