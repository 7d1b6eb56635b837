"""The wall for who leads or helps: notes that wait for a glance, those on the wall, and notes from paper."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from common.http import wants_part
from evenings import rules
from evenings.forms.notes import PaperForm, PilesForm, SettleForm
from evenings.models import Evening, Note, NoteState, StepOver
from evenings.showing import facts_of
from evenings.views.doors import helper_of, open_for
from evenings.views.leading import reread
from evenings.wall import ON_WALL, PLACES, for_leaders, piles_of
from ideas.models import Moved
from labs.decorators import LabRequest, lab_page
from realtime.topics import cursor


@lab_page
def back_to_wall(request: LabRequest, code: str) -> HttpResponse:
    """The GET of a button's URL."""
    return redirect("live_wall", lab_slug=request.lab.slug, code=code)


@never_cache
@require_safe
@lab_page
@open_for(rules.may_help)
def live_wall(request: LabRequest, evening: Evening, now: datetime) -> HttpResponse:
    """Show the page. For anybody else there is no such page."""
    return wall_page(request, evening, now)


@never_cache
@require_POST
@lab_page
@open_for(rules.may_show)
def live_settle(request: LabRequest, evening: Evening, now: datetime) -> HttpResponse:
    """Put a note on the wall, or off it, or back."""
    form = SettleForm(request.POST)
    if not form.is_valid():
        return wall_page(request, evening, now, 422, trouble=_("This button doesn't work. Press it again."))
    note_id, seen, to = form.cleaned_data["press"]
    try:
        evening.settle(note_id, to, seen, now)
    except Note.DoesNotExist:
        raise Http404 from None
    except Moved as moved:
        return settle_again(request, evening, now, moved.args[0])
    if wants_part(request):
        note = evening.notes.get(pk=note_id)
        pile = evening.piles.filter(pk=note.pile_id or 0).prefetch_related(ON_WALL).first()
        context = {"evening": evening, "lab": request.lab, "note": note, "pile": pile, "places": PLACES}
        return render(request, "evenings/_settled.html", context)
    return redirect("live_wall", lab_slug=request.lab.slug, code=evening.code)


def settle_again(request: LabRequest, evening: Evening, now: datetime, note: Note) -> HttpResponse:
    """Say what somebody else did with the note meanwhile."""
    done = {
        NoteState.WAITS: _("Somebody else let this note wait again just now: “%(note)s”"),
        NoteState.WALL: _("Somebody else put this note on the wall just now: “%(note)s”"),
        NoteState.OFF: _("Somebody else found just now that this note doesn't belong here: “%(note)s”"),
        NoteState.BACK: _("Its writer took this note back just now: “%(note)s”"),
    }
    trouble = done[NoteState(note.state)] % {"note": note.text}
    if wants_part(request):
        context = {"evening": evening, "lab": request.lab, "trouble": trouble}
        return render(request, "evenings/_settle_form.html", context, status=409)
    return wall_page(request, evening, now, 409, trouble=trouble)


@never_cache
@require_POST
@lab_page
@open_for(rules.may_type)
def live_paper(request: LabRequest, evening: Evening, now: datetime) -> HttpResponse:
    """Type a note over from paper: it goes on the wall."""
    form = PaperForm(request.POST, evening=evening)
    if not form.is_valid():
        return paper_again(request, evening, now, form, 422)
    values = form.cleaned_data
    try:
        note = evening.write(int(values["step"]), values["text"], values["key"], now)
    except StepOver:
        form.add_error("step", _("Somebody took this step off the plan just now. Choose another one."))
        return paper_again(request, evening, now, form, 409)
    if wants_part(request):
        context = {"evening": evening, "lab": request.lab, "note": note, "places": PLACES, "last_paper": note}
        return render(request, "evenings/_settled.html", context, status=201)
    messages.success(request, _("The note is on the wall, with number %(number)s.") % {"number": note.number})
    return redirect("live_wall", lab_slug=request.lab.slug, code=evening.code)


def paper_again(request: LabRequest, evening: Evening, now: datetime, form: PaperForm, status: int) -> HttpResponse:
    if wants_part(request):
        context = {"evening": evening, "lab": request.lab, "paper_form": form}
        return render(request, "evenings/_paper_form.html", context, status=status)
    return wall_page(request, evening, now, status, paper_form=form)


@never_cache
@require_POST
@lab_page
@open_for(rules.may_show)
def live_through(request: LabRequest, evening: Evening, now: datetime) -> HttpResponse:
    """Let notes go on the wall without a glance, or not any more."""
    evening.let_through(request.POST.get("on") == "1", now)
    return switched(request, evening, "evenings/_wall_set.html")


@never_cache
@require_POST
@lab_page
@open_for(rules.may_show)
def live_blank(request: LabRequest, evening: Evening, now: datetime) -> HttpResponse:
    """Let the big screen show nothing, or again what it shows."""
    evening.blank(request.POST.get("on") == "1", now)
    return switched(request, evening, "evenings/_blank_form.html")


def switched(request: LabRequest, evening: Evening, template: str) -> HttpResponse:
    """Answer with the button that was pressed."""
    if wants_part(request):
        return render(request, template, {"evening": evening, "lab": request.lab})
    return redirect("live_wall", lab_slug=request.lab.slug, code=evening.code)


def wall_page(request: LabRequest, evening: Evening, now: datetime, status: int = 200, **more: Any) -> HttpResponse:
    """`more`: `trouble`, a sentence; `paper_form`, a note that wasn't accepted."""
    after, helper = cursor(evening), helper_of(request, now)
    evening = reread(evening)
    may_show = rules.may_show(request.member, evening, helper)
    context = facts_of(evening) | {"after": after, "now": now, "may_show": may_show}
    if may_show:
        context |= {"lists": for_leaders(evening), "piles": piles_of(evening), "piles_form": PilesForm()}
    context |= {"may_type": rules.may_type(request.member, evening, helper), "paper_form": PaperForm(evening=evening)}
    context |= more
    return render(request, "evenings/wall.html", context, status=status)
