"""What was promised aloud: noted and corrected during the evening, put with an idea or aside after it."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from common import clock
from common.fields import with_value
from common.http import wants_part
from common.rate_limits import TooOften
from evenings import rules
from evenings.forms.promise import CorrectForm, NotePromiseForm, PutForm
from evenings.harvest import PROMISES, Row
from evenings.models import Evening, Helper, RoomPromise, StillOpen
from evenings.views.doors import helper_of, open_for
from evenings.views.harvest import find_over, is_search, moved_words, path_of, searched
from events import rules as events
from events.models import NotWaiting
from ideas.models import IdeaClosed, Moved
from labs.decorators import LabRequest, MemberRequest, lab_page, member_required
from labs.models import Membership

read_or_post = require_http_methods(["GET", "HEAD", "POST"])
WORDS = ("name", "role", "words", "day")


# During the evening, for who leads or types


@never_cache
@read_or_post
@lab_page
@open_for(rules.may_type)
def live_promises(request: LabRequest, evening: Evening, now: datetime) -> HttpResponse:
    """Show what was promised aloud; a POST notes more."""
    helper = helper_of(request, now)
    if request.method != "POST":
        return live_page(request, evening, helper, NotePromiseForm())
    form = NotePromiseForm(request.POST)
    if not form.is_valid():
        return live_page(request, evening, helper, form, 422)
    organiser = organiser_of(request, evening)
    made = evening.note_promise(
        form.cleaned_data["key"], now, organiser, None if organiser else helper, **form.words_said()
    )
    if wants_part(request):
        return live_page(request, evening, helper, None, 201)
    messages.success(request, _("It is in the list: %(words)s") % {"words": made.words})
    return redirect("live_promises", lab_slug=request.lab.slug, code=evening.code)


def organiser_of(request: LabRequest, evening: Evening) -> Membership | None:
    may = rules.can_lead(request.member, evening.gathering)
    return request.member if may and isinstance(request.member, Membership) else None


def live_page(
    request: LabRequest, evening: Evening, helper: Helper | None, form: NotePromiseForm | None, status: int = 200
) -> HttpResponse:
    """The page; for our script the form that wasn't accepted, or, without one, the list."""
    promises = list(evening.promises.standing().with_page().order_by("-pk"))
    member, gathering = request.member, evening.gathering
    is_real = not evening.is_rehearsal
    context = {
        "evening": evening,
        "gathering": gathering,
        "lab": request.lab,
        "promises": promises,
        "may_change": {one.pk for one in promises if rules.may_change_promise(member, evening, one, helper)},
        "form": form,
        "may_note_aloud": is_real and events.can_note_aloud(member, gathering, clock.now()),
    }
    page = "promises" if not wants_part(request) else "_promise_form" if form else "_promise_list"
    return render(request, f"evenings/{page}.html", context, status=status)


@never_cache
@read_or_post
@lab_page
@open_for(rules.may_type)
def live_promise(request: LabRequest, evening: Evening, now: datetime, promise_pk: int) -> HttpResponse:
    """Correct it or remove it: who noted it, and the organisers."""
    promise = find_promise(request, evening, promise_pk)
    if not rules.may_change_promise(request.member, evening, promise, helper_of(request, now)):
        raise Http404
    form = CorrectForm(request.POST if request.method == "POST" else None, initial=first_of(promise))
    back = redirect("live_promises", lab_slug=request.lab.slug, code=evening.code)
    try:
        if request.POST.get("do") == "remove":
            evening.remove_promise(promise.pk)
            messages.success(request, _("It is off the list."))
            return back
        if form.is_valid():
            evening.correct_promise(promise.pk, form.cleaned_data["seen"], **form.words_said())
            messages.success(request, _("The words are saved."))
            return back
    except Moved as moved:
        promise = moved_to(moved, form)
        return correct_page(request, evening, promise, form, 409)
    return correct_page(request, evening, promise, form, 422 if form.is_bound else 200)


def correct_page(
    request: LabRequest, evening: Evening, promise: RoomPromise, form: CorrectForm, status: int
) -> HttpResponse:
    context = {"evening": evening, "gathering": evening.gathering, "promise": promise, "form": form}
    return render(request, "evenings/promise.html", context, status=status)


# After it, for its organisers


@read_or_post
@member_required
def evening_promises(request: MemberRequest, pk: int) -> HttpResponse:
    """Note what was promised aloud, from paper."""
    now = clock.now()
    evening = find_over(request, pk, now)
    form = NotePromiseForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"gathering": evening.gathering, "evening": evening, "form": form}
        return render(request, "evenings/harvest_promises.html", context, status=422 if form.is_bound else 200)
    evening.note_promise(form.cleaned_data["key"], now, request.member, None, **form.words_said())
    messages.success(request, _("It is in the list. Nobody else reads it yet."))
    return redirect(list_path(evening))


@read_or_post
@member_required
def evening_promise(request: MemberRequest, pk: int, promise_pk: int) -> HttpResponse:
    """Put it online with an idea, or only correct it."""
    now = clock.now()
    evening = find_over(request, pk, now)
    promise = find_promise(request, evening, promise_pk)
    row = Row(None, promise.words, [], 1, promise.name)
    is_first = request.method != "POST" or is_search(request)
    first = first_of(promise) | (searched(request) if is_search(request) else {"subject": 0})
    options: dict[str, Any] = {"member": request.member, "gathering": evening.gathering, "row": row, "initial": first}
    form = PutForm(None if is_first else request.POST, is_put=request.POST.get("do") != "save", **options)
    if not form.is_valid():
        return put_page(request, evening, promise, form, 422 if form.is_bound else 200)
    try:
        told = put(request, evening, promise, form, now)
    except Moved as moved:
        return put_page(request, evening, moved_to(moved, form), form, 409)
    except NotWaiting:
        form.add_error(None, _("This can be online once the gathering has begun."))
        return put_page(request, evening, promise, form, 409)
    except IdeaClosed:
        form.add_error("subject", _("This idea can't be chosen any more. Choose another."))
        return put_page(request, evening, promise, form, 409)
    except TooOften as limit:
        form.add_error(None, limit.words)
        return put_page(request, evening, promise, form, 429)
    except StillOpen:
        raise PermissionDenied from None
    messages.success(request, told)
    return redirect(list_path(evening))


def put(request: MemberRequest, evening: Evening, promise: RoomPromise, form: PutForm, now: datetime) -> str:
    """Do what was asked, and return what to tell."""
    said, seen = form.words_said(), form.cleaned_data["seen"]
    if not form.is_put:
        evening.correct_promise(promise.pk, seen, **said)
        return _("The words are saved.")
    subject, voice = form.cleaned_data["subject"], form.chosen_voice
    evening.put_promise(promise.pk, seen, subject, request.member, voice, now, **said)
    return _("It is online, as said aloud and not confirmed yet.")


def put_page(
    request: MemberRequest, evening: Evening, promise: RoomPromise, form: PutForm, status: int
) -> HttpResponse:
    context = {"gathering": evening.gathering, "evening": evening, "promise": promise, "form": form}
    return render(request, "evenings/harvest_promise.html", context, status=status)


# Both


def find_promise(request: LabRequest, evening: Evening, promise_pk: int) -> RoomPromise:
    """Return it; one that is decided or removed only for a POST: the verb says so. Raises Http404."""
    promise: RoomPromise | None = evening.promises.with_page().filter(pk=promise_pk).first()
    if promise is None or (request.method != "POST" and not promise.is_open):
        raise Http404
    return promise


def first_of(promise: RoomPromise) -> dict[str, object]:
    return {name: getattr(promise, name) for name in WORDS} | {"seen": promise.version}


def moved_to(moved: Moved, form: CorrectForm | PutForm) -> RoomPromise:
    """Say in the form what somebody else did, and return the promise as it is: the same form can be sent again."""
    promise: RoomPromise = moved.args[0]
    form.is_valid()
    form.data = with_value(form.data, "seen", promise.version)
    form.add_error(None, moved_words(promise))
    return promise


def list_path(evening: Evening) -> str:
    return f"{path_of(evening)}?lijst={PROMISES}"
