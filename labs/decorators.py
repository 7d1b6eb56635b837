"""Who is asking, and in which lab: every view of a lab starts here."""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from accounts.intent import ask_to_sign_in
from labs import rules
from labs.models import Lab, Membership, Visitor

View = Callable[..., HttpResponse]


def find_member(request: HttpRequest, slug: str) -> Membership | Visitor:
    """Who is asking, with the lab: a member in one query, else a visitor. Raises Http404 when there is no such lab."""
    user = request.user if request.user.is_authenticated else None
    with suppress(Membership.DoesNotExist):
        if user:
            member = Membership.objects.select_related("lab__municipality").get(lab__slug=slug, user=user)
            member.user = user
            return member
    return Visitor(get_object_or_404(Lab.objects.select_related("municipality"), slug=slug), user)


def lab_page(view: View) -> View:
    """For everyone: sets `request.lab` and `request.member`, 404 when there is no such lab."""

    @wraps(view)
    def with_lab(request: HttpRequest, lab_slug: str, **kwargs: Any) -> HttpResponse:
        request.member = find_member(request, lab_slug)  # type: ignore[attr-defined]
        request.lab = request.member.lab  # type: ignore[attr-defined]
        return view(request, **kwargs)

    return with_lab


def member_required(view: View) -> View:
    """For people: who is signed out signs in first, and then what they were doing is done.

    The first act in a lab makes them its member; reading a page never writes.
    """

    @lab_page
    @wraps(view)
    def with_member(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated or not request.user.name:
            return ask_to_sign_in(request)
        if request.method == "POST" and not request.member.is_person:  # type: ignore[attr-defined]
            member, _new = Membership.objects.get_or_create(lab=request.lab, user=request.user)  # type: ignore[attr-defined]
            member.lab, member.user = request.lab, request.user  # type: ignore[attr-defined]
            request.member = member  # type: ignore[attr-defined]
        return view(request, **kwargs)

    return with_member


def admin_required(view: View) -> View:
    """For those who run this lab. Who is signed out signs in first; anyone else: 403, and becomes nobody's member."""

    @lab_page
    @wraps(view)
    def with_admin(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated or not request.user.name:
            return ask_to_sign_in(request)
        if not rules.can_manage(request.member):  # type: ignore[attr-defined]
            raise PermissionDenied
        return view(request, **kwargs)

    return with_admin
