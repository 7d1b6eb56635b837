"""Pages for moderators to hide and restore, with a reason; the author is told, and everybody sees the trace."""

from collections.abc import Callable
from typing import Any

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
from labs.models import MayNotDecide, moderation
from labs.models.moderation import Hideable

PER_PAGE = 50

read_or_post = require_http_methods(["GET", "HEAD", "POST"])


@read_or_post
@member_required
def idea_hide(request: MemberRequest, pk: int) -> HttpResponse:
    return hide_words(request, find_idea(request, pk))


@read_or_post
@member_required
def comment_hide(request: MemberRequest, pk: int, comment_pk: int) -> HttpResponse:
    return hide_words(request, find_comment(request, pk, comment_pk))


@read_or_post
@member_required
def idea_restore(request: MemberRequest, pk: int) -> HttpResponse:
    return restore_words(request, find_idea(request, pk))


@read_or_post
@member_required
def comment_restore(request: MemberRequest, pk: int, comment_pk: int) -> HttpResponse:
    return restore_words(request, find_comment(request, pk, comment_pk))


@require_safe
@member_required
def hidden_list(request: MemberRequest) -> HttpResponse:
    """List what is hidden in this lab now, latest first, so that it can be restored."""
    if not rules.can_see_hidden(request.member):
        raise PermissionDenied
    page = NearestPaginator(hidden_in(request.lab), PER_PAGE).get_page(request.GET.get("pagina"))
    page.object_list = rows_of(page.object_list, request.lab)
    return render(request, "ideas/care_hidden_list.html", {"page": page})


def hide_words(request: MemberRequest, thing: Idea | Comment) -> HttpResponse:
    if not rules.can_hide(request.member, thing):
        raise PermissionDenied
    return hide_page(request, thing, HideForm, "ideas/care_hide.html", lambda: facts_of(thing))


def restore_words(request: MemberRequest, thing: Idea | Comment) -> HttpResponse:
    if not rules.can_hide(request.member, thing):
        raise PermissionDenied
    return restore_page(request, thing, "ideas/care_restore.html", lambda: facts_of(thing))


def facts_of(thing: Idea | Comment) -> dict[str, Any]:
    idea = thing.idea if isinstance(thing, Comment) else thing
    return {"thing": thing, "is_comment": isinstance(thing, Comment), "idea": idea, "hiding": hiding_of(thing)}


def hiding_of(thing: Hideable) -> Any:
    """Return the hiding that stands, or None."""
    return thing.hidings.filter(restored_at=None).select_related("by__user").first()


# For every kind of thing. Whether somebody may is asked before; `facts` are those of the template, beside `form`.


def hide_page(
    request: MemberRequest,
    thing: Hideable,
    form_class: type[HideForm],
    template: str,
    facts: Callable[[], dict[str, Any]],
    done: str = "",
) -> HttpResponse:
    """Ask for a reason, and hide the thing. `done`: what to say then; "" says that the writer gets a mail, or not."""
    form = form_class(request.POST if request.method == "POST" else None)

    def hide(**words: Any) -> str:
        hiding = moderation.hide(thing, request.member, **words)
        told = hiding and hiding.writer_knows
        return done or (_("This is hidden now. The writer gets an email.") if told else _("This is hidden now."))

    return ask_first(request, thing, form, hide, template, facts)


def restore_page(
    request: MemberRequest, thing: Hideable, template: str, facts: Callable[[], dict[str, Any]], done: str = ""
) -> HttpResponse:
    """Ask why, and put the thing back."""
    form = RestoreForm(request.POST if request.method == "POST" else None)

    def restore(why: str) -> str:
        moderation.restore(thing, request.member, why)
        return done or _("People can read this again.")

    return ask_first(request, thing, form, restore, template, facts)


def ask_first(
    request: LabRequest,
    thing: Hideable,
    form: Form,
    act: Callable[..., str],
    template: str,
    facts: Callable[[], dict[str, Any]],
) -> HttpResponse:
    """Show the form until it is good; then act on its fields, and say what the act returns."""
    refused = None
    if form.is_valid():
        try:
            messages.success(request, act(**form.cleaned_data))
        except MayNotDecide as why:
            refused = why
        else:
            return redirect(thing)
    return render(request, template, facts() | {"form": form}, status=status_of(form, refused))


def status_of(form: Form, refused: MayNotDecide | None) -> int:
    """Return the status of the page with this form, and say on it why the verb refused."""
    if refused:
        form.add_error(None, refused.words)
        return 403
    return 422 if form.is_bound else 200
