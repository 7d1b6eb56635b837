"""Pages for organisers: cancel a gathering, or throw its draft away."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common import clock
from events import rules
from events.forms.ending import CancelForm
from events.models import Gathering, GatheringGone
from events.views.found import find_gathering
from labs.decorators import LabRequest, MemberRequest, member_required

read_or_post = require_http_methods(["GET", "HEAD", "POST"])


@read_or_post
@member_required
def gathering_cancel(request: MemberRequest, pk: int) -> HttpResponse:
    gathering = find_gathering(request, pk)
    if gathering.is_cancelled and rules.organises(request.member, gathering):
        return already_cancelled(request, gathering)
    if gathering.is_draft and rules.organises(request.member, gathering) and request.method != "POST":
        return redirect(gathering)  # a draft is discarded
    if not rules.can_cancel(request.member, gathering, clock.now()):
        raise PermissionDenied
    form = CancelForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"gathering": gathering, "form": form}
        return render(request, "events/gathering_cancel.html", context, status=422 if form.is_bound else 200)
    if not gathering.cancel(form.cleaned_data["reason"], request.member):
        return already_cancelled(request, gathering)
    messages.success(request, _("It is cancelled. The people who were coming get an email with your reason."))
    return redirect(gathering)


def already_cancelled(request: LabRequest, gathering: Gathering) -> HttpResponse:
    """A second request: tell the second person that their reason was not the one that was sent."""
    form = CancelForm(request.POST if request.method == "POST" else None)
    if gathering.is_cancelled and form.is_valid() and form.cleaned_data["reason"] != gathering.reason:
        messages.warning(request, _("It was cancelled already. The first reason was sent, and yours was not."))
    return redirect(gathering)


@read_or_post
@member_required
def gathering_throw_away(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask first, because it can't be undone. A draft that was published meanwhile stays, and the page says so."""
    member = request.member
    try:
        gathering = find_gathering(request, pk)
        if not rules.organises(member, gathering):
            raise PermissionDenied
        if gathering.is_draft and request.method != "POST":
            return render(request, "events/gathering_throw_away.html", {"gathering": gathering})
        if not (gathering.is_draft and gathering.throw_away()):
            if not rules.can_cancel(member, gathering, clock.now()):
                raise PermissionDenied
            messages.warning(request, _("This is no draft any more: everyone can see it. You can cancel it."))
            return redirect(gathering)
    except (Http404, GatheringGone, PermissionDenied):  # deleted since it was read, so it has no organisers
        if not rules.can_make(member) or Gathering.objects.filter(pk=pk).exists():
            raise  # not theirs, or of another lab
        messages.info(request, _("This draft was already gone."))  # pressed twice
    else:
        messages.success(request, _("The draft is gone."))
    return redirect("gathering_list", lab_slug=request.lab.slug)
