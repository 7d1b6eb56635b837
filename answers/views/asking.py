"""Ask the municipality for an answer: people with a role, and the author of the idea, once."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from answers import rules
from answers.forms.spoken import AskForm
from answers.models import AskedBefore, Terms
from answers.models.answer import ask, asked_before
from common import clock
from common.rate_limits import TooOften, charge
from common.times import day_of
from ideas.models import Idea, IdeaClosed
from ideas.views.found import find_idea
from labs.decorators import LabRequest, MemberRequest, lab_page, member_required

ASKED_BEFORE = gettext_lazy("You asked for an answer to this idea before. You can do that once.")


@require_safe
@lab_page
def answer_all(request: LabRequest, pk: int) -> HttpResponse:
    """Show every answer about an idea, owed and given, with all dates and versions."""
    idea = find_idea(request, pk)
    answers = list(idea.answers.with_words())
    for answer in answers:
        answer.idea = idea
    channel = Terms.objects.of(request.lab).channel if answers else ""
    return render(request, "answers/answers.html", {"idea": idea, "answers": answers, "channel": channel})


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def answer_ask(request: MemberRequest, pk: int) -> HttpResponse:
    idea = find_idea(request, pk)
    if idea.answer_due is not None:
        messages.info(request, _("The municipality promised an answer to this already."))
        return redirect(idea)
    if not rules.can_ask(request.member, idea):
        raise PermissionDenied
    if request.method != "POST" and rules.asks_once(request.member, idea) and asked_before(idea, request.member):
        messages.info(request, ASKED_BEFORE)
        return redirect(idea)
    form = AskForm(request.POST if request.method == "POST" else None, member=request.member, idea=idea)
    if not form.is_valid():
        return ask_page(request, idea, form, 422 if form.is_bound else 200)
    try:
        with transaction.atomic():
            asked = ask(idea, request.member, form.chosen_voice, form.cleaned_data["reason"])
            if asked.is_new:
                charge("comment", request.member.pk)
    except AskedBefore:
        form.add_error(None, ASKED_BEFORE)
        return ask_page(request, idea, form, 403)
    except IdeaClosed:
        form.add_error(None, _("This is no longer possible: the idea was closed or hidden a moment ago."))
        return ask_page(request, idea, form, 403)
    except TooOften as limit:
        form.add_error(None, limit.words)
        return ask_page(request, idea, form, 429)
    messages.success(request, _("The municipality owes an answer now. The date is on the page."))
    return redirect(idea)


def ask_page(request: MemberRequest, idea: Idea, form: AskForm, status: int) -> HttpResponse:
    terms = Terms.objects.of(request.lab)
    due = terms.due_date(day_of(clock.now()))
    return render(request, "answers/ask.html", {"idea": idea, "form": form, "due": due}, status=status)
