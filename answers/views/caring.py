"""Who works on an answer, and what colleagues tell each other about it: civil servants alone."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from answers import rules
from answers.forms.work import NoteForm, PassForm
from answers.models import Answer, Note, NotOwed, Taken
from answers.models.notes import write_note
from answers.views.found import find_owed
from common.http import path_on_site
from common.rate_limits import TooOften, charge
from ideas.models import Idea, Moved
from labs.decorators import MemberRequest, member_required

GONE = gettext_lazy("This is no longer possible: there is an answer, or the idea was hidden or withdrawn.")


@require_safe
@member_required
def answer_work(request: MemberRequest, pk: int) -> HttpResponse:
    """Show who works on the answer, and all notes and questions."""
    return work_page(request, find_work(request, pk))


@require_POST
@member_required
def answer_take(request: MemberRequest, pk: int) -> HttpResponse:
    """Pick it up, and go back to where the button was: the idea, or the desk."""
    answer = find_work(request, pk)
    back = path_on_site(request, request.POST.get("back", "")) or answer.idea.get_absolute_url()
    try:
        answer.take(request.member)
    except Taken:
        owner = answer.owner.name if answer.owner else ""
        messages.info(request, _("%(name)s is already working on this.") % {"name": owner})
    except NotOwed:
        messages.info(request, GONE)
    else:
        messages.success(request, _("This is yours now. Everybody sees who works on it."))
    return redirect(back)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def answer_pass(request: MemberRequest, pk: int) -> HttpResponse:
    answer = find_work(request, pk)
    if request.method != "POST" and not rules.can_pick_up(request.member, answer.idea):
        messages.info(request, GONE)  # a link on a page that was opened before
        return redirect(answer.idea)
    form = PassForm(request.POST if request.method == "POST" else None, answer=answer)

    def page(status: int) -> HttpResponse:
        context = {"idea": answer.idea, "answer": answer, "form": form}
        return render(request, "answers/pass.html", context, status=status)

    if not form.is_valid():
        return page(422 if form.is_bound else 200)
    try:
        answer.pass_on(request.member, **form.said())
    except Moved:
        answer.refresh_from_db(fields=["team", "owner"])
        form.seen_again(answer)
        form.add_error(None, _("Someone else just changed this. Your text is still here."))
        return page(409)
    except NotOwed:
        form.add_error(None, GONE)
        return page(403)
    messages.success(request, _("%(name)s works on this now.") % {"name": who_words(answer)})
    return redirect("answer_work", lab_slug=request.lab.slug, pk=pk)


@require_POST
@member_required
def answer_note(request: MemberRequest, pk: int) -> HttpResponse:
    answer = find_work(request, pk)
    form = NoteForm(request.POST, member=request.member)
    if not form.is_valid():
        return work_page(request, answer, form, 422)
    try:
        with transaction.atomic():
            note = write_note(answer, request.member, **form.said())
            if note:
                charge("comment", request.member.pk)
    except TooOften as limit:
        form.add_error(None, limit.words)
        return work_page(request, answer, form, 429)
    messages.success(request, _("Your colleagues can read it."))
    return redirect(reverse("answer_work", kwargs={"lab_slug": request.lab.slug, "pk": pk}) + "#notities")


def find_work(request: MemberRequest, pk: int) -> Answer:
    """Return the answer that colleagues work on. Raises PermissionDenied, Http404."""
    if not rules.can_work(request.member):
        get_object_or_404(Idea.objects.filter(lab=request.lab), pk=pk)
        raise PermissionDenied
    return find_owed(request, pk)


def work_page(request: MemberRequest, answer: Answer, form: NoteForm | None = None, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "idea": answer.idea,
        "answer": answer,
        "form": form or NoteForm(member=request.member),
        "notes": Note.objects.about(answer.idea).select_related("by__user", "to__user", "team"),
        "may_pick_up": rules.can_pick_up(request.member, answer.idea),
    }
    return render(request, "answers/work.html", context, status=status)


def who_words(answer: Answer) -> str:
    """Return who works on it: "Fleur (team Groen)"; empty for nobody."""
    owner, team = answer.owner and answer.owner.name, answer.team and answer.team.name
    return f"{owner} ({team})" if owner and team else owner or team or ""
