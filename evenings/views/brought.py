"""Who brings what, for who leads or types; and for the organisers, with how to reach people."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.fields import with_value
from common.http import wants_part
from evenings import rules
from evenings.brought import Brought
from evenings.forms.bringing import IdeaForm, PaperBringForm, PressForm
from evenings.models import Evening, Pledge
from evenings.models.bringing import step_for_paper
from evenings.showing import facts_of
from evenings.views.doors import open_for
from evenings.views.found import find_evening
from evenings.views.leading import reread
from ideas.models import Moved
from labs.decorators import LabRequest, MemberRequest, lab_page, member_required
from realtime.topics import cursor

read_or_post = require_http_methods(["GET", "HEAD", "POST"])


@lab_page
def back_to_brought(request: LabRequest, code: str) -> HttpResponse:
    """The GET of a button's URL."""
    return redirect("live_brought", lab_slug=request.lab.slug, code=code)


@never_cache
@read_or_post
@lab_page
@open_for(rules.may_type)
def live_brought(request: LabRequest, evening: Evening, now: datetime) -> HttpResponse:
    """Show who brings what; a POST adds what is on paper."""
    if request.method != "POST":
        return brought_page(request, evening)
    form = PaperBringForm(request.POST, evening=evening)
    if not form.is_valid():
        return paper_again(request, evening, form)
    values = form.cleaned_data
    own = {name: values[name] for name in ("kind", "by_when", "contact", "may_show")}
    own |= {"name": values.get("name", "")}
    pledge = evening.bring(step_for_paper(evening), values["words"], values["key"], now, **own)
    if wants_part(request):
        context = {"evening": evening, "brought": Brought(evening), "lab": request.lab, "last_pledge": pledge}
        return render(request, "evenings/_brought_again.html", context, status=201)
    messages.success(request, _("It is in the list: %(words)s") % {"words": pledge.words})
    return redirect("live_brought", lab_slug=request.lab.slug, code=evening.code)


def paper_again(request: LabRequest, evening: Evening, form: PaperBringForm) -> HttpResponse:
    if wants_part(request):
        context = {"evening": evening, "lab": request.lab, "paper_form": form}
        return render(request, "evenings/_brought_paper.html", context, status=422)
    return brought_page(request, evening, 422, paper_form=form)


@never_cache
@require_POST
@lab_page
@open_for(rules.may_type)
def live_brought_press(request: LabRequest, evening: Evening, now: datetime) -> HttpResponse:
    """Put it on the screen or off it; of what is from paper, also say whether others may read it, or remove it."""
    form = PressForm(request.POST)
    if not form.is_valid():
        return brought_page(request, evening, 422, trouble=_("This button doesn't work. Press it again."))
    pledge, do = form.cleaned_data["press"]
    try:
        press(evening, pledge, do, now)
    except Moved:
        trouble = _("The person who brings this keeps it private since a moment ago, or took it back.")
        return (
            press_again(request, evening, 409, trouble)
            if wants_part(request)
            else brought_page(request, evening, 409, trouble=trouble)
        )
    if wants_part(request):
        return press_again(request, evening)
    return redirect("live_brought", lab_slug=request.lab.slug, code=evening.code)


def press(evening: Evening, pledge: int, do: str, now: datetime) -> None:
    """Do what the button says. Raises Moved, EveningClosed."""
    match do:
        case "on" | "off":
            evening.put_on_screen(pledge, do == "on", now)
        case "yes" | "no":
            evening.let_show(pledge, do == "yes", None)
        case _:
            evening.bring_nothing(pledge, None)


def press_again(request: LabRequest, evening: Evening, status: int = 200, trouble: str = "") -> HttpResponse:
    """After a press: the list and the form of its buttons; refused, the form alone."""
    evening = reread(evening)
    context = {"evening": evening, "brought": Brought(evening), "lab": request.lab, "trouble": trouble}
    name = "_brought_press" if trouble else "_brought_again"
    return render(request, f"evenings/{name}.html", context, status=status)


@never_cache
@read_or_post
@lab_page
@open_for(rules.may_type)
def live_brought_idea(request: LabRequest, evening: Evening, now: datetime, brought_pk: int) -> HttpResponse:
    """Ask at which idea it belongs; a POST says so."""
    pledge = evening.pledges.standing().filter(pk=brought_pk).first()
    if pledge is None:
        raise Http404
    form = IdeaForm(
        request.POST if request.method == "POST" else None, member=request.member, evening=evening, pledge=pledge
    )
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            evening.belongs_to(pledge.pk, form.cleaned_data["subject"], form.cleaned_data["seen"])
            return redirect("live_brought", lab_slug=request.lab.slug, code=evening.code)
        except Moved as moved:
            pledge = moved.args[0]
            form.data = with_value(form.data, "seen", pledge.idea_id or 0)
            form.add_error("subject", elsewhere_words(pledge))
            status = 409
    context = {"evening": evening, "gathering": evening.gathering, "pledge": pledge, "form": form}
    return render(request, "evenings/brought_idea.html", context, status=status)


def elsewhere_words(pledge: Pledge) -> str:
    """Say at which idea somebody else put it."""
    if pledge.idea is None:
        return _("Somebody else changed this just now. Look, and choose again.")
    return _("Somebody else put this at the idea “%(idea)s” just now.") % {"idea": pledge.idea.title}


@never_cache
@require_safe
@member_required
def evening_brought(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the organisers who brings what and how to reach them, also after the evening. To nobody else."""
    gathering, _session = find_evening(request, pk)
    evening = Evening.objects.filter(session__gathering=gathering).first()
    if gathering.is_hidden:
        raise PermissionDenied
    pledges = evening.pledges.standing().select_related("idea__lab").order_by("pk") if evening else []
    context = {"gathering": gathering, "evening": evening, "pledges": pledges}
    return render(request, "evenings/brought_contacts.html", context)


def brought_page(request: LabRequest, evening: Evening, status: int = 200, **more: Any) -> HttpResponse:
    """`more`: `trouble`, a sentence; `paper_form`, what wasn't accepted."""
    after = cursor(evening)
    context = facts_of(reread(evening)) | {"after": after, "paper_form": PaperBringForm(evening=evening)} | more
    context["organises"] = rules.can_see_plan(request.member, evening.gathering)
    return render(request, "evenings/brought.html", context, status=status)
