"""Pages for moderators to close the conversation of an idea, and to open it again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common import clock
from ideas.models import Idea
from ideas.views.found import find_idea
from labs.decorators import MemberRequest, member_required
from labs.models import MayNotDecide
from moderation import rules
from moderation.forms.closing import CloseForm, OpenForm
from moderation.models import Decided
from moderation.models.closing import close_talk, open_talk


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def talk_close(request: MemberRequest, pk: int) -> HttpResponse:
    """Close it. What another moderator did meanwhile is shown, and the words stay."""
    idea = find_idea(request, pk)
    may_close = rules.can_close_talk(request.member, idea, clock.now())
    if not may_close and not rules.can_open_talk(request.member, idea):
        raise PermissionDenied
    form = CloseForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return close_page(request, idea, form, 422 if form.is_bound else 200)
    try:
        close_talk(idea, request.member, **form.cleaned_data)
    except MayNotDecide as refused:
        form.add_error(None, refused.words)
        return close_page(request, idea, form, 403)
    except Decided:
        form.add_error(None, _("This was decided or changed a moment ago. Your text is still here."))
        idea.refresh_from_db(fields=["talk_closed_at", "status", "closed_at"])
        return close_page(request, idea, form, 409)
    messages.success(request, _("The conversation is closed now."))
    return redirect(f"{idea.get_absolute_url()}#reacties")


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def talk_open(request: MemberRequest, pk: int) -> HttpResponse:
    idea = find_idea(request, pk)
    if not rules.may_turn_talk(request.member, idea):
        raise PermissionDenied
    form = OpenForm(request.POST if request.method == "POST" else None)
    if not idea.talk_closed_at:
        messages.info(request, _("The conversation is open."))
        return redirect(f"{idea.get_absolute_url()}#reacties")
    if not form.is_valid():
        return open_page(request, idea, form, 422 if form.is_bound else 200)
    try:
        open_talk(idea, request.member, form.cleaned_data["why"])
    except MayNotDecide as refused:
        form.add_error(None, refused.words)
        return open_page(request, idea, form, 403)
    messages.success(request, _("The conversation is open again."))
    return redirect(f"{idea.get_absolute_url()}#reacties")


def close_page(request: MemberRequest, idea: Idea, form: Form, status: int) -> HttpResponse:
    may_close = rules.can_close_talk(request.member, idea, clock.now())
    return render(
        request, "moderation/talk_close.html", {"idea": idea, "form": form, "may_close": may_close}, status=status
    )


def open_page(request: MemberRequest, idea: Idea, form: Form, status: int) -> HttpResponse:
    return render(request, "moderation/talk_open.html", {"idea": idea, "form": form}, status=status)
