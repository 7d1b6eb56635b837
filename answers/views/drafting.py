"""The draft of an answer: kept, read along by colleagues, approved by an alderman. Only colleagues read it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from answers import rules
from answers.forms.along import AlongForm
from answers.forms.drafting import AldermanForm, OfTextForm, PersonForm, RecordForm, SaidForm
from answers.forms.spoken import AnswerForm, CorrectForm
from answers.forms.work import NOT_HERE
from answers.models import Answer, Draft, Incomplete, NoDraft, NoteKind, NotOwed, Terms
from answers.models import approval as approvals
from answers.models import draft as drafts
from answers.models.absence import stands_in_for
from answers.views.caring import GONE, find_work
from answers.views.found import find_owed
from answers.views.giving import posted
from common.rate_limits import TooOften, charge
from ideas.models import Moved
from labs.decorators import MemberRequest, member_required
from labs.models import RoleKind

ABOUT = (
    NoteKind.READING,
    NoteKind.FINE,
    NoteKind.REMARK,
    NoteKind.TO_APPROVE,
    NoteKind.APPROVED,
    NoteKind.NOTED,
    NoteKind.LAPSED,
    NoteKind.TAKEN_BACK,
)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def answer_draft(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the draft as everybody will read it; a POST comes from the form of the answer, and keeps it."""
    if request.method == "POST":
        return keep(request, find_draft(request, pk))
    try:
        answer = find_page(request, pk)
    except NothingToApprove as gone:
        return gone_page(request, gone.answer, 200)
    if answer.idea_id != pk:
        return redirect("answer_draft", lab_slug=request.lab.slug, pk=answer.idea_id)
    if request.member.has_role(RoleKind.ALDERMAN) and not (
        rules.can_work(request.member) or rules.can_approve(request.member)
    ):
        return render(request, "answers/needs_lock.html", {"idea": answer.idea}, status=403)
    return draft_page(request, answer)


def keep(request: MemberRequest, answer: Answer) -> HttpResponse:
    is_correction = "seen" in request.POST
    options: dict[str, Any] = {"member": request.member, "is_draft": True}
    form = (
        CorrectForm(posted(request), answer=answer, **options)
        if is_correction
        else AnswerForm(posted(request), **options)
    )
    along = None if is_correction else AlongForm(posted(request), member=request.member, idea=answer.idea)
    also = [chosen.idea.pk for chosen in along.chosen()] if along else []
    now = None
    if form.is_valid():
        try:
            had_approval = drafts.approval_of(drafts.draft_of(answer)) is not None
            is_new = drafts.keep(answer, request.member, also=also, **form.kept_words())
        except Moved:
            now = drafts.draft_of(answer)
            form.kept_again(answer)
            form.add_error(None, _("Someone else just changed this. Your text is still here."))
        except NotOwed:
            form.add_error(None, GONE)
        else:
            messages.success(request, _("Kept. Only colleagues see this."))
            if had_approval and is_new:
                messages.info(request, _("The alderman approved other words, so the approval has ended."))
            return redirect("answer_draft", lab_slug=request.lab.slug, pk=answer.idea_id)
    status = 409 if now else 403 if GONE in form.non_field_errors() else 422
    context = {"idea": answer.idea, "answer": answer, "form": form, "draft": now, "draft_now": now}
    context["alongs"] = [along] if along else []
    return render(request, "answers/give.html", context, status=status)


@require_POST
@member_required
def answer_draft_away(request: MemberRequest, pk: int) -> HttpResponse:
    answer = find_draft(request, pk)
    form = OfTextForm(request.POST, draft=drafts.draft_of(answer))
    return did(
        request,
        answer,
        "away_form",
        form,
        lambda: drafts.throw_away(answer, request.member, form.cleaned_data["seen"]),
        _("The draft is gone."),
    )


@require_POST
@member_required
def answer_draft_read(request: MemberRequest, pk: int) -> HttpResponse:
    answer = find_draft(request, pk)
    form = PersonForm(request.POST, member=request.member)
    verb = charged(request, lambda: drafts.ask_to_read(answer, request.member, **form.said()))
    return did(request, answer, "read_form", form, verb, _("Your colleague is asked to read along."))


@require_POST
@member_required
def answer_draft_said(request: MemberRequest, pk: int) -> HttpResponse:
    answer = find_draft(request, pk)
    form = SaidForm(request.POST, draft=drafts.draft_of(answer))

    def say() -> object:
        return drafts.say_of_draft(answer, request.member, form.is_fine, **form.cleaned_data)

    return did(request, answer, "said_form", form, say, _("Your colleague hears what you say of it."))


@require_POST
@member_required
def answer_draft_stop(request: MemberRequest, pk: int) -> HttpResponse:
    """Take back what a colleague or the alderman was asked."""
    answer = find_draft(request, pk)
    note = request.POST.get("note", "")
    pressed = int(note) if note.isascii() and note.isdigit() and len(note) < 19 else 0
    told = _("The question is taken back.")
    return did(request, answer, "", None, lambda: drafts.stop_asking(answer, request.member, pressed), told)


@require_POST
@member_required
def answer_approval_ask(request: MemberRequest, pk: int) -> HttpResponse:
    answer = find_draft(request, pk)
    form = AldermanForm(request.POST, member=request.member)
    verb = charged(request, lambda: approvals.ask_approval(answer, request.member, **form.said()))
    return did(request, answer, "alderman_form", form, verb, _("The alderman is asked for approval."))


@require_POST
@member_required
def answer_approval(request: MemberRequest, pk: int) -> HttpResponse:
    """An alderman approves what they read, or says what should change."""
    try:
        answer = find_page(request, pk)
    except NothingToApprove as gone:
        return gone_page(request, gone.answer, 409)
    if not rules.can_approve(request.member):
        raise PermissionDenied
    form = SaidForm(request.POST, draft=drafts.draft_of(answer))

    def say() -> object:
        seen, words = form.cleaned_data["seen"], form.cleaned_data["words"]
        if form.is_fine:
            return approvals.approve(answer, request.member, seen)
        return approvals.refuse(answer, request.member, words, seen)

    told = _("You approved this answer.") if form.is_fine else _("Your colleague hears what you say of it.")
    return did(request, answer, "approve_form", form, say, told)


@require_POST
@member_required
def answer_approval_note(request: MemberRequest, pk: int) -> HttpResponse:
    answer = find_draft(request, pk)
    form = RecordForm(request.POST, draft=drafts.draft_of(answer))

    def record() -> object:
        return approvals.record_approval(answer, request.member, **form.cleaned_data)

    return did(request, answer, "record_form", form, record, _("The approval is written down, with your name."))


@require_POST
@member_required
def answer_approval_back(request: MemberRequest, pk: int) -> HttpResponse:
    """Take back an approval: who may is in the verb, because it depends on whose approval it is."""
    if not rules.can_approve(request.member):
        find_draft(request, pk)
    try:
        answer = find_page(request, pk)
    except NothingToApprove as gone:
        return gone_page(request, gone.answer, 409)
    told = _("The approval is taken back.")
    return did(request, answer, "", None, lambda: approvals.take_back_approval(answer, request.member), told)


def did(
    request: MemberRequest, answer: Answer, name: str, form: Any, verb: Callable[[], object], told: str
) -> HttpResponse:
    """Do it, and show the draft again. A refusal shows the form with its words, called `name` in the template."""
    if form and not form.is_valid():
        return draft_page(request, answer, 422, **{name: form})
    try:
        done = verb()
    except Moved:
        if isinstance(form, OfTextForm):
            form.seen_again(drafts.draft_of(answer))
            form.add_error(None, _("The text just changed. Read it again; your words are still here."))
        elif form:
            form.add_error("to", NOT_HERE["invalid_choice"])
        return draft_page(request, answer, 409, **{name: form})
    except TooOften as limit:
        form.add_error(None, limit.words)
        return draft_page(request, answer, 429, **{name: form})
    except Incomplete:
        messages.info(request, _("The draft is not complete yet: it needs the kind, the words and whom to ask."))
    except NoDraft:
        messages.info(request, _("There is no draft any more."))
    except NotOwed:
        messages.info(request, GONE)
    else:
        if done:
            messages.success(request, told)
        else:
            messages.info(request, _("This was done already, or nobody asks for it any more."))
    if not rules.can_work(request.member):
        return redirect("lab_college", lab_slug=request.lab.slug)
    return redirect("answer_draft", lab_slug=request.lab.slug, pk=answer.idea_id)


def charged(request: MemberRequest, verb: Callable[[], object]) -> Callable[[], object]:
    """Count what sends a mail to somebody. Raises TooOften."""

    def asked() -> object:
        with transaction.atomic():
            done = verb()
            if done:
                charge("comment", request.member.pk)
            return done

    return asked


def find_draft(request: MemberRequest, pk: int) -> Answer:
    """Return the answer at which the draft stands, for a colleague. Raises PermissionDenied, Http404."""
    return drafts.home_of(find_work(request, pk))


class NothingToApprove(PermissionDenied):
    """An alderman was asked to approve this answer, but the draft is gone or online, or nobody asks any more."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer


def find_page(request: MemberRequest, pk: int) -> Answer:
    """Return the answer for a colleague, or for an alderman while one is asked or has approved.

    Raises NothingToApprove if one was asked before.
    """
    if rules.can_work(request.member) or not request.member.has_role(RoleKind.ALDERMAN):
        return find_draft(request, pk)
    answer = drafts.home_of(find_owed(request, pk))
    if not (approvals.request_of(answer) or drafts.approval_of(drafts.draft_of(answer))):
        if answer.notes.filter(kind__in=(NoteKind.TO_APPROVE, NoteKind.NOTED)).exists():
            raise NothingToApprove(answer)
        raise PermissionDenied
    return answer


def gone_page(request: MemberRequest, answer: Answer, status: int) -> HttpResponse:
    """Tell an alderman why there is nothing to approve; what they typed stays on the screen."""
    context = {
        "idea": answer.idea,
        "is_online": answer.given_at is not None,
        "is_there": drafts.draft_of(answer) is not None,
        "typed": request.POST.get("words", "").strip(),
    }
    return render(request, "answers/nothing_to_approve.html", context, status=status)


def draft_page(request: MemberRequest, answer: Answer, status: int = 200, **forms: Any) -> HttpResponse:
    member, draft, may_work = request.member, drafts.draft_of(answer), rules.can_work(request.member)
    about, last = answer.notes.filter(kind__in=ABOUT), answer.versions.last()
    if last:
        about = about.filter(at__gt=last.at)  # what was said of an earlier draft is about what is online now
    notes = list(about.select_related("by__user", "to__user")) if may_work else []
    request_open = approvals.request_of(answer)
    mine = {member.pk} | stands_in_for(member) if may_work else set()
    approval = drafts.approval_of(draft)
    context: dict[str, Any] = {
        "idea": answer.idea,
        "answer": answer,
        "draft": draft,
        "also": list(draft.also.shown().select_related("lab")) if draft else [],
        "may_work": may_work,
        "may_approve": rules.can_approve(member) and request_open is not None,
        "may_take_back": approval is not None and (rules.can_approve(member) or (may_work and approval.is_noted)),
        "notes": notes,
        "about_a_text": (NoteKind.FINE, NoteKind.REMARK),
        "waiting": [one for one in notes if one.kind in drafts.ASKED and not one.replied_at],
        "asked": [one for one in notes if one.kind == NoteKind.READING and not one.replied_at and one.to_id in mine],
        "request_open": request_open,
        "approval": approval,
        "needs_approval": bool(draft and Terms.objects.of(answer.lab).asks_approval(draft.kind)),
        **(blank_forms(request, draft) if may_work else {"approve_form": SaidForm(draft=draft)}),
        **{name: form for name, form in forms.items() if name},
    }
    return render(request, "answers/draft.html", context, status=status)


def blank_forms(request: MemberRequest, draft: Draft | None) -> dict[str, Any]:
    return {
        "read_form": PersonForm(member=request.member),
        "said_form": SaidForm(draft=draft),
        "alderman_form": AldermanForm(member=request.member),
        "approve_form": SaidForm(draft=draft),
        "record_form": RecordForm(draft=draft),
        "away_form": OfTextForm(draft=draft),
    }
