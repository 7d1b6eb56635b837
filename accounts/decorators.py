"""The decorator for pages about the user's own account."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from accounts.intent import ask_to_sign_in
from accounts.models import User
from common.http import View


class PersonRequest(HttpRequest):
    """A request of a signed-in user."""

    user: User


def signed_in(view: Callable[Concatenate[PersonRequest, ...], HttpResponseBase]) -> View:
    """Allow the page for a user with a name. Others sign in first, and then the act that they began is done."""

    @wraps(view)
    def for_people(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated or not request.user.name:
            return ask_to_sign_in(request)
        return view(request, *args, **kwargs)

    return for_people
