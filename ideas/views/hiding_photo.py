"""Pages for moderators to hide the photo of an idea alone, and to put it back, with a reason."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ideas import rules
from ideas.forms.hiding import HidePhotoForm, RestoreForm
from ideas.models import Idea, IdeaPhoto
from ideas.views.found import find_idea
from ideas.views.hiding import status_of
from labs.decorators import LabRequest, MemberRequest, member_required
from labs.models import MayNotDecide


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def photo_hide(request: MemberRequest, pk: int) -> HttpResponse:
    idea = find_idea(request, pk)
    if not rules.can_hide(request.member, idea):
        raise PermissionDenied
    form = HidePhotoForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return ask(request, "ideas/photo_hide.html", idea, form)
    try:
        hiding = IdeaPhoto(idea).hide(request.member, **form.cleaned_data)
    except MayNotDecide as refused:
        return ask(request, "ideas/photo_hide.html", idea, form, refused)
    told = hiding and hiding.writer_knows
    messages.success(request, _("This is hidden now. The writer gets an email.") if told else _("This is hidden now."))
    return redirect(idea)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def photo_restore(request: MemberRequest, pk: int) -> HttpResponse:
    idea = find_idea(request, pk)
    if not rules.can_hide(request.member, idea):
        raise PermissionDenied
    form = RestoreForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return ask(request, "ideas/photo_restore.html", idea, form)
    try:
        IdeaPhoto(idea).restore(request.member, form.cleaned_data["why"])
    except MayNotDecide as refused:
        return ask(request, "ideas/photo_restore.html", idea, form, refused)
    messages.success(request, _("People can see this photo again."))
    return redirect(idea)


def ask(
    request: LabRequest, template: str, idea: Idea, form: Any, refused: MayNotDecide | None = None
) -> HttpResponse:
    context = {"idea": idea, "hiding": IdeaPhoto(idea).standing(), "form": form}
    return render(request, template, context, status=status_of(form, refused))
