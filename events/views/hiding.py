"""Pages for moderators to hide a gathering and to put it back, with a reason."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events import rules
from events.forms.hiding import HideGatheringForm
from events.models import Gathering
from events.models.hidden import hiding_of
from events.views.found import find_gathering
from ideas.forms.hiding import HideForm, RestoreForm
from ideas.views.hiding import status_of
from labs.decorators import LabRequest, MemberRequest, member_required
from labs.models import MayNotDecide

read_or_post = require_http_methods(["GET", "HEAD", "POST"])


@read_or_post
@member_required
def gathering_hide(request: MemberRequest, pk: int) -> HttpResponse:
    gathering = find_gathering(request, pk)
    if not rules.can_hide(request.member, gathering):
        raise PermissionDenied
    form = HideGatheringForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return ask(request, "events/gathering_hide.html", gathering, form)
    try:
        gathering.hide(request.member, **form.cleaned_data)
    except MayNotDecide as refused:
        return ask(request, "events/gathering_hide.html", gathering, form, refused)
    messages.success(request, _("This is hidden now. The organisers and the people who are coming get an email."))
    return redirect(gathering)


@read_or_post
@member_required
def gathering_restore(request: MemberRequest, pk: int) -> HttpResponse:
    gathering = find_gathering(request, pk)
    if not rules.can_hide(request.member, gathering):
        raise PermissionDenied
    form = RestoreForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return ask(request, "events/gathering_restore.html", gathering, form)
    try:
        gathering.restore(request.member, form.cleaned_data["why"])
    except MayNotDecide as refused:
        return ask(request, "events/gathering_restore.html", gathering, form, refused)
    messages.success(request, _("People can read this again."))
    return redirect(gathering)


def ask(
    request: LabRequest,
    template: str,
    gathering: Gathering,
    form: HideForm | RestoreForm,
    refused: MayNotDecide | None = None,
) -> HttpResponse:
    context = {"gathering": gathering, "hiding": hiding_of(gathering), "form": form}
    return render(request, template, context, status=status_of(form, refused))
