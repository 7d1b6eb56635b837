"""What we change about allauth: it says nothing on the screen and mails nothing; we do, in our own words."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Makes the codes, knows the network address behind proxies, and signs people in through allauth's stages."""

    def add_message(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Nothing: the page someone lands on says enough."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Not through allauth's own pages, if one were ever reachable."""
        return False
