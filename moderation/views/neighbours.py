"""The page on which a moderator of a neighbouring lab looks again at one case, until it is decided.

It stands in their own lab, where their role counts. Nothing else of the other lab opens for them, and they don't
become its member.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common import turns
from common.fields import is_id
from common.text import many_lines
from common.uploads import picture
from ideas.models import Comment, IdeaPhoto
from labs.decorators import MemberRequest, member_required
from moderation import context
from moderation.fields import former
from moderation.forms.deciding import EXPLANATION_LENGTH
from moderation.forms.reviewing import ReviewForm
from moderation.models import Case, Decided, Review, reviewing
from moderation.views.cases import must_moderate
from moderation.views.handed import find_handed


def find_review(request: MemberRequest, pk: int) -> Case:
    """Return the case that this moderator was asked about. Raises Http404 when it doesn't wait for them."""
    must_moderate(request)
    asked = Review.objects.for_neighbour(request.member).filter(decision__case=pk if is_id(pk) else 0)
    case = Case.objects.filter(pk__in=asked.values("decision__case")).with_reviews().first()
    if case is None or reviewing.neighbour_of(case) != request.member:
        raise Http404
    if case.place:
        case.place.lab = case.lab
    return case


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def review_neighbour(request: MemberRequest, case_pk: int) -> HttpResponse:
    """Show the case, without who reported it, and decide. Afterwards it is closed to them."""
    try:
        case = find_review(request, case_pk)
    except Http404:
        if request.method != "POST":
            raise
        return closed(request, case_pk)
    if request.method != "POST":
        return review_page(request, case, ReviewForm(case=case))
    form = ReviewForm(request.POST, case=case)
    if not form.is_valid():
        return review_page(request, case, form, 422)
    try:
        reviewing.decide_review(case, request.member, **form.cleaned_data)
    except (Decided, PermissionDenied):
        return moved(request, case_pk, form)
    messages.success(request, _("Decided. Whoever asked for another look hears how it ended."))
    return redirect("looking_along", lab_slug=request.lab.slug)


def moved(request: MemberRequest, case_pk: int, form: ReviewForm) -> HttpResponse:
    """Show the case as it is now, with their words, if it still waits for them."""
    try:
        case = find_review(request, case_pk)
    except Http404:
        return closed(request, case_pk)
    form.add_error(None, _("This was decided or changed a moment ago. Your text is still here."))
    return review_page(request, case, form, 409)


def closed(request: MemberRequest, case_pk: int) -> HttpResponse:
    """Keep the words of a neighbour who comes too late, without the case. Their own decision twice is one."""
    asked = Review.objects.filter(neighbour=request.member, decision__case=case_pk if is_id(case_pk) else 0)
    if not asked.exists():
        raise Http404
    words = many_lines(request.POST.get("review-explanation", ""))[:EXPLANATION_LENGTH]
    last = asked.exclude(decided_at=None).order_by("decided_at").last()
    if last and (last.decided_by, last.explanation) == (request.member, words):
        return redirect("looking_along", lab_slug=request.lab.slug)
    return render(request, "moderation/neighbour_over.html", {"words": words}, status=409)


def review_page(request: MemberRequest, case: Case, form: ReviewForm, status: int = 200) -> HttpResponse:
    facts = {
        "case": case,
        "decisions": [case.standing],
        "reports": case.reports.all(),
        "review": case.review,
        "review_form": form,
        "may_review": True,
        "is_neighbour": True,
        "around": context.around(case.thing) if isinstance(case.thing, Comment) else (),
        "former": [] if case.is_gone else former(case),
    }
    return render(request, "moderation/review_neighbour.html", facts, status=status)


@turns.photo
@require_safe
@member_required
def review_photo(request: MemberRequest, case_pk: int) -> HttpResponseBase:
    """Serve the photo, hidden or not, that a case is about of which a review or the case itself waits for them."""
    try:
        thing = find_review(request, case_pk).thing
    except Http404:
        thing = find_handed(request, case_pk).thing
    photo = thing.shown().photo if isinstance(thing, IdeaPhoto) else None
    if not photo:
        raise Http404
    return picture(request, photo)
