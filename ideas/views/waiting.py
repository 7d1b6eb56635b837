"""A comment that waits: its writer changes it, or takes it back."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.fields import is_id
from common.http import go_to
from common.rate_limits import TooOften, charge
from ideas.forms.talk import CommentEditForm
from ideas.models import Moved, WaitingComment
from ideas.views.found import find_idea
from labs.decorators import MemberRequest, member_required


def find_waiting(request: MemberRequest, pk: int, waiting_pk: int) -> WaitingComment:
    """Return what this member wrote, also when it waits no more; a 404 for everybody else."""
    idea = find_idea(request, pk)
    theirs = WaitingComment.objects.filter(idea=idea, author=request.member.pk or 0).select_related("comment")
    waiting: WaitingComment = get_object_or_404(theirs, pk=waiting_pk if is_id(waiting_pk) else 0)
    waiting.idea = idea
    if waiting.comment:
        waiting.comment.idea = idea
    return waiting


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def waiting_edit(request: MemberRequest, pk: int, waiting_pk: int) -> HttpResponse:
    waiting = find_waiting(request, pk, waiting_pk)
    if request.method != "POST":
        return gone(waiting) or edit_page(request, waiting, CommentEditForm(initial={"text": waiting.text}))
    form = CommentEditForm(request.POST)
    if not form.is_valid():
        return edit_page(request, waiting, form, 422)
    try:
        with transaction.atomic():
            if waiting.edit(form.cleaned_data["text"]):
                charge("comment", request.member.pk)
    except TooOften as limit:
        form.add_error(None, limit.words)
        return edit_page(request, waiting, form, 429)
    except Moved:
        waiting = find_waiting(request, pk, waiting_pk)
        form.add_error(None, where_it_is(waiting))
        return edit_page(request, waiting, form, 409)
    return go_to(request, waiting.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def waiting_remove(request: MemberRequest, pk: int, waiting_pk: int) -> HttpResponse:
    waiting = find_waiting(request, pk, waiting_pk)
    if request.method != "POST":
        context = {"idea": waiting.idea, "comment": waiting, "waits": True}
        return gone(waiting) or render(request, "ideas/comment_remove.html", context)
    try:
        waiting.take_back()
    except Moved:
        waiting = find_waiting(request, pk, waiting_pk)
        if waiting.comment:
            messages.info(request, where_it_is(waiting))
        return redirect(waiting.comment or waiting.idea)
    messages.success(request, _("Your comment is gone."))
    return redirect(waiting.idea.get_absolute_url() + "#reacties")


def gone(waiting: WaitingComment) -> HttpResponse | None:
    """Return the way to where it is now; None if it still waits."""
    if waiting.ended_at is None:
        return None
    return redirect(waiting.comment or waiting.idea.get_absolute_url() + "#reacties")


def where_it_is(waiting: WaitingComment) -> str:
    if waiting.comment is None:
        return _("You took this comment back. You can post your words as a new comment.")
    link = format_html('<a href="{}">{}</a>', waiting.comment.get_absolute_url(), _("View your comment"))
    return format_html("{} {}", _("Your comment is online by now. You can change it there."), link)


def edit_page(
    request: MemberRequest, waiting: WaitingComment, form: CommentEditForm, status: int = 200
) -> HttpResponse:
    context = {"idea": waiting.idea, "comment": waiting, "form": form, "waits": True, "may_edit": True}
    return render(request, "ideas/comment_edit.html", context, status=status)
