"""Lay notes together on the wall, and take along what the room picked: for who leads or helps."""

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from common.http import wants_part
from evenings import rules
from evenings.forms.notes import KeepForm, PilesForm
from evenings.models import Evening, Note, Pile
from evenings.views.doors import open_for
from evenings.views.wall import wall_page
from evenings.wall import ON_WALL, PLACES
from ideas.models import Moved
from labs.decorators import LabRequest, lab_page


@never_cache
@require_POST
@lab_page
@open_for(rules.may_show)
def live_piles(request: LabRequest, evening: Evening, now: datetime) -> HttpResponse:
    """Lay the chosen notes together, at a pile, or loose."""
    form = PilesForm(request.POST)
    if not form.is_valid():
        return piles_again(request, evening, now, form, 422)
    try:
        lay(evening, form, now)
    except Pile.DoesNotExist:
        raise Http404 from None
    except Moved as moved:
        form.add_error(None, words_of(moved.args[0]))
        return piles_again(request, evening, now, form, 409)
    return changed_part(request, evening)


def lay(evening: Evening, form: PilesForm, now: datetime) -> None:
    values = form.cleaned_data
    if values["apart"]:
        evening.take_apart(values["pile"], now)
    elif values["pile"] is None:
        evening.lay_together(values["notes"], values["title"], values["key"], now)
    else:
        evening.lay_at(values["notes"], values["pile"], now)


def words_of(note: Note | None) -> str:
    """Say where a note lies that somebody else moved."""
    if note is None:
        return _("One of these notes was taken off the wall just now. Look, and choose again.")
    if note.pile is None:
        return _("Somebody else laid “%(note)s” loose just now. Look, and choose again.") % {"note": note.text}
    values = {"note": note.text, "pile": note.pile.title}
    return _("Somebody else laid “%(note)s” at “%(pile)s” just now. Look, and choose again.") % values


def piles_again(request: LabRequest, evening: Evening, now: datetime, form: PilesForm, status: int) -> HttpResponse:
    if wants_part(request):
        context = {"evening": evening, "lab": request.lab, "piles_form": form}
        return render(request, "evenings/_piles_form.html", context, status=status)
    return wall_page(request, evening, now, status, piles_form=form)


@never_cache
@require_POST
@lab_page
@open_for(rules.may_show)
def live_keep(request: LabRequest, evening: Evening, now: datetime) -> HttpResponse:
    """Take a note or a pile along, or not any more."""
    form = KeepForm(request.POST)
    if not form.is_valid():
        return wall_page(request, evening, now, 422, trouble=_("This button doesn't work. Press it again."))
    thing, pk, on = form.cleaned_data["press"]
    try:
        evening.keep(thing, pk, on, now)
    except (Note.DoesNotExist, Pile.DoesNotExist):
        raise Http404 from None
    return changed_part(request, evening)


def changed_part(request: LabRequest, evening: Evening) -> HttpResponse:
    """Answer with the notes and piles that this press changed."""
    if not wants_part(request):
        return redirect("live_wall", lab_slug=request.lab.slug, code=evening.code)
    piles = evening.piles.filter(revision=evening.revision).prefetch_related(ON_WALL)
    notes = evening.notes.filter(revision=evening.revision)
    return render(request, "evenings/_piled.html", {"piles": piles, "notes": notes, "places": PLACES})
