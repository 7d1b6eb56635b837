"""Pages for moderators to hide and restore, with a reason; the author is told, and everybody sees the trace."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.paging import NearestPaginator
from ideas import rules
from ideas.forms.hiding import HideForm, RestoreForm
from ideas.models import Comment, Idea
from ideas.models.hidden import hidden_in, rows_of
from ideas.views.found import find_comment, find_idea
from labs.decorators import LabRequest, MemberRequest, member_required
from labs.models import MayNotDecide

PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def idea_hide(request: MemberRequest, pk: int) -> HttpResponse:
    return hide_page(request, find_idea(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def comment_hide(request: MemberRequest, pk: int, comment_pk: int) -> HttpResponse:
    return hide_page(request, find_comment(request, pk, comment_pk))


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def idea_restore(request: MemberRequest, pk: int) -> HttpResponse:
    return restore_page(request, find_idea(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def comment_restore(request: MemberRequest, pk: int, comment_pk: int) -> HttpResponse:
    return restore_page(request, find_comment(request, pk, comment_pk))


@require_safe
@member_required
def hidden_list(request: MemberRequest) -> HttpResponse:
    """List what is hidden in this lab now, latest first, so that it can be restored."""
    if not rules.can_see_hidden(request.member):
        raise PermissionDenied
    page = NearestPaginator(hidden_in(request.lab), PER_PAGE).get_page(request.GET.get("pagina"))
    page.object_list = rows_of(page.object_list, request.lab)
    return render(request, "ideas/care_hidden_list.html", {"page": page})


def hide_page(request: MemberRequest, thing: Idea | Comment) -> HttpResponse:
    if not rules.can_hide(request.member, thing):
        raise PermissionDenied
    form = HideForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return ask(request, "ideas/care_hide.html", thing, form)
    try:
        hiding = thing.hide(request.member, **form.cleaned_data)
    except MayNotDecide as refused:
        return ask(request, "ideas/care_hide.html", thing, form, refused)
    told = hiding and hiding.writer_knows
    messages.success(request, _("This is hidden now. The writer gets an email.") if told else _("This is hidden now."))
    return redirect(thing)


def restore_page(request: MemberRequest, thing: Idea | Comment) -> HttpResponse:
    if not rules.can_hide(request.member, thing):
        raise PermissionDenied
    form = RestoreForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return ask(request, "ideas/care_restore.html", thing, form)
    try:
        thing.restore(request.member, form.cleaned_data["why"])
    except MayNotDecide as refused:
        return ask(request, "ideas/care_restore.html", thing, form, refused)
    messages.success(request, _("People can read this again."))
    return redirect(thing)


def ask(
    request: LabRequest,
    template: str,
    thing: Idea | Comment,
    form: HideForm | RestoreForm,
    refused: MayNotDecide | None = None,
) -> HttpResponse:
    hiding = thing.hidings.filter(restored_at=None).select_related("by__user").first()
    context = {"thing": thing, "is_comment": isinstance(thing, Comment), "hiding": hiding, "form": form}
    context["idea"] = thing.idea if isinstance(thing, Comment) else thing
    return render(request, template, context, status=status_of(form, refused))


def status_of(form: Form, refused: MayNotDecide | None) -> int:
    """Return the status of the page with this form, and say on it why the verb refused."""
    if refused:
        form.add_error(None, refused.words)
        return 403
    return 422 if form.is_bound else 200
