"""Pages about oneself."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from accounts.intent import ask_to_sign_in


def signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For people with a name; others sign in first, and then what they were doing is done."""

    @wraps(view)
    def for_people(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated or not request.user.name:
            return ask_to_sign_in(request)
        return view(request, *args, **kwargs)

    return for_people
