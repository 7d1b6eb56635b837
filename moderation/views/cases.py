"""Pages of cases: the list and the case for moderators, and the page for the writer."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.fields import is_id
from common.paging import NearestPaginator
from ideas.models import Comment
from labs.decorators import MemberRequest, member_required, while_paused
from labs.models import MayNotDecide
from labs.models.impartial import Involved, must_be_impartial
from moderation import context, rules
from moderation.forms.deciding import DecideForm
from moderation.forms.reviewing import AskForm, ReviewForm
from moderation.models import (
    FOR_WRITER,
    LATER,
    Case,
    Decided,
    Decision,
    DecisionKind,
    ModerationSettings,
    Review,
    ReviewOutcome,
    Step,
    ThingKind,
    reviewing,
)
from moderation.models.case import CaseQuerySet, due_in
from moderation.models.folding import urgent_first
from moderation.models.looking_along import waiting_for
from moderation.models.review import last_day
from moderation.models.writers import may_change

PER_PAGE = 50
UNDONE = {ReviewOutcome.RESTORE, ReviewOutcome.STAYS, ReviewOutcome.OPEN_TALK}


def must_moderate(request: MemberRequest) -> None:
    """Raise PermissionDenied for everybody but the moderators of this lab who don't work for the municipality."""
    if not request.member.decides:
        raise PermissionDenied
    must_be_impartial(request.member)


def find_case(cases: CaseQuerySet, request: MemberRequest, pk: int) -> Case:
    if not is_id(pk):
        raise Http404
    case: Case = get_object_or_404(cases.with_thing(), pk=pk)
    case.stands_in(request.lab)
    return case


@require_safe
@member_required
def case_list(request: MemberRequest) -> HttpResponse:
    """List the cases that wait, the first due on top.

    `stand=klaar`: those that are decided; `stand=nog-eens`: those of which a review waits.
    """
    must_moderate(request)
    stand = request.GET.get("stand", "")
    is_done, is_again = stand == "klaar", stand == "nog-eens"
    here = Case.objects.for_eyes_of(request.member)
    chosen = (
        here.decided() if is_done else here.to_review() if is_again else urgent_first(here.open())
    ).with_reviews()
    page = NearestPaginator(chosen, PER_PAGE).get_page(request.GET.get("pagina"))
    for case in page:
        case.stands_in(request.lab)
    facts = {"page": page, "is_done": is_done, "is_again": is_again, "to_review": here.to_review().count()}
    facts["looks_along"] = ModerationSettings.objects.filter(neighbour=request.member).exists()
    facts["waits_elsewhere"] = len(waiting_for(request.member))
    return render(request, "moderation/case_list.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def case_detail(request: MemberRequest, case_pk: int) -> HttpResponse:
    """Show a case, and decide it. What another moderator decided meanwhile is shown, and the words stay.

    A moderator who wrote the thing goes to the page for the writer, if there is one.
    """
    must_moderate(request)
    theirs = Case.objects.for_eyes_of(request.member).with_reviews()
    try:
        case = find_case(theirs, request, case_pk)
    except Http404:
        own = find_case(Case.objects.filter(lab=request.lab).with_reviews(), request, case_pk)
        if not rules.is_writer(request.member, own):
            raise
        return redirect(own.path_for_writer)
    is_post = request.method == "POST"
    form = DecideForm(request.POST if is_post else None, case=case, by=request.member)
    if not is_post:
        return case_page(request, case, form)
    if case.is_open and not rules.can_decide(request.member, case):
        raise Involved
    if not form.is_valid():
        return case_page(request, case, form, 422)
    try:
        case.decide(request.member, **form.cleaned_data)
    except Decided:
        form.add_error(None, _("This was decided or changed a moment ago. Your text is still here."))
        return case_page(request, find_case(theirs, request, case_pk), form, 409)
    except MayNotDecide as refused:
        form.add_error(None, refused.words)
        return case_page(request, case, form, 403)
    if case.is_open:
        messages.success(request, _("The writer gets your explanation. You hear when they changed it."))
    else:
        messages.success(request, _("Decided. Whoever reported it hears how it ended."))
    return redirect(case)


def case_page(
    request: MemberRequest,
    case: Case,
    form: DecideForm | None = None,
    status: int = 200,
    review_form: ReviewForm | None = None,
) -> HttpResponse:
    review = case.review
    may_review = review is not None and review.is_open and reviewing.may_review(case, request.member)
    facts = {
        "case": case,
        "decisions": decisions_beside(case),
        "form": form or DecideForm(case=case, by=request.member),
        "review": review,
        "may_review": may_review,
        "review_form": review_form or (ReviewForm(case=case) if may_review else None),
        "nobody_reviews": review is not None and review.is_open and reviewing.is_stuck(case),
        "may_decide": rules.can_decide(request.member, case),
        "reports": case.reports.select_related("by__user"),
        "handed": case.steps.filter(step=Step.HANDED, day=case.due).select_related("to__user", "to__lab").last(),
        "earlier": context.earlier(case),
    }
    return render(request, "moderation/case.html", facts | context.words(case), status=status)


def decisions_beside(case: Case) -> list[Decision]:
    """Return the decisions, but not the one that undid another in the last review: that part of the page tells it."""
    review, made = case.review, list(case.decisions.all())
    if review is None or review.outcome not in UNDONE:
        return made
    said = (review.decided_by_id, review.explanation)
    return [
        one
        for one in made
        if one.kind not in (*LATER, DecisionKind.NOTHING_WRONG) or said != (one.by_id, one.explanation)
    ]


@require_safe
@member_required
@while_paused
def case_for_writer(request: MemberRequest, case_pk: int) -> HttpResponse:
    """Show the writer what was decided about their words, and why. Only if something came of it."""
    case = find_case(Case.objects.filter(lab=request.lab).with_reviews(), request, case_pk)
    decision = case.told
    if case.folded_at and request.member.pk in case.writers:
        if case.is_folded:
            return render(request, "moderation/case_folded.html", {"case": case})
        if decision is None and case.thing and not case.is_gone:
            return redirect(case.thing)
    if decision is None or not rules.is_writer(request.member, case):
        raise Http404
    facts = {"case": case, "form": AskForm()} | asking(request, case)
    mine = facts["mine"]
    is_told = isinstance(mine, Review) and mine.outcome in UNDONE  # with the same explanation
    facts["later"] = [] if is_told else [one for one in case.decisions.all() if one.kind in LATER]
    facts["decision"] = decision
    facts["stands"] = facts["stands"] and decision == case.standing
    is_name = case.kind == ThingKind.NAME
    facts["may_redo"] = not case.is_gone if is_name else case.place and not case.place.is_hidden
    facts["to_change"] = edit_path(case) if case.is_open and may_change(request.member, case.thing) else ""
    return render(request, "moderation/case_writer.html", facts)


def asking(request: MemberRequest, case: Case) -> dict[str, object]:
    """Return what a page says to who may ask for another look: their own review, or how to ask and until when."""
    decision, may_ask = case.standing, reviewing.can_ask(case, request.member)
    theirs = [one for one in case.reviews if one.is_of(request.member)]
    mine = None if may_ask or not theirs else theirs[-1]  # of this decision, or of an earlier one
    about = mine.decision if mine else decision
    return {
        "decision": about,
        "is_writer": about is not None and about.kind in FOR_WRITER,
        "is_own": request.member.pk in case.writers,
        "may_ask": may_ask,
        "stands": reviewing.stands(case),
        "mine": mine,
        "due": due_in(request.lab),
        "until": last_day(decision.at) if decision else None,
    }


def edit_path(case: Case) -> str:
    """Return the path of the page on which its writer changes the thing."""
    if case.kind == ThingKind.NAME:
        return f"{reverse('account')}#my-name"
    thing, where = case.thing, {"lab_slug": case.lab.slug, "pk": case.place.pk if case.place else 0}
    if isinstance(thing, Comment):
        return reverse("comment_edit", kwargs=where | {"comment_pk": thing.pk})
    names = {ThingKind.CHALLENGE: "challenge_edit", ThingKind.GATHERING: "gathering_edit"}
    return reverse(names.get(ThingKind(case.kind), "idea_edit"), kwargs=where)
