"""The pages on which a moderator decides about one case of another lab: a late case, or a review; until it is decided.

They stand in their own lab, where their role counts. Nothing else of the other lab opens for them, and they don't
become its member.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from common import turns
from common.fields import is_id
from common.text import many_lines
from common.uploads import picture
from ideas.models import IdeaPhoto
from labs.decorators import MemberRequest, member_required
from labs.models import Membership
from moderation import context
from moderation.forms.deciding import EXPLANATION_LENGTH, DecideForm
from moderation.forms.reviewing import ReviewForm
from moderation.models import Case, CaseStep, Decided, Decision, Review, reviewing
from moderation.models.deciding import is_involved
from moderation.views.cases import must_moderate

type Said = set[tuple[str, str]]

form_page = require_http_methods(["GET", "HEAD", "POST"])


class Asked(NamedTuple):
    """What another lab asks.

    `find`: the case, or None when it doesn't wait for them. `said`: what they decided there, as choice and words; None
    if it was never asked of them. `choice` and `words`: the names of those fields. `done`: what to say then.
    """

    find: Callable[[Membership, int], Case | None]
    said: Callable[[Membership, int], Said | None]
    form: Callable[[Any, Membership, Case], Form]
    decide: Callable[..., object]
    choice: str
    words: str
    template: str
    done: Any


def handed(member: Membership, pk: int) -> Case | None:
    case = Case.objects.handed_to(member).filter(pk=pk).with_reviews().first()
    return None if case is None or is_involved(case, member) else case


def said_when_handed(member: Membership, pk: int) -> Said | None:
    if not CaseStep.objects.filter(case=pk, to=member).exists():
        return None
    return set(Decision.objects.filter(case=pk, by=member).values_list("kind", "explanation"))


def to_review(member: Membership, pk: int) -> Case | None:
    asked = Review.objects.for_neighbour(member).filter(decision__case=pk)
    case = Case.objects.filter(pk__in=asked.values("decision__case")).with_reviews().first()
    return None if case is None or reviewing.neighbour_of(case) != member else case


def said_in_review(member: Membership, pk: int) -> Said | None:
    asked = list(Review.objects.filter(neighbour=member, decision__case=pk))
    return {(one.outcome, one.explanation) for one in asked if one.decided_by_id == member.pk} if asked else None


HANDED = Asked(
    handed,
    said_when_handed,
    lambda data, member, case: DecideForm(data, case=case, by=member),
    lambda case, by, said: case.decide(by, **said),
    "kind",
    "explanation",
    "moderation/case_neighbour.html",
    gettext_lazy("Decided. The moderators of that lab see it too."),
)
REVIEW = Asked(
    to_review,
    said_in_review,
    lambda data, _member, case: ReviewForm(data, case=case),
    lambda case, by, said: reviewing.decide_review(case, by, **said),
    "review-outcome",
    "review-explanation",
    "moderation/review_neighbour.html",
    gettext_lazy("Decided. Whoever asked for another look hears how it ended."),
)


@form_page
@member_required
def case_neighbour(request: MemberRequest, case_pk: int) -> HttpResponse:
    """Decide a late case that the clock handed to them."""
    return decide(request, case_pk, HANDED)


@form_page
@member_required
def review_neighbour(request: MemberRequest, case_pk: int) -> HttpResponse:
    """Look again at what that lab decided."""
    return decide(request, case_pk, REVIEW)


def decide(request: MemberRequest, case_pk: int, asked: Asked) -> HttpResponse:
    """Show the case, without who reported it, and decide. Afterwards it is closed to them."""
    must_moderate(request)
    member, pk = request.member, case_pk if is_id(case_pk) else 0
    case = asked.find(member, pk)
    if request.method != "POST":
        if case is None:
            raise Http404
        return show(request, asked, case, asked.form(None, member, case))
    if case is None:
        return too_late(request, asked, pk)
    form = asked.form(request.POST, member, case)
    if not form.is_valid():
        return show(request, asked, case, form, 422)
    try:
        asked.decide(case, member, form.cleaned_data)
    except (Decided, PermissionDenied):
        still = asked.find(member, pk)
        if still is None:
            return too_late(request, asked, pk)
        form.add_error(None, _("This was decided or changed a moment ago. Your text is still here."))
        return show(request, asked, still, form, 409)
    return decided(request, asked)


def decided(request: MemberRequest, asked: Asked) -> HttpResponse:
    messages.success(request, asked.done)
    return redirect("looking_along", lab_slug=request.lab.slug)


def too_late(request: MemberRequest, asked: Asked, pk: int) -> HttpResponse:
    """Keep their words, without the case. Their own decision twice is one. Raises Http404."""
    said = asked.said(request.member, pk)
    if said is None:
        raise Http404
    words = many_lines(request.POST.get(asked.words, ""))[:EXPLANATION_LENGTH]
    if (request.POST.get(asked.choice, ""), words) in said:
        return decided(request, asked)
    return render(request, "moderation/neighbour_over.html", {"words": words}, status=409)


def show(request: MemberRequest, asked: Asked, case: Case, form: Form, status: int = 200) -> HttpResponse:
    case.stands_in(case.lab)
    facts = {"case": case, "form": form, "reports": case.reports.all()} | context.words(case)
    return render(request, asked.template, facts, status=status)


@turns.photo
@require_safe
@member_required
def review_photo(request: MemberRequest, case_pk: int) -> HttpResponseBase:
    """Serve the photo, hidden or not, that a case is about of which a review or the case itself waits for them."""
    must_moderate(request)
    pk = case_pk if is_id(case_pk) else 0
    case = to_review(request.member, pk) or handed(request.member, pk)
    thing = case.thing if case else None
    photo = thing.shown().photo if isinstance(thing, IdeaPhoto) else None
    if not photo:
        raise Http404
    return picture(request, photo)
