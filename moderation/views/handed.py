"""The page on which a moderator of another lab decides a late case that the clock handed to them.

It stands in their own lab, as the page of a review (neighbours.py).
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.fields import is_id
from common.text import many_lines
from ideas.models import Comment
from labs.decorators import MemberRequest, member_required
from moderation import context
from moderation.fields import former
from moderation.forms.deciding import EXPLANATION_LENGTH, DecideForm
from moderation.models import Case, CaseStep, Decided, Decision
from moderation.models.deciding import is_involved
from moderation.views.cases import must_moderate


def find_handed(request: MemberRequest, pk: int) -> Case:
    """Return the case that waits for this moderator. Raises Http404 when it doesn't."""
    must_moderate(request)
    case = Case.objects.handed_to(request.member).filter(pk=pk if is_id(pk) else 0).with_reviews().first()
    if case is None or is_involved(case, request.member):
        raise Http404
    if case.place:
        case.place.lab = case.lab
    return case


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def case_neighbour(request: MemberRequest, case_pk: int) -> HttpResponse:
    """Show the case, without who reported it, and decide. Afterwards it is closed to them."""
    try:
        case = find_handed(request, case_pk)
    except Http404:
        if request.method != "POST":
            raise
        return closed(request, case_pk)
    form = DecideForm(request.POST if request.method == "POST" else None, case=case, by=request.member)
    if request.method != "POST":
        return handed_page(request, case, form)
    if not form.is_valid():
        return handed_page(request, case, form, 422)
    try:
        case.decide(request.member, **form.cleaned_data)
    except (Decided, PermissionDenied):
        return moved(request, case_pk, form)
    messages.success(request, _("Decided. The moderators of that lab see it too."))
    return redirect("looking_along", lab_slug=request.lab.slug)


def moved(request: MemberRequest, case_pk: int, form: DecideForm) -> HttpResponse:
    """Show the case as it is now, with their words, if it still waits for them."""
    try:
        case = find_handed(request, case_pk)
    except Http404:
        return closed(request, case_pk)
    form.add_error(None, _("This was decided or changed a moment ago. Your text is still here."))
    return handed_page(request, case, form, 409)


def closed(request: MemberRequest, case_pk: int) -> HttpResponse:
    """Keep the words of who comes too late, without the case. Their own decision twice is one."""
    pk = case_pk if is_id(case_pk) else 0
    if not CaseStep.objects.filter(case=pk, to=request.member).exists():
        raise Http404
    words = many_lines(request.POST.get("explanation", ""))[:EXPLANATION_LENGTH]
    said = {"by": request.member, "kind": request.POST.get("kind", "")[:10], "explanation": words}
    if Decision.objects.filter(case=pk, **said).exists():
        return redirect("looking_along", lab_slug=request.lab.slug)
    return render(request, "moderation/neighbour_over.html", {"words": words}, status=409)


def handed_page(request: MemberRequest, case: Case, form: DecideForm, status: int = 200) -> HttpResponse:
    facts = {
        "case": case,
        "decisions": case.decisions.all(),
        "reports": case.reports.all(),
        "form": form,
        "around": context.around(case.thing) if isinstance(case.thing, Comment) else (),
        "former": [] if case.is_gone else former(case),
    }
    return render(request, "moderation/case_neighbour.html", facts, status=status)
