"""Pages for organisers: create, edit, publish, move, copy and cancel a gathering; its table and seats."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from common import clock
from common.fields import is_id
from common.http import by_method
from common.merging import Difference
from common.rate_limits import allow
from common.time_words import clock_words
from events import rules
from events.forms.care import CancelForm, CapacityForm, CopyForm, TableForm, first_seats
from events.forms.gathering import GatheringEditForm, GatheringForm, first_words
from events.merging import of_gathering, of_seats
from events.models import Booking, Gathering, GatheringGone, RoomTaken, SeatsTaken
from events.models.gathering import WHERE_AND_WHEN
from events.views.found import back_to_gathering, find_gathering
from events.words import when_words
from ideas.models import Moved
from labs.decorators import LabRequest, MemberRequest, member_required
from labs.models import Membership

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
        '{} <a href="{}">{}</a>, {}. {}',
        _("This room is already taken at that time:"),
        other.get_absolute_url(),
        other.title,
        when_words(other),
        _("Choose another room or another time."),
    )


@read_or_post
@member_required
def gathering_edit(request: MemberRequest, pk: int) -> HttpResponse:
    gathering, member = find_gathering(request, pk), request.member
    if not rules.can_change(member, gathering, clock.now()):
        if request.method == "POST" and rules.organises(member, gathering):
            return no_longer(request, gathering, edit_form(request, gathering, request.POST))
        raise PermissionDenied
    if request.method != "POST":
        return edit_page(request, gathering, edit_form(request, gathering))
    form, kept = edit_form(request, gathering, of_gathering.take_over(request.POST, first_words(gathering))), []
    while form.is_valid():
        try:
            changed = change(gathering, form, member)
        except Moved:
            gathering = find_gathering(request, pk)
            if not rules.can_change(member, gathering, clock.now()):
                return no_longer(request, gathering, form)
            merged = of_gathering.merge(form, form.cleaned_data, first_words(gathering))
            kept += merged.kept
            form = edit_form(request, gathering, merged.data)
            if merged.differences:
                return edit_page(request, gathering, form, 409, merged.differences, kept)
        except SeatsTaken as over:
            form.asks_to_line = True
            form.add_error("capacity", too_few(over))
        except RoomTaken as taken:
            form.add_error("room", in_the_way(taken.booking))
        except ValidationError as wrong:
            form.refuse(wrong)
        else:
            tell_changed(request, gathering, form, changed, kept)
            return redirect(gathering)
    return edit_page(request, gathering, form, 422)


def edit_form(request: MemberRequest, gathering: Gathering, data: Any = None) -> GatheringEditForm:
    member = request.member
    may_set = rules.can_set_organisers(member, gathering)
    return GatheringEditForm(data, member=member, gathering=gathering, may_set_organisers=may_set)


def no_longer(request: LabRequest, gathering: Gathering, form: GatheringEditForm) -> HttpResponse:
    """The gathering can no longer be changed: show the form with its text, to use elsewhere."""
    form.add_error(None, _("This can no longer be changed: it was cancelled or closed a moment ago."))
    return edit_page(request, gathering, form, 403)


def tell_changed(
    request: LabRequest, gathering: Gathering, form: GatheringEditForm, changed: set[str], kept: list[str]
) -> None:
    messages.success(request, changed_words(gathering, changed))
    tell_kept(request, kept)
    reason = form.cleaned_data.get("reason")
    if reason and not changed & WHERE_AND_WHEN and reason != gathering.reason:  # pressed twice: the move's reason
        messages.warning(request, _("Your reason was not saved: the time and the place stayed the same."))


def tell_kept(request: LabRequest, kept: list[str]) -> None:
    if kept:
        words = {"things": " · ".join(dict.fromkeys(kept))}
        messages.info(request, _("Somebody else changed this meanwhile, and it is kept: %(things)s") % words)


@transaction.atomic
def change(gathering: Gathering, form: GatheringEditForm, by: Membership) -> set[str]:
    """Save the whole form or nothing. Raises what the verb raises, and Moved if anything changed meanwhile."""
    said = form.cleaned_data
    gathering.hold_with_table()
    if said["seen"] != gathering.words_revision:
        raise Moved(gathering)
    changed = gathering.change(said.get("room"), to_line=said["to_line"], by=by, **form.words())
    chosen = {one.pk for one in said["organisers"]} if "organisers" in form.fields else None
    if chosen is not None and chosen != set(form.organisers_now()):
        gathering.set_organisers(said["organisers"])
        changed.add("organisers")
    return changed


def changed_words(gathering: Gathering, changed: set[str]) -> str:
    if not changed:
        return _("Nothing has changed.")
    if gathering.is_published and changed & WHERE_AND_WHEN:
        return _("Changed. People who are coming get one email about it.")
    return _("Changed.")


def edit_page(
    request: LabRequest,
    gathering: Gathering,
    form: GatheringEditForm,
    status: int = 200,
    differences: list[Difference] | None = None,
    kept: list[str] | None = None,
) -> HttpResponse:
    """Show differences between two edits, to choose from; the next save counts."""
    context = {"gathering": gathering, "form": form, "differences": differences, "kept": kept}
    return render(request, "events/gathering_edit.html", context, status=status)


def too_few(over: SeatsTaken) -> str:
    return ngettext(
        "%(n)s person is already coming. Choose at least that many, or move the last ones to the waiting list.",
        "%(n)s people are already coming. Choose at least that many, or move the last ones to the waiting list.",
        over.taken,
    ) % {"n": over.taken}


@read_or_post
@member_required
def gathering_capacity(request: MemberRequest, pk: int) -> HttpResponse:
    """Change the number of seats; below the taken seats only if the last parties go to the waiting list.

    Two numbers at once are shown, to choose from.
    """
    gathering, member, kept = find_gathering(request, pk), request.member, list[str]()
    if not rules.can_change_seats(member, gathering, clock.now()):
        raise PermissionDenied
    form = CapacityForm(request.POST if request.method == "POST" else None, gathering=gathering)
    context: dict[str, Any] = {"gathering": gathering, "form": form, "asks_to_line": False}
    status = 422 if form.is_bound else 200
    while form.is_valid():
        try:
            changed = resize(gathering, form)
        except Moved:
            gathering = find_gathering(request, pk)
            if not rules.can_change_seats(member, gathering, clock.now()):
                raise PermissionDenied from None
            merged = of_seats.merge(form, form.cleaned_data, first_seats(gathering))
            kept += merged.kept
            form = CapacityForm(merged.data, gathering=gathering)
            context |= {"gathering": gathering, "form": form, "differences": merged.differences}
            if merged.differences:
                status = 409
                break
        except SeatsTaken as over:
            context["asks_to_line"] = True
            form.add_error("capacity", too_few(over))
        except ValidationError as wrong:
            form.add_error("capacity", [text for texts in wrong.message_dict.values() for text in texts])
        else:
            messages.success(request, _("Changed.") if changed else _("Nothing has changed."))
            tell_kept(request, kept)
            return redirect(gathering)
    return render(request, "events/gathering_capacity.html", context, status=status)


@transaction.atomic
def resize(gathering: Gathering, form: CapacityForm) -> set[str]:
    """Save the number of seats. Raises what the verb raises, and Moved if anything changed meanwhile."""
    gathering.hold_with_table()
    if form.cleaned_data["seen"] != gathering.words_revision:
        raise Moved(gathering)
    return gathering.set_capacity(form.cleaned_data["capacity"], form.cleaned_data["to_line"])


@member_required
def publish(request: MemberRequest, pk: int) -> HttpResponse:
    gathering = find_gathering(request, pk)
    if gathering.is_published and rules.organises(request.member, gathering):
        return redirect(gathering)  # pressed twice
    if not rules.can_publish(request.member, gathering, clock.now()):
        raise PermissionDenied
    try:
        if gathering.publish():
            messages.success(request, _("It is online. Tell your neighbours about it."))
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
    return redirect(gathering)


gathering_publish = by_method(GET=back_to_gathering, POST=publish)


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


@read_or_post
@member_required
def gathering_copy(request: MemberRequest, pk: int) -> HttpResponse:
    """Copy to another day. If the room is taken then, copy without it, and say so."""
    gathering, member = find_gathering(request, pk), request.member
    if not rules.can_copy(member, gathering):
        raise PermissionDenied
    first = {"starts": clock_words(gathering.starts_at).replace(".", ":")} if gathering.starts_at else {}
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


@read_or_post
@member_required
def gathering_table(request: MemberRequest, pk: int) -> HttpResponse:
    """Choose the ideas on the table. Two edits at once are merged, idea by idea."""
    gathering, member, kept = find_gathering(request, pk), request.member, list[str]()
    if not rules.can_change(member, gathering, clock.now()):
        raise PermissionDenied
    form = TableForm(request.POST if request.method == "POST" else None, member=member, gathering=gathering)
    while form.is_valid():
        try:
            is_other = lay(gathering, form)
        except Moved:
            gathering = find_gathering(request, pk)
            if not rules.can_change(member, gathering, clock.now()):
                raise PermissionDenied from None
            merged = form.merged(member, gathering)
            kept += merged.kept
            form = TableForm(merged.data, member=member, gathering=gathering)
            if merged.differences:
                return table_page(request, gathering, form, 409, merged.differences, kept)
        else:
            if is_other:
                messages.success(request, _("This is what is on the table now."))
            tell_kept(request, kept)
            return redirect(gathering)
    return table_page(request, gathering, form, 422 if form.is_bound else 200)


@transaction.atomic
def lay(gathering: Gathering, form: TableForm) -> bool:
    """Put the chosen ideas on the table. Raises Moved if the table changed since the form was opened."""
    gathering.hold_with_table(idea.pk for idea in form.cleaned_data["ideas"])
    if form.cleaned_data["seen"] != gathering.table_revision:
        raise Moved(gathering)
    return gathering.put_on_table(form.whole_table(gathering))


def table_page(
    request: LabRequest,
    gathering: Gathering,
    form: TableForm,
    status: int,
    differences: list[Difference] | None = None,
    kept: list[str] | None = None,
) -> HttpResponse:
    context = {"gathering": gathering, "form": form, "differences": differences, "kept": kept}
    return render(request, "events/gathering_table.html", context, status=status)
