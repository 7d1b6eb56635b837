"""The list of flags: what a moderator may want to look at. Moderators see it, without flags on their own words."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.views.decorators.http import require_POST, require_safe

from common import clock
from common.paging import NearestPaginator
from labs.decorators import MemberRequest, member_required
from moderation.models import Flag
from moderation.models.first_comments import waiting_for
from moderation.views.cases import must_moderate

PER_PAGE = 50
LAST_SEEN = 20


@require_safe
@member_required
def flag_list(request: MemberRequest) -> HttpResponse:
    """List the first comments that wait, the flags that nobody has seen, and the last ones that somebody saw."""
    must_moderate(request)
    return list_page(request)


def list_page(request: MemberRequest, trouble: Promise | str = "", status: int = 200) -> HttpResponse:
    """Show the list. `trouble`: why what they wanted to do with it didn't happen."""
    flags = Flag.objects.for_eyes_of(request.member).with_thing()
    page = NearestPaginator(flags.unseen(), PER_PAGE).get_page(request.GET.get("pagina"))
    now = clock.now()
    waiting = NearestPaginator(waiting_for(request.member), PER_PAGE).get_page(request.GET.get("wacht"))
    waiting.object_list = [(one, one.may_appear(now)) for one in waiting]
    context = {"page": page, "seen": flags.seen()[:LAST_SEEN], "waiting": waiting}
    return render(request, "moderation/flag_list.html", context | {"trouble": trouble}, status=status)


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
