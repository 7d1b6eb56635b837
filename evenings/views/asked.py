"""The page that the mail after two days leads to, without an account; and from there to the idea, with one."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from common import clock
from common.rate_limits import TooOften, charge
from evenings.forms.asked import AskedForm
from evenings.models import Pledge
from ideas import rules
from ideas.forms.pledge import PledgeForm
from ideas.models import IdeaClosed
from labs.decorators import LabRequest, MemberRequest, lab_page, member_required
from labs.models import RESIDENT_VOICE

read_or_post = require_http_methods(["GET", "HEAD", "POST"])


def find_pledge(request: LabRequest, signed: str) -> Pledge | None:
    """Return what this link is about; None if it is erased. Raises Http404 for a link that we didn't sign."""
    pk = Pledge.id_in(signed)
    if pk is None:
        raise Http404
    found = Pledge.objects.filter(pk=pk, evening__session__gathering__lab=request.lab)
    return found.select_related("evening__session__gathering__lab", "idea__lab", "went_to").first()


@never_cache
@read_or_post
@lab_page
def pledge_asked(request: LabRequest, signed: str) -> HttpResponse:
    """Ask whether it is still right; a POST says yes, changes it or takes it back."""
    pledge = find_pledge(request, signed)
    if pledge is None or pledge.evening.gathering.is_hidden:
        return render(request, "evenings/pledge_gone.html", status=404)
    form = AskedForm(request.POST if request.method == "POST" else None, pledge=pledge)
    if request.method != "POST":
        return asked_page(request, pledge, signed, form)
    if not form.is_valid():
        return asked_page(request, pledge, signed, form, 422)
    if form.cleaned_data["do"] == "back":
        pledge.evening.bring_nothing(pledge.pk, pledge.participant)
    elif pledge.evening.still_bring(pledge.pk, clock.now(), **form.changes):
        messages.success(request, _("Thank you. The organisers know."))
    return redirect("pledge_asked", lab_slug=request.lab.slug, signed=signed)


def asked_page(request: LabRequest, pledge: Pledge, signed: str, form: AskedForm, status: int = 200) -> HttpResponse:
    may_go = pledge.idea is not None and rules.can_pledge(request.member, pledge.idea)
    context = {"pledge": pledge, "form": form, "signed": signed, "gathering": pledge.evening.gathering}
    return render(request, "evenings/pledge_asked.html", context | {"may_go": may_go}, status=status)


@never_cache
@read_or_post
@member_required
def pledge_to_idea(request: MemberRequest, signed: str) -> HttpResponse:
    """Ask a member to bring it to its idea, in their name; a POST does so, once."""
    pledge = find_pledge(request, signed)
    idea = pledge.idea if pledge else None
    if pledge is None or idea is None or pledge.went_to or pledge.state == "taken_back" or not pledge.words:
        return redirect("pledge_asked", lab_slug=request.lab.slug, signed=signed)
    if not rules.can_pledge(request.member, idea):
        raise IdeaClosed(idea)
    first = {"kind": pledge.kind, "sentence": pledge.words}
    data = request.POST if request.method == "POST" else None
    form = PledgeForm(data, initial=first, member=request.member, idea=idea)
    if not form.is_valid():
        return to_idea_page(request, pledge, form, 200 if data is None else 422)
    said = form.cleaned_data
    voice = said["voice"] or RESIDENT_VOICE
    try:
        charge("comment", request.member.pk)
        pledge.evening.bring_to_idea(pledge.pk, request.member, voice, said["kind"], said["sentence"], pledge.by_when)
    except TooOften as limit:
        form.add_error(None, limit.words)
        return to_idea_page(request, pledge, form, 429)
    messages.success(request, _("Your help is shown with the idea."), "help")
    return redirect(idea.get_absolute_url() + "#help")


def to_idea_page(request: MemberRequest, pledge: Pledge, form: PledgeForm, status: int) -> HttpResponse:
    context = {"pledge": pledge, "idea": pledge.idea, "form": form}
    return render(request, "evenings/pledge_to_idea.html", context, status=status)
