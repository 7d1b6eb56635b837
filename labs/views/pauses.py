"""Pages for moderators: who does not take part for some days, begin that for a person, and end it earlier."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import name_key
from common import clock
from common.paging import NearestPaginator
from labs import rules
from labs.decorators import MemberRequest, member_required
from labs.forms.pauses import EndForm, PauseForm
from labs.forms.roles import FindForm
from labs.models import MayNotDecide, Membership, Pause
from labs.models.pauses import now_of

PER_PAGE, MOST_FOUND = 50, 20
form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@member_required
def pause_list(request: MemberRequest) -> HttpResponse:
    """List who is paused now, the first to come back on top; with a search among participants."""
    if not rules.can_decide(request.member):
        raise PermissionDenied
    form = FindForm(request.GET)
    words = form.cleaned_data["wie"] if form.is_valid() else ""
    people = Membership.objects.filter(lab=request.lab)
    lasting = Pause.objects.filter(membership__in=people, ended_at=None, until__gt=clock.now())
    page = NearestPaginator(lasting.select_related("membership__user", "by__user").order_by("until", "pk"), PER_PAGE)
    context = {
        "page": page.get_page(request.GET.get("pagina")),
        "form": form,
        "words": words,
        "found": people.called(name_key(words)).exclude(pk=request.member.pk)[:MOST_FOUND] if words else [],
    }
    return render(request, "labs/pauses.html", context)


@form_page
@member_required
def pause_person(request: MemberRequest, pk: int) -> HttpResponse:
    person = find_person(request, pk)
    if not rules.can_pause(request.member, person):
        raise PermissionDenied
    is_sent = request.method == "POST"
    if not is_sent and (there := now_of(person)):
        messages.info(request, already_words(person, there))
        return redirect("lab_pauses", lab_slug=request.lab.slug)
    form = PauseForm(request.POST if is_sent else None)
    context = {"form": form, "person": person}
    if not form.is_valid():
        return render(request, "labs/pause.html", context, status=422 if is_sent else 200)
    try:
        pause = person.pause(request.member, **form.cleaned_data)
    except MayNotDecide as refused:
        form.add_error(None, refused.words)
        return render(request, "labs/pause.html", context, status=403)
    if pause:
        words = _("%(name)s is not taking part until %(day)s, and gets an email with your explanation.")
        messages.success(request, words % {"name": person.name, "day": pause.day})
        return redirect("lab_pauses", lab_slug=request.lab.slug)
    there = now_of(find_person(request, pk))
    if there and not is_repeat(there, request.member, form):
        form.add_error(None, already_words(person, there))
        form.add_error(None, _("Your text is still here."))
        return render(request, "labs/pause.html", context, status=409)
    return redirect("lab_pauses", lab_slug=request.lab.slug)


@form_page
@member_required
def end_pause(request: MemberRequest, pk: int) -> HttpResponse:
    person = find_person(request, pk)
    if not rules.can_end_pause(request.member, person):
        raise PermissionDenied
    pause = now_of(person)
    form = EndForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "person": person, "pause": pause}
    try:
        is_over = pause is None or (form.is_valid() and not person.end_pause(request.member, form.cleaned_data["why"]))
    except MayNotDecide as refused:
        form.add_error(None, refused.words)
        return render(request, "labs/pause_end.html", context, status=403)
    if is_over:
        messages.info(request, _("%(name)s takes part already.") % {"name": person.name})
        return redirect("lab_pauses", lab_slug=request.lab.slug)
    if form.is_bound and form.is_valid():
        words = _("%(name)s can take part again, and gets an email with your explanation.")
        messages.success(request, words % {"name": person.name})
        return redirect("lab_pauses", lab_slug=request.lab.slug)
    return render(request, "labs/pause_end.html", context, status=422 if form.is_bound else 200)


def find_person(request: MemberRequest, pk: int) -> Membership:
    """Return a person of this lab, for who decides about people. Raises PermissionDenied, Http404."""
    if not rules.can_decide(request.member):
        raise PermissionDenied  # before anything is said about who is here
    people = Membership.objects.filter(lab=request.lab, user__isnull=False).select_related("user", "lab")
    person: Membership = get_object_or_404(people, pk=pk)
    return person


def is_repeat(pause: Pause, by: Membership, form: PauseForm) -> bool:
    """Was the same form sent a moment ago?"""
    said = form.cleaned_data
    return (pause.by_id, pause.reason, pause.explanation) == (by.pk, said["reason"], said["explanation"])


def already_words(person: Membership, pause: Pause) -> str:
    return _("%(name)s is not taking part already, until %(day)s.") % {"name": person.name, "day": pause.day}
