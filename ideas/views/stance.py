"""Say what the municipality does about an idea: only for people who speak for it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ideas import rules
from ideas.forms.stance import StanceForm
from ideas.models import Idea, IdeaClosed, Moved
from ideas.views.care import CHANGED_BY_YOU
from ideas.views.found import find_idea
from labs.decorators import LabRequest, MemberRequest, member_required


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def idea_stance(request: MemberRequest, pk: int) -> HttpResponse:
    idea = find_idea(request, pk)
    if not rules.can_set_stance(request.member, idea):
        raise PermissionDenied
    form = StanceForm(request.POST if request.method == "POST" else None, member=request.member, idea=idea)
    if not form.is_valid():
        return stance_page(request, idea, form, 422 if form.is_bound else 200)
    try:
        idea.set_stance(request.member, **form.said())
    except Moved:
        return moved(request, idea, form)
    except IdeaClosed:
        form.add_error(None, _("This is no longer possible: the idea was taken back or hidden a moment ago."))
        return stance_page(request, idea, form, 403)
    said = (
        _("People can read what the municipality does.") if idea.stance else _("This no longer stands with the idea.")
    )
    messages.success(request, said)
    return redirect(idea)


def moved(request: MemberRequest, idea: Idea, form: StanceForm) -> HttpResponse:
    """Show what a colleague said meanwhile above the form, with the typed words still in it."""
    form.seen_again(idea.stance_revision)
    last = idea.stances.last()
    is_theirs = last is not None and last.by_id == request.member.pk
    form.add_error(
        None, CHANGED_BY_YOU if is_theirs else _("Someone else just changed this. Your text is still here.")
    )
    return stance_page(request, idea, form, 409)


def stance_page(request: LabRequest, idea: Idea, form: StanceForm, status: int = 200) -> HttpResponse:
    return render(request, "ideas/care_stance.html", {"idea": idea, "form": form}, status=status)
