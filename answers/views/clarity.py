"""Is this answer clear? Everybody who takes part says so; civil servants reply to the questions."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.intent import start_with
from answers import rules
from answers.forms.clarity import YES, ClearForm, ReplyForm
from answers.models import Answer, Clarity, NotOwed
from answers.models.clarity import ClarityQuerySet, put_aside, put_back, reply
from answers.views.found import find_given
from common import clock
from common.fields import is_id, with_value
from common.http import by_method
from common.rate_limits import TooOften, charge
from ideas.models import Idea, IdeaClosed, Moved
from labs.decorators import LabRequest, MemberRequest, lab_page, member_required


def place(answer: Answer) -> str:
    return f"{answer.idea.get_absolute_url()}#clear-{answer.idea_id}"


@lab_page
def clear_start(request: LabRequest, pk: int) -> HttpResponse:
    """Show the form for a question; `?antwoord=ja`, a link of signed-out pages, starts the sign-in with that."""
    answer = find_given(request, pk)
    if request.member.is_person and not rules.can_say_clear(request.member, answer.idea):
        raise PermissionDenied
    version = answer.versions.last()
    seen = version.pk if version else 0
    if request.GET.get("antwoord") == "ja":
        if request.user.is_authenticated:
            return redirect(place(answer))
        return start_with(
            request, request.path, {"clear": YES, "seen": str(seen)}, back=answer.idea.get_absolute_url()
        )
    if not answer.idea.takes_comments(clock.now()):
        return redirect(place(answer))  # it says there that the talk has ended
    mine = version.clarities.filter(person=request.member.pk).first() if version and request.member.pk else None
    first = {"seen": seen, "question": mine.question if mine else ""}
    return clear_page(request, answer, ClearForm(initial=first), 200)


@member_required
def say_clear(request: MemberRequest, pk: int) -> HttpResponse:
    answer = find_given(request, pk)
    if not rules.can_say_clear(request.member, answer.idea):
        raise PermissionDenied
    form = ClearForm(request.POST)
    if not form.is_valid():
        return clear_page(request, answer, form, 422)
    try:
        with transaction.atomic():
            if answer.say_clear(request.member, **form.said()):
                charge("comment", request.member.pk)
    except Moved:
        version = answer.versions.last()
        form.data = with_value(form.data, "seen", version.pk if version else 0)
        form.add_error(None, _("The answer was corrected just now. Read it first; what you typed is still here."))
        return clear_page(request, answer, form, 409, Answer.objects.with_words().get(pk=answer.pk))
    except IdeaClosed:
        form.add_error(
            None, _("The talk about this idea has ended, so nobody replies any more. Your text is still here.")
        )
        return clear_page(request, answer, form, 403)
    except NotOwed:
        raise PermissionDenied from None
    except TooOften as limit:
        form.add_error(None, limit.words)
        return clear_page(request, answer, form, 429)
    if form.cleaned_data["clear"] == YES:
        messages.success(request, _("Thank you. That helps."))
    else:
        messages.success(request, _("The municipality reads your question. You will hear it when there is a reply."))
    return redirect(place(answer))


answer_clear = by_method(GET=clear_start, POST=say_clear)


def clear_page(
    request: LabRequest, answer: Answer, form: ClearForm, status: int, now: Answer | None = None
) -> HttpResponse:
    context = {"idea": answer.idea, "answer": answer, "form": form, "now": now}
    return render(request, "answers/clear.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def answer_unclear(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the questions of readers to civil servants, each with a form to reply."""
    answer = find_given(request, pk)
    if not rules.can_speak(request.member, answer.idea):
        raise PermissionDenied
    if request.method != "POST":
        return questions_page(request, answer, None, 200)
    asked = find_asked(request, answer.idea)
    form = ReplyForm(request.POST, member=request.member, asked=asked)
    if not form.is_valid():
        return questions_page(request, answer, form, 422)
    said = form.cleaned_data
    try:
        reply(asked, request.member, form.chosen_voice, said["words"], said["key"])
    except Moved:
        form.add_error(None, _("This question waits for no reply any more. Your text is still here."))
        return questions_page(request, answer, form, 409)
    except (NotOwed, IdeaClosed):
        form.add_error(None, _("Nobody can comment on this idea any more. You can correct the answer."))
        return questions_page(request, answer, form, 403)
    messages.success(request, _("Your reply is with the comments. Who asked it gets an email."))
    return redirect(request.path)


@require_POST
@member_required
def answer_aside(request: MemberRequest, pk: int) -> HttpResponse:
    """Put the question of a reader aside without a reply; with `back`, bring it back."""
    answer = find_given(request, pk)
    if not rules.can_speak(request.member, answer.idea):
        raise PermissionDenied
    asked = find_asked(request, answer.idea)
    try:
        if "back" in request.POST:
            put_back(asked, request.member)
        elif put_aside(asked, request.member):
            messages.success(request, _("Put aside. It stays below here, and you can bring it back."))
    except Moved:
        messages.info(request, _("This question waits for no reply any more."))
    except NotOwed:
        raise PermissionDenied from None
    return redirect("answer_unclear", lab_slug=request.lab.slug, pk=pk)


def find_asked(request: MemberRequest, idea: Idea) -> Clarity:
    """Return the question of a reader that the form names. Raises PermissionDenied if it isn't about this idea."""
    asked = said_about(idea).filter(pk=number_of(request.POST.get("asked", ""))).first()
    if asked is None:
        raise PermissionDenied
    asked.version.answer.idea = idea
    return asked


def questions_page(request: MemberRequest, answer: Answer, bound: ReplyForm | None, status: int) -> HttpResponse:
    waiting = list(said_about(answer.idea).waiting())
    if bound and bound.about not in waiting:  # answered meanwhile: what was typed stays
        waiting.insert(0, bound.about)
    forms = [
        bound if bound and bound.about == asked else ReplyForm(member=request.member, asked=asked) for asked in waiting
    ]
    context = {"idea": answer.idea, "answer": answer, "forms": forms, "bound": bound}
    context["aside"] = said_about(answer.idea).put_aside()
    return render(request, "answers/unclear.html", context, status=status)


def said_about(idea: Idea) -> ClarityQuerySet:
    """Return what readers said of the answers about this idea, the earlier ones too."""
    return Clarity.objects.filter(version__answer__idea=idea).select_related("person__user", "version__answer")


def number_of(value: str) -> int:
    return int(value) if is_id(value) else 0
