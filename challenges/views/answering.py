"""The page to say which question an idea answers: attach it, or detach it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from challenges import rules
from challenges.forms.answering import IdeaQuestionForm
from challenges.models import ChallengeClosed, attach
from challenges.occasion import CLOSED
from ideas.models import Idea, IdeaClosed
from ideas.views.found import find_idea
from labs.decorators import LabRequest, MemberRequest, member_required


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def idea_question(request: MemberRequest, pk: int) -> HttpResponse:
    idea = find_idea(request, pk)
    if not rules.can_attach(request.member, idea):
        raise PermissionDenied
    form = IdeaQuestionForm(request.POST if request.method == "POST" else None, idea=idea)
    if not form.is_valid():
        return question_page(request, idea, form, 422 if form.is_bound else 200)
    if form.is_unchanged:
        return redirect(idea)
    challenge = form.cleaned_data["question"]
    try:
        has_changed = attach(idea, challenge)
    except ChallengeClosed:
        form.add_error("question", str(CLOSED))
        return question_page(request, idea, form, 409)
    except IdeaClosed:
        form.add_error(None, _("This is no longer possible: the idea was closed or hidden a moment ago."))
        return question_page(request, idea, form, 403)
    if has_changed:
        said = _("The idea answers this question now.") if challenge else _("The idea answers no question now.")
        messages.success(request, said)
    return redirect(idea)


def question_page(request: LabRequest, idea: Idea, form: IdeaQuestionForm, status: int) -> HttpResponse:
    return render(request, "challenges/idea_question.html", {"idea": idea, "form": form}, status=status)
