"""Create, change and close a place, for the lab_admin and the stadmakers."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common import uploads
from common.rate_limits import TooOften, charge
from ideas.models import Moved
from labs.decorators import LabRequest, MemberRequest, member_required
from labs.models import Membership
from places import rules
from places.forms.place import PlacePaper, first_words
from places.merging import of_place
from places.models import Concerns, Place, RoomInUse
from places.views.pages import find_place


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def place_new(request: MemberRequest) -> HttpResponse:
    if not rules.can_make_place(request.member):
        raise PermissionDenied
    if request.method != "POST":
        return paper_page(request, PlacePaper(None, request.lab))
    data, trouble = uploads.take_in(request)
    paper = PlacePaper(data, request.lab, photo_trouble=trouble)
    if not paper.is_valid():
        return paper_page(request, paper, status=422)
    with uploads.own_copy(paper.form.cleaned_data["upload"], "places") as photo:
        try:
            place = make(request.member, paper, photo.name)
            photo.is_used = True
        except IntegrityError:
            return name_taken(request, paper)
        except TooOften:
            trouble = _("That is a lot of places in a short time. Wait an hour, then send this one again.")
            paper.form.add_error(None, trouble)
            return paper_page(request, paper, status=429)
    messages.success(request, _("The place is online."))
    return redirect(place)


@transaction.atomic
def make(member: Membership, paper: PlacePaper, photo: str) -> Place:
    place, said = Place.make(member, **paper.form.words(photo)), paper.said()
    charge("place", member.pk)
    place.set_rooms(said["rooms"])
    place.set_hours(said["hours"])
    place.set_stops(said["stops"])
    return place


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def place_edit(request: MemberRequest, pk: int) -> HttpResponse:
    place = find_place(request, pk)
    if not rules.can_change_place(request.member, place):
        raise PermissionDenied
    if request.method != "POST":
        return paper_page(request, PlacePaper(None, request.lab, place), place)
    data, trouble = uploads.take_in(request)
    data = of_place.take_over(data, first_words(place))
    kept: list[str] = []
    paper = PlacePaper(data, request.lab, place, trouble)
    while paper.is_valid():
        if paper.form.cleaned_data["seen"] == place.words_revision:
            try:
                return save(request, place, paper, kept)
            except Moved:
                place = find_place(request, pk)
        merged = of_place.merge_paper(paper, first_words(place))
        kept += merged.kept
        paper = PlacePaper(merged.data, request.lab, place, trouble)
        if merged.differences:
            return paper_page(request, paper, place, 409, differences=merged.differences, kept=kept)
    return paper_page(request, paper, place, 422)


def save(request: MemberRequest, place: Place, paper: PlacePaper, kept: list[str]) -> HttpResponse:
    """Save the form. Raises Moved when somebody else has changed the place since."""
    form = paper.form
    with uploads.own_copy(form.cleaned_data["upload"], "places") as photo:
        try:
            place.rewrite(
                form.cleaned_data["seen"],
                by=request.member,
                agreed=request.POST.get("agreed", ""),
                **paper.said(),
                **form.words(photo.name),
            )
            photo.is_used = True
        except Concerns as concerns:
            return paper_page(request, paper, place, 422, concerns=concerns)
        except RoomInUse:
            form.add_error(None, _("A gathering has booked a room that you are removing. Keep that room."))
            return paper_page(request, paper, place, 422)
        except IntegrityError:
            return name_taken(request, paper, place)
    messages.success(request, _("The place has been changed."))
    if kept:
        words = {"things": " · ".join(dict.fromkeys(kept))}
        messages.info(request, _("Somebody else changed this meanwhile, and it is kept: %(things)s") % words)
    warn(request, place)
    return redirect(place)


def warn(request: LabRequest, place: Place) -> None:
    """Warn about gatherings that are left without their place: the organisers move them, we don't."""
    titles = find_place(request, place.pk).left_behind()
    if titles:
        words = {"titles": ", ".join(titles)}
        messages.warning(request, _("The place is no longer there for: %(titles)s. Move them.") % words)


def name_taken(request: LabRequest, paper: PlacePaper, place: Place | None = None) -> HttpResponse:
    """Show that somebody created one with that name at the same moment."""
    paper.form.add_error("name", _("This lab already has a place with that name. Choose another name."))
    return paper_page(request, paper, place, 422)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def place_close(request: MemberRequest, pk: int) -> HttpResponse:
    """Close a place, or open it again; a page asks for confirmation first."""
    place = find_place(request, pk)
    if not rules.can_change_place(request.member, place):
        raise PermissionDenied
    is_closed = not place.is_closed
    if request.method != "POST":
        return close_page(request, place, place.foresee(is_closed=is_closed))
    if is_closed == (request.POST.get("open") == "1"):
        return redirect(place)  # pressed twice
    try:
        place.change(request.member, request.POST.get("agreed", ""), is_closed=is_closed)
    except Concerns as concerns:
        return close_page(request, place, concerns, 422)
    warn(request, place)
    return redirect(place)


def close_page(request: LabRequest, place: Place, concerns: Concerns, status: int = 200) -> HttpResponse:
    context = {"place": place, "concerns": concerns}
    return render(request, "places/place_close.html", context, status=status)


def paper_page(
    request: LabRequest,
    paper: PlacePaper,
    place: Place | None = None,
    status: int = 200,
    **asks: Any,
) -> HttpResponse:
    """Show the form; with `concerns` it says first who must be told, and the same button then saves.

    With `differences` and `kept` it shows what somebody else changed in the meantime; the next save counts.
    """
    upload = uploads.kept(paper.form["upload"].value())
    context = {"paper": paper, "form": paper.form, "place": place, "upload": upload, **asks}
    return render(request, "places/place_form.html", context, status=status)
