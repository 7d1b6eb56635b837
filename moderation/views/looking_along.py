"""The page on which a moderator says whether they look along in other labs, and sees what waits there for them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from labs.decorators import MemberRequest, member_required
from labs.models import Lab
from moderation.models import ModerationSettings, looking_along
from moderation.models.looking_along import MayNotLook, NotAsked, waiting_for
from moderation.views.cases import must_moderate


@require_safe
@member_required
def looking_along_page(request: MemberRequest) -> HttpResponse:
    must_moderate(request)
    return page(request)


@require_POST
@member_required
def look_along(request: MemberRequest, asking_slug: str) -> HttpResponse:
    """Say yes."""
    return say(request, asking_slug, is_yes=True)


@require_POST
@member_required
def look_no_more(request: MemberRequest, asking_slug: str) -> HttpResponse:
    """Say no, or stop."""
    return say(request, asking_slug, is_yes=False)


def say(request: MemberRequest, asking_slug: str, is_yes: bool) -> HttpResponse:
    must_moderate(request)
    lab = get_object_or_404(Lab, slug=asking_slug)
    try:
        looking_along.answer(lab, request.member, is_yes)
    except NotAsked:
        return page(request, _("This lab doesn't ask you any more. Nothing was changed."), 409)
    except MayNotLook:
        words = _("You can't look along there: you moderate in that lab too, or work for its municipality.")
        return page(request, words, 403)
    done = _("You look along. You get a mail when something waits for you.") if is_yes else _("You don't look along.")
    messages.success(request, done)
    return redirect("looking_along", lab_slug=request.lab.slug)


def page(request: MemberRequest, trouble: str = "", status: int = 200) -> HttpResponse:
    named = ModerationSettings.objects.filter(neighbour=request.member).select_related("lab").order_by("lab__name")
    counts = set(ModerationSettings.objects.with_second_pair(request.member).values_list("pk", flat=True))
    facts = {"named": named, "counts": counts, "trouble": trouble, "waiting": waiting_for(request.member)}
    return render(request, "moderation/looking_along.html", facts, status=status)
