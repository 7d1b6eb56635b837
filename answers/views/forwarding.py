"""Pass an idea on in one press: a civil servant says to whom, and its maker is told."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from answers import rules
from answers.forms.forward import READY, ForwardForm
from answers.models.forwarding import forward
from ideas.models import Idea, IdeaClosed, Moved, Status
from ideas.models.results import AnswerOwed
from ideas.views.found import find_idea
from labs.decorators import MemberRequest, member_required


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def answer_forward(request: MemberRequest, pk: int) -> HttpResponse:
    """`?reden=vergunning` begins with that reason; without it, the form is empty."""
    idea = find_idea(request, pk)
    if not rules.can_forward(request.member, idea):
        last = idea.story.last()
        is_theirs = last is not None and last.by_id == request.member.pk
        if request.method == "POST" and is_theirs and idea.status == Status.FORWARDED:
            return redirect(idea)  # pressed twice
        raise PermissionDenied
    ready = next((one for one in READY if one.name == request.GET.get("reden")), None)
    data = request.POST if request.method == "POST" else None
    form = ForwardForm(data, member=request.member, idea=idea, ready=ready)
    if not form.is_valid():
        return page(request, idea, form, 422 if form.is_bound else 200)
    said = form.cleaned_data
    try:
        forward(idea, request.member, form.chosen_voice, said["reason"], said["to"], said["seen"])
    except Moved:
        form.accept(idea.status_revision)
        form.add_error(None, _("Someone else just changed this. Your text is still here."))
        return page(request, idea, form, 409)
    except AnswerOwed:
        form.add_error(None, _("An answer is owed since a moment ago: say it there. Your text is still here."))
        return page(request, idea, form, 409)
    except IdeaClosed:
        form.add_error(None, _("This is no longer possible: the idea was taken back or hidden a moment ago."))
        return page(request, idea, form, 403)
    messages.success(request, _("The idea is passed on. Everyone who takes part in it hears it."))
    return redirect(idea)


def page(request: MemberRequest, idea: Idea, form: ForwardForm, status: int) -> HttpResponse:
    return render(request, "answers/forward.html", {"idea": idea, "form": form, "ready": READY}, status=status)
