"""Pages for the author of an idea: edit it, see its history, withdraw it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from common import uploads
from common.paging import NearestPaginator
from common.rate_limits import TooOften, charge
from ideas import rules
from ideas.forms.care import EditForm, WithdrawForm
from ideas.history import edit_groups
from ideas.models import Idea, IdeaClosed, Moved, Status
from ideas.models.edits import edits_for_all
from ideas.models.hidden_photo import without_hidden_photos
from ideas.views.found import find_idea
from labs.decorators import LabRequest, MemberRequest, lab_page, member_required

EDITS_PER_PAGE = 50
CHANGED_BY_YOU = gettext_lazy("This was changed in the meantime, perhaps in another tab. Your text is still here.")


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def idea_edit(request: MemberRequest, pk: int) -> HttpResponse:
    idea = find_idea(request, pk)
    if not rules.can_edit_idea(request.member, idea):
        raise PermissionDenied
    if request.method != "POST":
        return edit_page(request, idea, EditForm(member=request.member, idea=idea))
    data, trouble = uploads.take_in(request)
    form = EditForm(data, member=request.member, idea=idea, photo_trouble=trouble)
    if not form.is_valid():
        return edit_page(request, idea, form, 422)
    return save(request, idea, form)


def save(request: MemberRequest, idea: Idea, form: EditForm) -> HttpResponse:
    with uploads.own_copy(form.cleaned_data["upload"], "ideas") as photo:
        try:
            with transaction.atomic():
                edits = idea.edit(request.member, form.cleaned_data["seen"], **form.words(photo.name))
                if edits:
                    charge("comment", request.member.pk)
            photo.is_used = any(edit.field == "photo" for edit in edits)
        except Moved:
            return moved(request, idea, form)
        except TooOften as limit:
            idea.refresh_from_db()
            form.add_error(None, limit.words)
            return edit_page(request, idea, form, 429)
        except IdeaClosed:
            form.add_error(None, _("This can no longer be changed: the idea was closed or hidden a moment ago."))
            return edit_page(request, idea, form, 403)
    messages.success(request, _("Your words have been changed. People can still read what it said before."))
    return redirect(idea)


def moved(request: MemberRequest, idea: Idea, form: EditForm) -> HttpResponse:
    """Somebody changed it meanwhile: show the form again, with its text. A double click redirects to the idea."""
    idea.refresh_from_db()
    is_said = all(getattr(idea, name) == value for name, value in form.said().items())
    if is_said and idea.edits.filter(by=request.member, revision=idea.words_revision).exists():
        return redirect(idea)
    form.seen_again(idea.words_revision)
    form.add_error(None, CHANGED_BY_YOU)
    return edit_page(request, idea, form, 409)


def edit_page(request: LabRequest, idea: Idea, form: EditForm, status: int = 200) -> HttpResponse:
    upload = uploads.kept(form["upload"].value())
    context = {"idea": idea, "form": form, "upload": upload, "is_moved": status == 409}
    return render(request, "ideas/care_edit.html", context, status=status)


@require_safe
@lab_page
def idea_history(request: LabRequest, pk: int) -> HttpResponse:
    """Show the text before and after each edit, to everybody; of a hidden idea only to people who may read it."""
    idea = find_idea(request, pk)
    edits = idea.edits.all()
    if not rules.can_read_all_edits(request.member, idea):
        edits = without_hidden_photos(idea, edits_for_all(idea))
    edits = edits.select_related("by__user").order_by("-revision", "pk")
    page = NearestPaginator(edits, EDITS_PER_PAGE).get_page(request.GET.get("pagina"))
    return render(request, "ideas/care_history.html", {"idea": idea, "page": page, "groups": edit_groups(page)})


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def idea_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    try:
        idea = find_idea(request, pk)
    except Http404:
        if request.method != "POST" or Idea.objects.filter(pk=pk).exists():
            raise  # never existed, not theirs to read, or of another lab
        messages.info(request, _("This idea was already gone."))  # pressed twice
        return redirect("idea_list", lab_slug=request.lab.slug)
    if idea.status == Status.WITHDRAWN and rules.is_author(request.member, idea):
        return redirect(idea)  # pressed twice
    if not rules.can_withdraw_idea(request.member, idea):
        raise PermissionDenied
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(
            request, "ideas/care_withdraw.html", {"idea": idea, "form": form}, status=422 if form.is_bound else 200
        )
    try:
        leaves_trace = idea.withdraw(request.member, idea.voice, form.cleaned_data["reason"])
    except IdeaClosed:
        now = Idea.objects.filter(pk=idea.pk).first()
        if now is not None and now.status != Status.WITHDRAWN:
            form.add_error(None, _("This is no longer possible: the idea was closed or hidden a moment ago."))
            return render(request, "ideas/care_withdraw.html", {"idea": idea, "form": form}, status=403)
        leaves_trace = now is not None  # pressed twice: only they can withdraw it
    if leaves_trace:
        messages.success(request, _("You took your idea back. People can still read it, with your reason."))
        return redirect(idea)
    messages.success(request, _("You took your idea back. It is gone."))
    return redirect("idea_list", lab_slug=request.lab.slug)
