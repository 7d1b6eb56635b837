"""*Wat kwam eruit?*: decide after the evening where each note and pile goes. For who organises it."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from common import clock
from common.paging import nearest
from common.rate_limits import TooOften
from evenings import rules
from evenings.forms.harvest import (
    AsCommentForm,
    AsIdeaForm,
    AtIdeaForm,
    BringsForm,
    Press,
    PressForm,
    all_words,
    first_words,
    source_of,
)
from evenings.harvest import BRINGS, DONE, OTHERS, PROMISES, TO_DO, WAITS, Harvest, Row, rows_of
from evenings.models import (
    Evening,
    Note,
    Outcome,
    OutcomeState,
    Pile,
    Pledge,
    PromiseState,
    RoomPromise,
    StillOpen,
)
from evenings.views.brought import elsewhere_words
from events.views.found import find_gathering
from ideas.models import IdeaClosed, Moved, TalkClosed, TooSoon
from labs.decorators import MemberRequest, member_required
from labs.models import RESIDENT_VOICE

read_or_post = require_http_methods(["GET", "HEAD", "POST"])


def find_over(request: MemberRequest, pk: int, now: datetime) -> Evening:
    """Return the evening of a gathering, once it is over. Raises PermissionDenied unless they organise it; Http404."""
    gathering = find_gathering(request, pk)
    if not rules.can_lead(request.member, gathering):
        raise PermissionDenied
    evening = Evening.objects.filter(session__gathering=gathering).select_related("session").first()
    if evening is None:
        raise Http404
    evening.session.gathering = gathering
    if not rules.can_harvest(request.member, evening, now):
        raise PermissionDenied
    return evening


def find_row(request: MemberRequest, pk: int, source: str, now: datetime) -> tuple[Evening, Row]:
    """Return the evening, and a note or pile of its wall. Raises Http404, PermissionDenied."""
    evening, named = find_over(request, pk, now), source_of(source)
    rows = rows_of(evening, [named]) if named else []
    if not rows:
        raise Http404
    return evening, rows[0]


@read_or_post
@member_required
def evening_outcomes(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the lists; a POST is a button on them."""
    now = clock.now()
    evening = find_over(request, pk, now)
    if request.method != "POST":
        return list_page(request, evening)
    form = PressForm(request.POST)
    if not form.is_valid():
        trouble = form.non_field_errors() or [_("This button doesn't work. Press it again.")]
        return list_page(request, evening, 422, str(trouble[0]))
    try:
        told = press(request, evening, form, now)
    except (Note.DoesNotExist, Pile.DoesNotExist):
        return list_page(request, evening, 409, _("Its writer took this note back just now."))
    except Pledge.DoesNotExist:
        words = _("The person who brings this keeps it private since a moment ago, or took it back.")
        return list_page(request, evening, 409, words)
    except RoomPromise.DoesNotExist:
        return list_page(request, evening, 422, _("This button doesn't work. Press it again."))
    except Moved as moved:
        return list_page(request, evening, 409, moved_words(moved.args[0]))
    except StillOpen:
        raise PermissionDenied from None
    messages.success(request, told)
    return redirect(request.get_full_path())


def press(request: MemberRequest, evening: Evening, form: PressForm, now: datetime) -> str:
    """Do what a button of the list says, and return what to tell."""
    asked: Press = form.cleaned_data["press"]
    member, source = request.member, asked.source
    if asked.do == "rest":
        number = evening.leave_rest_in_report(member, now)
        if not number:
            return _("Everything has a place.")
        words = ngettext("%(n)s stands only in the report now.", "%(n)s stand only in the report now.", number)
        return words % {"n": number}
    if asked.do == "add":
        evening.add_to_list(form.cleaned_data["add"], now)
        return _("Added to the list.")
    if asked.do == "pass":
        evening.pass_later(asked.pledge, now)
        return _("Everybody may read this contribution now.")
    assert source is not None
    if asked.do == "aside":
        evening.put_aside(source.pk)
        return _("It is put aside.")
    if asked.do == "open":
        evening.open_promise(source.pk)
        return _("You can choose again where this goes.")
    if asked.do == "remove":
        evening.remove_promise(source.pk)
        return _("It is off the list.")
    if asked.do == "report":
        evening.leave_in_report(source, member, now)
        return _("This stands only in the report now.")
    if asked.do == "off":
        evening.take_off_list(source, now)
        return _("Taken off the list.")
    evening.choose_again(source, asked.seen, now)
    return _("You can choose again where this goes.")


def moved_words(thing: Outcome | RoomPromise) -> str:
    """Say where somebody else let it go."""
    at_idea = _("Somebody else put this at the idea “%(idea)s” just now.")
    words: dict[str, str] = {
        OutcomeState.IDEA: at_idea,
        OutcomeState.NEW: _("Somebody else made an idea of this just now: “%(idea)s”."),
        OutcomeState.COMMENT: _("Somebody else made a comment of this at “%(idea)s” just now."),
        OutcomeState.REPORT_ONLY: _("Somebody else left this in the report alone just now."),
        OutcomeState.OPEN: _("Somebody else changed this just now. Look, and choose again."),
        PromiseState.PUT: at_idea,
        PromiseState.ASIDE: _("Somebody else put this aside just now."),
        PromiseState.GONE: _("Somebody else took this off the list just now."),
    }
    return words[thing.state] % {"idea": thing.idea.title if thing.idea else ""}


def list_page(request: MemberRequest, evening: Evening, status: int = 200, trouble: str = "") -> HttpResponse:
    harvest = Harvest(evening, request.GET.get("lijst", TO_DO), request.GET.get("pagina"))
    if status == 200 and (elsewhere := nearest(request, harvest.page)):
        return elsewhere
    nobody_looked = [(WAITS, _("Not looked at yet"), harvest.counts[WAITS])]
    context = {
        "gathering": evening.gathering,
        "evening": evening,
        "harvest": harvest,
        "rows": harvest.rows,
        "brings": harvest.brings,
        "promises": harvest.promises,
        "lists": [
            (TO_DO, _("Still to choose"), harvest.counts[TO_DO]),
            *(nobody_looked if harvest.counts[WAITS] or harvest.which == WAITS else []),
            (DONE, _("Done"), harvest.counts[DONE]),
            (OTHERS, _("Other notes"), harvest.counts[OTHERS]),
            (BRINGS, _("Contributions"), harvest.counts[BRINGS]),
            (PROMISES, _("Said aloud"), harvest.counts[PROMISES]),
        ],
        "trouble": trouble,
    }
    return render(request, "evenings/harvest.html", context, status=status)


# The three ways that ask for more


@read_or_post
@member_required
def evening_outcome_idea(request: MemberRequest, pk: int, source: str) -> HttpResponse:
    """Choose the idea that it becomes part of."""
    now = clock.now()
    evening, row = find_row(request, pk, source, now)
    options: dict[str, Any] = {"member": request.member, "gathering": evening.gathering, "row": row}
    if is_search(request):
        return way_page(request, evening, row, AtIdeaForm(initial=searched(request), **options), "idea")
    form = AtIdeaForm(request.POST if request.method == "POST" else None, **options)
    if not form.is_valid():
        return way_page(request, evening, row, form, "idea", 422 if form.is_bound else 200)

    def put() -> Outcome:
        assert row.source is not None
        return evening.put_at_idea(row.source, form.cleaned_data["subject"], request.member, now)

    return done(request, evening, row, form, "idea", put)


@read_or_post
@member_required
def evening_outcome_new(request: MemberRequest, pk: int, source: str) -> HttpResponse:
    """Make a new idea of it."""
    now = clock.now()
    evening, row = find_row(request, pk, source, now)
    if request.method != "POST":
        return way_page(request, evening, row, AsIdeaForm(member=request.member, initial=first_words(row)), "new")
    form = AsIdeaForm(request.POST, member=request.member)
    if not form.is_valid():
        return way_page(request, evening, row, form, "new", 422)

    def make() -> Outcome:
        assert row.source is not None
        voice = form.cleaned_data["voice"] or RESIDENT_VOICE
        return evening.make_idea(row.source, request.member, voice, form.cleaned_data["key"], now, **form.words())

    return done(request, evening, row, form, "new", make)


@read_or_post
@member_required
def evening_outcome_comment(request: MemberRequest, pk: int, source: str) -> HttpResponse:
    """Make a comment of it, at an idea."""
    now = clock.now()
    evening, row = find_row(request, pk, source, now)
    options: dict[str, Any] = {"member": request.member, "gathering": evening.gathering, "row": row}
    if request.method != "POST" or is_search(request):
        first = searched(request) if request.method == "POST" else {"text": all_words(row)}
        return way_page(request, evening, row, AsCommentForm(initial=first, **options), "comment")
    form = AsCommentForm(request.POST, **options)
    if not form.is_valid():
        return way_page(request, evening, row, form, "comment", 422)

    def say() -> Outcome:
        assert row.source is not None
        said = form.cleaned_data
        voice = said["voice"] or RESIDENT_VOICE
        return evening.make_comment(row.source, said["subject"], request.member, voice, said["text"], said["key"], now)

    return done(request, evening, row, form, "comment", say)


@read_or_post
@member_required
def evening_outcome_brings(request: MemberRequest, pk: int, brought_pk: int) -> HttpResponse:
    """Say at which idea belongs what somebody brings."""
    evening = find_over(request, pk, clock.now())
    pledge = evening.pledges.standing().select_related("went_to").filter(pk=brought_pk).first()
    if pledge is None:
        raise Http404
    row = Row(None, pledge.words, [], 1, pledge.name)
    options: dict[str, Any] = {"member": request.member, "gathering": evening.gathering, "row": row}
    if pledge.went_to or request.method != "POST" or is_search(request):
        there = pledge.idea_id or 0
        first = searched(request) if is_search(request) else {"subject": there, "seen": there}
        status = 409 if pledge.went_to and request.method == "POST" else 200
        return brings_page(request, evening, pledge, BringsForm(initial=first, **options), status)
    form = BringsForm(request.POST, **options)
    if not form.is_valid():
        return brings_page(request, evening, pledge, form, 422)
    try:
        evening.belongs_to(pledge.pk, form.cleaned_data["subject"], form.cleaned_data["seen"])
    except Moved as moved:
        now = moved.args[0]
        typed = request.POST.copy()
        typed["seen"] = str(now.idea_id or 0)
        form.data = typed
        form.add_error(None, elsewhere_words(now))
        return brings_page(request, evening, now, form, 409)
    messages.success(request, _("The contribution is saved."))
    return redirect(f"{path_of(evening)}?lijst={BRINGS}")


def brings_page(
    request: MemberRequest, evening: Evening, pledge: Pledge, form: BringsForm, status: int = 200
) -> HttpResponse:
    context = {"gathering": evening.gathering, "evening": evening, "pledge": pledge, "form": form}
    return render(request, "evenings/harvest_brings.html", context, status=status)


def is_search(request: MemberRequest) -> bool:
    return request.method == "POST" and "zoek_nu" in request.POST


def searched(request: MemberRequest) -> dict[str, str]:
    """Return what was typed so far, for a form that is shown again with what a search found."""
    names = ("zoek", "subject", "text", "voice", "key", "seen", "name", "role", "words", "day")
    return {name: str(request.POST[name]) for name in names if name in request.POST}


def done(request: MemberRequest, evening: Evening, row: Row, form: BaseForm, way: str, verb: Any) -> HttpResponse:
    """Do it, and go back to the list; refused, what was typed stays in the form."""
    try:
        outcome: Outcome = verb()
    except (Note.DoesNotExist, Pile.DoesNotExist):
        form.add_error(None, _("Its writer took this note back just now."))
        return way_page(request, evening, row, form, way, 409)
    except Moved as moved:
        form.add_error(None, moved_words(moved.args[0]))
        return way_page(request, evening, row, form, way, 409)
    except (TooOften, TooSoon) as limit:
        form.add_error(None, limit.words)
        return way_page(request, evening, row, form, way, 429)
    except TalkClosed:
        form.add_error("subject", _("A moderator closed this conversation just now. Choose another idea."))
        return way_page(request, evening, row, form, way, 409)
    except IdeaClosed:
        form.add_error("subject", _("This idea can't be chosen any more. Choose another."))
        return way_page(request, evening, row, form, way, 409)
    except StillOpen:
        raise PermissionDenied from None
    messages.success(request, told(outcome))
    return redirect(path_of(evening))


def told(outcome: Outcome) -> str:
    title = outcome.idea.title if outcome.idea else ""
    words = {
        OutcomeState.IDEA: _("This belongs to “%(idea)s” now."),
        OutcomeState.NEW: _("The idea “%(idea)s” is online."),
        OutcomeState.COMMENT: _("The comment at “%(idea)s” is online."),
    }
    if outcome.waiting:
        return _("A moderator looks at the comment first. It appears by itself.")
    return words[OutcomeState(outcome.state)] % {"idea": title}


def path_of(evening: Evening) -> str:
    kwargs = {"lab_slug": evening.gathering.lab.slug, "pk": evening.gathering.pk}
    return reverse("evening_outcomes", kwargs=kwargs)


def way_page(
    request: MemberRequest, evening: Evening, row: Row, form: BaseForm, way: str, status: int = 200
) -> HttpResponse:
    context = {"gathering": evening.gathering, "evening": evening, "row": row, "form": form, "way": way}
    return render(request, f"evenings/harvest_{way}.html", context, status=status)
