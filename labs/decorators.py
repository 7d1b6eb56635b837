"""Find the lab and the member of a request: every view of a lab starts here.

The types say which decorator a view needs: a view with a `MemberRequest` needs `member_required` or `admin_required`;
a view with a `LabRequest` may have any of the three.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any, Concatenate

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from accounts.decorators import PersonRequest
from accounts.intent import ask_to_sign_in
from accounts.proved import is_proved
from common.http import View
from common.prepared import Prepared
from labs import rules
from labs.models import Lab, Membership, Paused, Visitor
from labs.models.pauses import now_of

MEMBER = Prepared(
    lambda slug, user: Membership.objects.select_related("lab__municipality").filter(lab__slug=slug, user=user),
)
LAB = Prepared(lambda slug: Lab.objects.select_related("municipality").filter(slug=slug))


READING = frozenset({"GET", "HEAD", "OPTIONS"})
SLUG = re.compile(r"[-\w]{1,50}", re.ASCII)


class LabRequest(HttpRequest):
    """A request in a lab, of anybody."""

    lab: Lab
    member: Membership | Visitor


class MemberRequest(PersonRequest, LabRequest):
    """A request in a lab, of somebody who may take part."""

    member: Membership


type LabView = Callable[Concatenate[LabRequest, ...], HttpResponseBase]
type MemberView = Callable[Concatenate[MemberRequest, ...], HttpResponseBase]


def find_member(request: HttpRequest, slug: str) -> Membership | Visitor:
    """Return the member with the lab in one query, else a visitor. Raises Http404 when there is no such lab.

    This is the only place that says whether roles of staff count in this session (decision 0070).
    """
    user = request.user if request.user.is_authenticated else None
    if user and (member := MEMBER.find(slug, user.pk)):
        member.user = user
        member.is_proved = is_proved(request)
        return member
    if lab := LAB.find(slug):
        return Visitor(lab, user)
    raise Http404


def enter(request: LabRequest, slug: str) -> Membership | Visitor:
    """Set `request.lab` and `request.member`, and return the member. Raises Http404 when there is no such lab."""
    member = find_member(request, slug)
    request.lab, request.member = member.lab, member
    return member


def stay(request: Any, path: str) -> None:
    """Set `request.lab` and `request.member` for the lab that `path` belongs to; do nothing if there is none."""
    slug = path.split("/")[1] if path.count("/") > 1 else ""
    if SLUG.fullmatch(slug):
        with suppress(Http404):
            enter(request, slug)


def while_paused[**P](view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
    """Mark a view that stays open to a person who is paused (decision 0083). It stands below the other decorators."""
    view.while_paused = True  # type: ignore[attr-defined]
    return view


def must_take_part(member: Membership | Visitor) -> None:
    """Refuse a page that only leads to what a paused person can't do. Raises Paused."""
    if isinstance(member, Membership) and (pause := now_of(member)):
        raise Paused(pause)


def admit(request: LabRequest, slug: str, view: Callable[..., Any], *, reads: bool) -> Membership | Visitor:
    """Enter the lab. A person who is paused may only read, and do what is marked; `reads`: any GET is reading.

    Every view of a lab passes here, also when an act is done after sign-in: a new one refuses them by itself.
    """
    member = enter(request, slug)
    is_reading = reads and request.method in READING
    if not is_reading and not hasattr(view, "while_paused"):
        must_take_part(member)
    return member


def lab_page(view: LabView) -> View:
    """Allow everybody. Set `request.lab` and `request.member`; 404 if there is no such lab."""

    @wraps(view)
    def with_lab(request: LabRequest, lab_slug: str, **kwargs: Any) -> HttpResponseBase:
        admit(request, lab_slug, view, reads=True)
        return view(request, **kwargs)

    return with_lab


def member_required(view: MemberView) -> View:
    """Allow signed-in people; others sign in first, and then their act is done.

    The first act in a lab makes them its member. Reading a page never writes: before the first act, `request.member`
    is an unsaved Membership, without a key and without roles.
    """

    @wraps(view)
    def with_member(request: MemberRequest, lab_slug: str, **kwargs: Any) -> HttpResponseBase:
        asking = admit(request, lab_slug, view, reads=False)
        if not request.user.is_authenticated or not request.user.name:
            return ask_to_sign_in(request)
        if isinstance(asking, Visitor):
            newcomer = Membership.objects.join if request.method == "POST" else Membership
            request.member = newcomer(lab=asking.lab, user=request.user)
            request.member.is_proved = is_proved(request)
        return view(request, **kwargs)

    return with_member


def admin_required(view: MemberView) -> View:
    """Allow lab admins. Signed-out visitors sign in first; others get 403, and don't become members."""

    @wraps(view)
    def with_admin(request: MemberRequest, lab_slug: str, **kwargs: Any) -> HttpResponseBase:
        asking = admit(request, lab_slug, view, reads=False)
        if not request.user.is_authenticated or not request.user.name:
            return ask_to_sign_in(request)
        if not rules.can_manage(asking):
            raise PermissionDenied
        return view(request, **kwargs)

    return with_admin
