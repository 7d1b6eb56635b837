"""The list of flags: what a moderator may want to look at. Moderators see it, without flags on their own words."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from common.paging import NearestPaginator
from labs.decorators import MemberRequest, member_required
from moderation.models import Flag
from moderation.views.cases import must_moderate

PER_PAGE = 50
LAST_SEEN = 20


@require_safe
@member_required
def flag_list(request: MemberRequest) -> HttpResponse:
    """List the flags that nobody has seen, the newest on top, and below them the last ones that somebody saw."""
    must_moderate(request)
    flags = Flag.objects.for_eyes_of(request.member).with_thing()
    page = NearestPaginator(flags.unseen(), PER_PAGE).get_page(request.GET.get("pagina"))
    context = {"page": page, "seen": flags.seen()[:LAST_SEEN]}
    return render(request, "moderation/flag_list.html", context)


@require_POST
@member_required
def flag_see(request: MemberRequest, flag_pk: int) -> HttpResponse:
    must_moderate(request)
    find(request, flag_pk).see(request.member)
    return redirect("flag_list", lab_slug=request.lab.slug)


@require_POST
@member_required
def flag_unsee(request: MemberRequest, flag_pk: int) -> HttpResponse:
    must_moderate(request)
    find(request, flag_pk).unsee()
    return redirect("flag_list", lab_slug=request.lab.slug)


def find(request: MemberRequest, pk: int) -> Flag:
    return get_object_or_404(Flag.objects.for_eyes_of(request.member), pk=pk)
