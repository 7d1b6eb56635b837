"""Choose another date for an answer, give it, correct it: civil servants alone."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from answers import heard, rules
from answers.forms.along import AlongForm
from answers.forms.spoken import AnswerForm, CorrectForm, DateForm, MunicipalForm
from answers.models import Answer, Answered, AnswerKind, Drafted, NotApproved, NotOwed, Terms
from answers.models import draft as drafts
from answers.models.joint import others
from answers.models.said import DecidedBy
from answers.models.terms import EVERY
from answers.views.found import find_given, find_owed
from common.languages import Theirs
from common.working_days import is_working_day
from ideas.models import Idea, IdeaClosed, Moved
from labs.decorators import MemberRequest, member_required
from labs.models import Membership, RoleKind

STILL = gettext_lazy("Your text is still here.")
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
    """Give the answer; the button of the search for other ideas only shows the form again, with its words."""
    answer = find_owed(request, pk)
    must_be_allowed(request, answer.idea)
    own = {"contact": ", ".join(filter(None, [team_of(request.member), request.lab.contact_phone]))}
    if answer.team:
        own["decided_by"] = DecidedBy.TEAM
    if request.method != "POST" and not drafts.draft_of(answer):
        own["heard"] = heard.words(answer.idea)
    own |= kept_of(answer)
    along = AlongForm(posted(request), member=request.member, idea=answer.idea, picked=picked_of(answer))
    data = posted(request)
    if along.has_search:
        own, data = own | request.POST.dict(), None
    form = AnswerForm(data, member=request.member, initial=own)
    told = _("The answer is online. Everyone who takes part in the idea hears it.")

    def give() -> object:
        return answer.give(also=along.chosen(), **acted(request, form))

    return done(request, answer, form, "answers/give.html", told, give, along)


@form_page
@member_required
def answer_correct(request: MemberRequest, pk: int) -> HttpResponse:
    answer = find_given(request, pk)
    if not rules.can_speak(request.member, answer.idea):
        raise PermissionDenied
    home = drafts.home_of(answer)
    if home is not answer and request.method != "POST":  # one draft for all ideas with this answer
        return redirect("answer_correct", lab_slug=request.lab.slug, pk=home.idea_id)
    form = CorrectForm(posted(request), member=request.member, answer=answer, initial=kept_of(answer))
    told = _("The corrected answer is online. What it said first stays readable.")
    return done(request, answer, form, "answers/give.html", told, lambda: answer.correct(**acted(request, form)))


def done(
    request: MemberRequest,
    answer: Answer,
    form: MunicipalForm,
    template: str,
    told: str,
    act: Callable[[], object],
    along: AlongForm | None = None,
) -> HttpResponse:
    """Show the form, or do `act` and go back to the idea. A refusal shows the form again, with its words."""

    def page(status: int, now: Answer | None = None, is_done: bool = False) -> HttpResponse:
        context = {"idea": answer.idea, "answer": answer, "form": form, "now": now, "is_done": is_done}
        if isinstance(form, AnswerForm):
            context |= approval_facts(answer) | {"others": [other.idea for other in others(answer)]}
        return render(request, template, context | {"alongs": [along] if along else []}, status=status)

    if not form.is_bound:
        return page(200)
    if not form.is_valid() or (along and not along.is_valid()):
        return page(422)
    try:
        act()
    except Moved:
        answer.refresh_from_db(fields=["due", "given_at", "closed_at"])
        form.seen_again(answer)
        if isinstance(form, AnswerForm):
            form.kept_again(answer)
        form.add_error(None, _("Someone else just changed this. Your text is still here."))
        return page(409, now_said(answer))
    except Answered as gone:
        if along:
            along.leave_out(gone.ideas)
        form.add_error(None, answered_words(gone.ideas))
        return page(409)
    except Drafted as found:
        form.add_error(None, drafted_words(found.ideas))
        return page(409)
    except NotApproved:
        form.add_error(
            None, _("First an alderman approves exactly these words. Keep the draft, and ask for approval.")
        )
        return page(422)
    except (NotOwed, IdeaClosed):
        now = now_said(answer)
        if now.given_at and not now.idea.is_hidden:
            form.add_error(None, _("A colleague gave the answer a moment ago. Your text is still here."))
            return page(409, now, is_done=True)
        form.add_error(None, _("This is no longer possible: the idea was hidden or withdrawn a moment ago."))
        return page(403)
    messages.success(request, told)
    day = form.cleaned_data.get("day")
    if day and not is_working_day(day):
        messages.info(request, _("The date that you chose is a weekend or a holiday. You can still change it."))
    return redirect(answer.idea)


def now_said(answer: Answer) -> Answer:
    """Return the answer as it is now, with all that a page shows of it."""
    now = Answer.objects.with_words().get(pk=answer.pk)
    now.idea = answer.idea
    return now


def answered_words(ideas: list[Idea]) -> SafeString:
    """Say which other ideas a colleague answered meanwhile, with a way to what they said."""
    words = _("These ideas can't get this answer any more, because a colleague answered them or they are closed:")
    return with_links(words, ideas, "antwoord/")


def drafted_words(ideas: list[Idea]) -> SafeString:
    """Say of which other ideas a colleague began a draft meanwhile, with a way to it."""
    words = _("A colleague began a draft for these ideas. It goes when you put this answer online after all:")
    return with_links(words, ideas, "antwoord/concept/")


def with_links(words: str, ideas: list[Idea], page: str) -> SafeString:
    links = [format_html('<a href="{}{}">{}</a>', idea.get_absolute_url(), page, Theirs(idea.title)) for idea in ideas]
    return format_html("{} {}. {}", words, format_html_join(", ", "{}", ((link,) for link in links)), STILL)


def kept_of(answer: Answer) -> dict[str, Any]:
    """Return what a form starts with: the draft, if there is one."""
    draft = drafts.draft_of(answer)
    return draft.said() | {"kept": draft.seen} if draft else {}


def picked_of(answer: Answer) -> list[int]:
    """Return the ids of the other ideas in the draft."""
    draft = drafts.draft_of(answer)
    return list(draft.also.order_by("pk").values_list("pk", flat=True)) if draft else []


def approval_facts(answer: Answer) -> dict[str, Any]:
    """Return what the form of an answer says of its draft and approval. Two queries."""
    draft, approval = drafts.draft_of(answer), Terms.objects.of(answer.lab).approval
    kinds = [] if EVERY in approval else [AnswerKind(kind).label for kind in approval]
    return {"draft": draft, "approval": drafts.approval_of(draft), "asks": bool(approval), "asks_of": kinds}


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
