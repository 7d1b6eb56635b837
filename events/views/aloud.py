"""What was said aloud at a gathering: note it, confirm it, deny it, take it back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common import clock
from common.rate_limits import TooOften, charge
from events import rules
from events.forms.aloud import ConfirmForm, DenyForm, NoteForm
from events.models import Aloud, NotWaiting
from events.models.aloud import note_aloud
from events.views.found import find_gathering
from ideas.models import IdeaClosed
from labs.decorators import LabRequest, MemberRequest, lab_page, member_required

LATE = gettext_lazy("This is no longer possible: somebody settled it, or the idea was hidden or withdrawn.")


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def gathering_aloud(request: MemberRequest, pk: int) -> HttpResponse:
    """Note what somebody of the municipality said about an idea."""
    gathering = find_gathering(request, pk)
    if not rules.can_note_aloud(request.member, gathering, clock.now()):
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    form = NoteForm(data, member=request.member, gathering=gathering)

    def page(status: int) -> HttpResponse:
        return render(request, "events/gathering_aloud.html", {"gathering": gathering, "form": form}, status=status)

    if not form.is_valid():
        return page(422 if form.is_bound else 200)
    try:
        with transaction.atomic():
            if note_aloud(gathering, request.member, **form.said()).is_new:
                charge("comment", request.member.pk)
    except TooOften as limit:
        form.add_error(None, limit.words)
        return page(429)
    except (NotWaiting, IdeaClosed):
        form.add_error(None, LATE)
        return page(403)
    messages.success(request, _("It is online, as said aloud and not confirmed yet."))
    return redirect(gathering.get_absolute_url() + "#gezegd")


@require_safe
@lab_page
def aloud_detail(request: LabRequest, pk: int, aloud_pk: int) -> HttpResponse:
    """Show what was said, and to who may: confirm it, deny it or take it back."""
    return aloud_page(request, find_aloud(request, pk, aloud_pk))


@lab_page
def back_to_aloud(request: LabRequest, pk: int, aloud_pk: int) -> HttpResponse:
    """The GET of a button's URL: redirect to the page with the button."""
    said = find_aloud(request, pk, aloud_pk)
    return redirect("gathering_aloud_one", lab_slug=request.lab.slug, pk=pk, aloud_pk=said.pk)


@require_POST
@member_required
def aloud_confirm(request: MemberRequest, pk: int, aloud_pk: int) -> HttpResponse:
    said = find_aloud(request, pk, aloud_pk)
    must_speak(request, said)
    form = ConfirmForm(request.POST, member=request.member)
    if not form.is_valid():
        return aloud_page(request, said, 422, form=form)
    try:
        said.confirm(request.member, **form.said())
    except (NotWaiting, IdeaClosed):
        form.add_error(None, LATE)
        return aloud_page(request, said, 409, form=form)
    messages.success(request, _("The municipality owes an answer now. The date is on the page."))
    return redirect(said.idea)


@require_POST
@member_required
def aloud_deny(request: MemberRequest, pk: int, aloud_pk: int) -> HttpResponse:
    said = find_aloud(request, pk, aloud_pk)
    must_speak(request, said)
    denial = DenyForm(request.POST)
    if not denial.is_valid():
        return aloud_page(request, said, 422, denial=denial)
    try:
        said.deny(request.member, denial.cleaned_data["reason"])
    except NotWaiting:
        denial.add_error(None, LATE)
        return aloud_page(request, said, 409, denial=denial)
    messages.success(request, _("It stands there now that it was otherwise."))
    return redirect(said.gathering)


@require_POST
@member_required
def aloud_take_back(request: MemberRequest, pk: int, aloud_pk: int) -> HttpResponse:
    said = find_aloud(request, pk, aloud_pk)
    try:
        said.take_back(request.member)
    except NotWaiting:
        messages.info(request, LATE)
    else:
        messages.success(request, _("You took it back. That stands there."))
    return redirect(said.gathering)


def find_aloud(request: LabRequest, pk: int, aloud_pk: int) -> Aloud:
    gathering = find_gathering(request, pk)
    return get_object_or_404(Aloud.objects.shown().filter(gathering=gathering).with_page(), pk=aloud_pk)


def must_speak(request: MemberRequest, said: Aloud) -> None:
    """Raise PermissionDenied. What was settled meanwhile is for the verb, which keeps the text."""
    if not rules.answers.can_speak(request.member, said.idea):
        raise PermissionDenied


def aloud_page(request: LabRequest, said: Aloud, status: int = 200, **forms: Any) -> HttpResponse:
    may_settle = rules.can_settle(request.member, said)
    first = {"words": said.words, "day": said.day}
    context: dict[str, Any] = {
        "gathering": said.gathering,
        "aloud": said,
        "here": f"{said.gathering.get_absolute_url()}gezegd/{said.pk}/",
    }
    if may_settle:
        context["form"] = ConfirmForm(member=request.member, initial=first)
        context["denial"] = DenyForm()
    context |= {"may_take_back": rules.can_take_back(request.member, said)} | forms
    return render(request, "events/aloud.html", context, status=status)
