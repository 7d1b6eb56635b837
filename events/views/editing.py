"""Pages for organisers: edit a gathering, and its number of seats; two edits at once are merged."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from common import clock
from common.merging import Difference
from events import rules
from events.forms.editing import CapacityForm, GatheringEditForm, first_seats, first_words
from events.merging import of_gathering, of_seats
from events.models import Gathering, RoomTaken, SeatsTaken
from events.models.changing import WHERE_AND_WHEN
from events.views.found import find_gathering
from events.views.making import in_the_way
from ideas.models import Moved
from labs.decorators import LabRequest, MemberRequest, member_required
from labs.models import Membership

read_or_post = require_http_methods(["GET", "HEAD", "POST"])


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
        if form.cleaned_data["seen"] != gathering.words_revision:
            merged = of_gathering.merge(form, form.cleaned_data, first_words(gathering))
            kept += merged.kept
            form = edit_form(request, gathering, merged.data)
            if merged.differences:
                return edit_page(request, gathering, form, 409, merged.differences, kept)
            continue
        try:
            changed = change(gathering, form, member)
        except Moved:
            gathering = find_gathering(request, pk)
            if not rules.can_change(member, gathering, clock.now()):
                return no_longer(request, gathering, form)
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
    """Show the form to edit a gathering.

    With `differences` it shows what two people changed at the same time, to choose from; the next save counts.
    `kept`: the labels of what only the other person changed.
    """
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
    if form.errors:  # the copy of the verb holds the number that was refused
        context["gathering"] = find_gathering(request, pk)
    return render(request, "events/gathering_capacity.html", context, status=status)


@transaction.atomic
def resize(gathering: Gathering, form: CapacityForm) -> set[str]:
    """Save the number of seats. Raises what the verb raises, and Moved if anything changed meanwhile."""
    gathering.hold_with_table()
    if form.cleaned_data["seen"] != gathering.words_revision:
        raise Moved(gathering)
    return gathering.set_capacity(form.cleaned_data["capacity"], form.cleaned_data["to_line"])
