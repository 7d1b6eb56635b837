"""Ask for another look at a decision, and decide about that on the page of the case."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from labs.decorators import MemberRequest, member_required, while_paused
from labs.models import MayNotDecide
from moderation import rules
from moderation.forms.reviewing import AskForm, ReviewForm
from moderation.models import Asked, Case, Decided, NotReviewable, reviewing
from moderation.views.cases import asking, case_page, find_case, must_moderate

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@member_required
@while_paused
def review_ask(request: MemberRequest, case_pk: int) -> HttpResponse:
    """Ask that another moderator looks again: for whom the decision that stands is about (models/looking_again.py)."""
    case = find_case(Case.objects.filter(lab=request.lab).with_reviews(), request, case_pk)
    if not rules.may_read_review(request.member, case):
        raise Http404
    form = AskForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return ask_page(request, case, form, 422 if form.is_bound else 200)
    try:
        reviewing.ask(case, request.member, form.cleaned_data["why"])
    except Asked:
        form.add_error(None, _("You asked this already. Your new text is still here, but nobody reads it."))
        return ask_page(request, case, form, 409)
    except NotReviewable:
        form.add_error(None, _("This is no longer possible. Your text is still here."))
        return ask_page(request, case, form, 403)
    messages.success(request, _("Another moderator looks again. You will hear how it ends."))
    return redirect(case.path_to_ask)


def ask_page(request: MemberRequest, case: Case, form: AskForm, status: int = 200) -> HttpResponse:
    facts = {"case": case, "form": form} | asking(request, case)
    return render(request, "moderation/review_ask.html", facts, status=status)


@form_page
@member_required
def review_decide(request: MemberRequest, case_pk: int) -> HttpResponse:
    """Decide the reviews of a case. What another moderator decided meanwhile is shown, and the words stay."""
    must_moderate(request)
    theirs = Case.objects.for_eyes_of(request.member).with_reviews()
    case = find_case(theirs, request, case_pk)
    if request.method != "POST":
        return redirect(case)
    if case.review is None:
        raise Http404
    if case.review.is_open and not reviewing.may_review(case, request.member):
        raise MayNotDecide(_("You decided, wrote or reported this yourself, so another moderator decides."))
    form = ReviewForm(request.POST, case=case)
    if not form.is_valid():
        return case_page(request, case, status=422, review_form=form)
    try:
        reviewing.decide_review(case, request.member, **form.cleaned_data)
    except Decided:
        form.add_error(None, _("This was decided or changed a moment ago. Your text is still here."))
        return case_page(request, find_case(theirs, request, case_pk), status=409, review_form=form)
    except MayNotDecide as refused:
        form.add_error(None, refused.words)
        return case_page(request, case, status=403, review_form=form)
    messages.success(request, _("Decided. Whoever asked for another look hears how it ended."))
    return redirect(case)
