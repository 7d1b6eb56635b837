"""What waits in calm mode: a moderator lets it through, or hides it with a reason."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from common.fields import is_id
from ideas.forms.hiding import HideForm
from ideas.models import IdeaClosed, Moved, WaitingComment
from labs.decorators import MemberRequest, member_required
from moderation.models import first_comments
from moderation.views.cases import must_moderate
from moderation.views.flags import list_page

CLOSED = gettext_lazy("Nobody can comment there now. It appears when that is possible again.")
CHANGED = gettext_lazy("The writer changed this meanwhile. Read it again.")


def find_waiting(request: MemberRequest, pk: int) -> WaitingComment | None:
    """Return what waits; None if it waits no more; a 404 for another lab, and for what they wrote themselves."""
    must_moderate(request)
    here = WaitingComment.objects.filter(idea__lab=request.lab).exclude(author=request.member.pk)
    if not is_id(pk) or not here.filter(pk=pk).exists():
        raise Http404
    return first_comments.waiting_for(request.member).filter(pk=pk).first()


def seen_by(request: MemberRequest) -> int:
    """Return the version that was on their screen; 0, which is none, for nonsense."""
    sent = request.POST.get("seen", "")
    return int(sent) if is_id(sent) else 0


@require_POST
@member_required
def waiting_show(request: MemberRequest, waiting_pk: int) -> HttpResponse:
    waiting = find_waiting(request, waiting_pk)
    if waiting is None:
        return over(request)
    try:
        comment = first_comments.let_through(waiting, request.member, seen_by(request))
    except IdeaClosed:
        return list_page(request, CLOSED, 409)
    except Moved:
        return stale(request, waiting_pk)
    messages.success(request, _("This comment is online now."))
    return redirect(comment)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def waiting_hide(request: MemberRequest, waiting_pk: int) -> HttpResponse:
    waiting = find_waiting(request, waiting_pk)
    if waiting is None:
        return over(request)
    form = HideForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return hide_page(request, waiting, form, 422 if form.is_bound else 200)
    try:
        comment = first_comments.hide(waiting, request.member, seen_by(request), **form.cleaned_data)
    except IdeaClosed:
        form.add_error(None, CLOSED)
        return hide_page(request, waiting, form, 409)
    except Moved:
        again = find_waiting(request, waiting_pk)
        if again is None:
            return over(request)
        form.add_error(None, CHANGED)
        return hide_page(request, again, form, 409)
    messages.success(request, _("This is hidden now. The writer gets an email."))
    return redirect(comment)


def stale(request: MemberRequest, pk: int) -> HttpResponse:
    if find_waiting(request, pk) is None:
        return over(request)
    return list_page(request, CHANGED, 409)


def over(request: MemberRequest) -> HttpResponse:
    """It waits no more: the time was over, another moderator was first, or its writer took it back."""
    return list_page(request, _("That comment waits no more."), 409 if request.method == "POST" else 404)


def hide_page(request: MemberRequest, waiting: WaitingComment, form: HideForm, status: int) -> HttpResponse:
    context = {"idea": waiting.idea, "thing": waiting, "is_comment": True, "form": form, "seen": waiting.version}
    return render(request, "ideas/care_hide.html", context, status=status)
