"""Set the status of an idea: for stadmakers, connectors and staff, each time with a reason and a next step.

Only the municipality sets a status that answers. Its promise of an answer is no status.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.joins import ExtensionPoint
from ideas import rules
from ideas.forms.status import StatusForm
from ideas.models import Idea, IdeaClosed, Moved
from ideas.models.results import AnswerOwed
from ideas.views.care import CHANGED_BY_YOU
from ideas.views.found import find_idea
from labs.decorators import LabRequest, MemberRequest, member_required

INSTEAD: ExtensionPoint[str] = ExtensionPoint(
    "ideas.views.status.INSTEAD",
    "What a member does in a higher app instead of setting a status. Templates, with `idea` and `member`.",
)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def idea_status(request: MemberRequest, pk: int) -> HttpResponse:
    idea = find_idea(request, pk)
    if not rules.can_set_status(request.member, idea):
        raise PermissionDenied
    form = StatusForm(request.POST if request.method == "POST" else None, member=request.member, idea=idea)
    if not form.is_valid():
        return status_page(request, idea, form, status=422 if form.is_bound else 200)
    try:
        idea.set_status(request.member, **form.words())
    except Moved:
        return moved(request, idea, form)
    except AnswerOwed:
        form.add_error(None, _("An answer is owed since a moment ago: say it there. Your text is still here."))
        return status_page(request, idea, form, status=409)
    except IdeaClosed:
        form.add_error(None, _("This is no longer possible: the idea was taken back or hidden a moment ago."))
        return status_page(request, idea, form, status=403)
    messages.success(request, _("The new status is on the page, with your reason."))
    return redirect(idea)


def moved(request: MemberRequest, idea: Idea, form: StatusForm) -> HttpResponse:
    """Show the current status above the form, with the typed text still in it."""
    idea.refresh_from_db(fields=["status", "status_date", "status_to", "status_revision"])
    form.seen_again(idea.status_revision)
    last = idea.story.last()
    is_theirs = last is not None and last.by_id == request.member.pk
    form.add_error(
        None, CHANGED_BY_YOU if is_theirs else _("Someone else just changed this. Your text is still here.")
    )
    return status_page(request, idea, form, status=409)


def status_page(request: LabRequest, idea: Idea, form: StatusForm, status: int = 200) -> HttpResponse:
    last = idea.story.select_related("by__user").last()
    return render(
        request,
        "ideas/care_status.html",
        {"idea": idea, "member": request.member, "last": last, "form": form},
        status=status,
    )
