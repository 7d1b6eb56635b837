"""Pages for organisers: create a gathering, publish it, and copy it to another day."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common import clock
from common.fields import is_id
from common.http import by_method
from common.languages import theirs
from common.rate_limits import allow
from common.times import AMSTERDAM
from events import rules
from events.forms.making import CopyForm, GatheringForm
from events.models import Booking, Gathering, RoomTaken
from events.views.found import back_to_gathering, find_gathering
from events.words import when_words
from labs.decorators import LabRequest, MemberRequest, member_required

read_or_post = require_http_methods(["GET", "HEAD", "POST"])


@read_or_post
@member_required
def gathering_new(request: MemberRequest) -> HttpResponse:
    member = request.member
    if not rules.can_make(member):
        raise PermissionDenied
    if request.method != "POST":
        asked = request.GET.get("idee", "")
        ideas = [int(asked)] if is_id(asked) else []
        return new_page(request, GatheringForm(member=member, ideas=ideas))
    form = GatheringForm(request.POST, member=member)
    if not form.is_valid():
        return new_page(request, form, 422)
    if not allow("gathering", member.pk):
        form.add_error(None, _("That is a lot of gatherings in a short time. Wait an hour, then send this one again."))
        return new_page(request, form, 429)
    gathering = make(request, form)
    if gathering is None:
        return new_page(request, form, 422)
    messages.success(request, _("Saved. Only people who organise gatherings see it, until you put it online."))
    return redirect(gathering)


def make(request: MemberRequest, form: GatheringForm) -> Gathering | None:
    """Create the draft; None if it doesn't fit: then the form has the errors."""
    said = form.cleaned_data
    try:
        with transaction.atomic():
            gathering = Gathering.make(request.member, said["key"], said["room"], said["ideas"], **form.words())
            if {one.pk for one in said["organisers"]} != {request.member.pk}:
                gathering.set_organisers(said["organisers"])
            return gathering
    except RoomTaken as taken:
        form.add_error("room", in_the_way(taken.booking))
    except ValidationError as wrong:
        form.refuse(wrong)
    return None


def new_page(request: LabRequest, form: GatheringForm, status: int = 200) -> HttpResponse:
    return render(request, "events/gathering_new.html", {"form": form}, status=status)


def in_the_way(booking: Booking) -> str:
    """Say which gathering has the room, with a link."""
    other = booking.gathering
    return format_html(
        '{} <a href="{}"{}>{}</a>, {}. {}',
        _("This room is already taken at that time:"),
        other.get_absolute_url(),
        theirs(),
        _("a hidden gathering") if other.is_hidden else other.title,
        when_words(other),
        _("Choose another room or another time."),
    )


@member_required
def publish(request: MemberRequest, pk: int) -> HttpResponse:
    gathering = find_gathering(request, pk)
    if gathering.is_published and rules.organises(request.member, gathering):
        return redirect(gathering)  # pressed twice
    if not rules.can_publish(request.member, gathering, clock.now()):
        raise PermissionDenied
    try:
        if gathering.publish(request.member):
            messages.success(request, _("It is online. Tell your neighbours about it."))
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
    return redirect(gathering)


gathering_publish = by_method(GET=back_to_gathering, POST=publish)


@read_or_post
@member_required
def gathering_copy(request: MemberRequest, pk: int) -> HttpResponse:
    """Copy to another day. If the room is taken then, copy without it, and say so."""
    gathering, member = find_gathering(request, pk), request.member
    if not rules.can_copy(member, gathering):
        raise PermissionDenied
    first = {"starts": gathering.starts_at.astimezone(AMSTERDAM).time()} if gathering.starts_at else {}
    form = CopyForm(request.POST if request.method == "POST" else None, initial=first)
    if form.is_valid():
        said = form.cleaned_data
        try:
            made = gathering.copy(member, said["key"], said["starts_at"])
        except RoomTaken as taken:
            form.add_error("day", in_the_way(taken.booking))
        except ValidationError as wrong:
            form.add_error("day", [text for texts in wrong.message_dict.values() for text in texts])
        else:
            messages.success(request, _("This is the copy. Check it, then put it online."))
            return redirect(made)
    context = {"gathering": gathering, "form": form}
    return render(request, "events/gathering_copy.html", context, status=422 if form.is_bound else 200)
