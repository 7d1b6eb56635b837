"""Choose another date for an answer, give it, correct it: civil servants alone."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from answers import heard, rules
from answers.forms.spoken import AnswerForm, CorrectForm, DateForm, MunicipalForm
from answers.models import Answer, NotOwed
from answers.models.said import DecidedBy
from answers.views.found import find_given, find_owed
from ideas.models import Idea, IdeaClosed, Moved
from labs.decorators import MemberRequest, member_required
from labs.models import Membership, RoleKind

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@member_required
def answer_date(request: MemberRequest, pk: int) -> HttpResponse:
    answer = find_owed(request, pk)
    must_be_allowed(request, answer.idea)
    form = DateForm(posted(request), member=request.member, answer=answer)
    told = _("The new date is on the page, with your reason. The first date stays there.")
    return done(request, answer, form, "answers/date.html", told, lambda: answer.choose_date(**acted(request, form)))


@form_page
@member_required
def answer_give(request: MemberRequest, pk: int) -> HttpResponse:
    answer = find_owed(request, pk)
    must_be_allowed(request, answer.idea)
    own = {"contact": ", ".join(filter(None, [team_of(request.member), request.lab.contact_phone]))}
    if answer.team:
        own["decided_by"] = DecidedBy.TEAM
    if request.method != "POST":
        own["heard"] = heard.words(answer.idea)
    form = AnswerForm(posted(request), member=request.member, initial=own)
    told = _("The answer is online. Everyone who takes part in the idea hears it.")
    return done(request, answer, form, "answers/give.html", told, lambda: answer.give(**acted(request, form)))


@form_page
@member_required
def answer_correct(request: MemberRequest, pk: int) -> HttpResponse:
    answer = find_given(request, pk)
    if not rules.can_speak(request.member, answer.idea):
        raise PermissionDenied
    form = CorrectForm(posted(request), member=request.member, answer=answer)
    told = _("The corrected answer is online. What it said first stays readable.")
    return done(request, answer, form, "answers/give.html", told, lambda: answer.correct(**acted(request, form)))


def done(
    request: MemberRequest, answer: Answer, form: MunicipalForm, template: str, told: str, act: Callable[[], object]
) -> HttpResponse:
    """Show the form, or do `act` and go back to the idea. A refusal shows the form again, with its words."""

    def page(status: int, now: Answer | None = None) -> HttpResponse:
        context = {"idea": answer.idea, "answer": answer, "form": form, "now": now}
        return render(request, template, context, status=status)

    if not form.is_valid():
        return page(422 if form.is_bound else 200)
    try:
        act()
    except Moved:
        answer.refresh_from_db(fields=["due", "given_at", "closed_at"])
        form.seen_again(answer)
        form.add_error(None, _("Someone else just changed this. Your text is still here."))
        return page(409, Answer.objects.with_words().get(pk=answer.pk))
    except (NotOwed, IdeaClosed):
        form.add_error(None, _("This is no longer possible: there is an answer, or the idea was hidden or withdrawn."))
        return page(403)
    messages.success(request, told)
    return redirect(answer.idea)


def acted(request: MemberRequest, form: Any) -> dict[str, Any]:
    """Return the values for a verb: who acts, and what the form says."""
    return {"member": request.member} | (form.words() if isinstance(form, DateForm) else form.said())


def posted(request: MemberRequest) -> Any:
    return request.POST if request.method == "POST" else None


def must_be_allowed(request: MemberRequest, idea: Idea) -> None:
    """Raise PermissionDenied. A form that was sent twice comes when nothing is owed any more: the verb decides."""
    rule = rules.can_speak if request.method == "POST" else rules.can_promise
    if not rule(request.member, idea):
        raise PermissionDenied


def team_of(member: Membership) -> str:
    return next((role.label for role in member.held if role.kind == RoleKind.CIVIL_SERVANT), "")
