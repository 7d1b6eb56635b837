"""The page where lab admins say when answers are owed, and how soon they come."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from answers.forms.terms import TermsForm
from answers.models import Terms
from answers.models.limits import OutOfLimits
from answers.models.team import servants_of
from ideas.models import Moved
from labs.decorators import MemberRequest, admin_required


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def change_terms(request: MemberRequest) -> HttpResponse:
    form = TermsForm(request.POST if request.method == "POST" else None, lab=request.lab)
    if request.method == "POST" and form.is_valid():
        try:
            if Terms.change(request.member, **form.terms()):
                messages.success(request, _("Saved. It counts from now on; dates that were given stay."))
            return redirect("lab_answers", lab_slug=request.lab.slug)
        except Moved:
            form.seen_again()
        except OutOfLimits:
            form.limits_moved()
    here = Q(members__in=servants_of(request.lab).order_by().values("pk"))  # not who lost the role
    teams = request.lab.teams.open().annotate(people=Count("members", filter=here))
    return render(request, "answers/terms.html", {"form": form, "teams": teams}, status=422 if form.is_bound else 200)
