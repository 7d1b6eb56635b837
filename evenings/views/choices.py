"""What people choose from, for who leads: write the options, open and close, show the result."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from common import clock
from common.fields import is_id
from common.http import wants_part
from evenings import rules
from evenings.forms.choices import ChoiceForm, ChoicePressForm, ParkForm
from evenings.models import Choice, Evening, Session, Step
from evenings.models import choosing as verbs
from evenings.models.choosing import ChoiceClosed, HasPicks, NothingToChoose
from evenings.results import to_take
from evenings.views.doors import open_for
from evenings.views.found import find_evening
from evenings.views.leading import context_of, reread
from evenings.views.plan import path_of
from ideas.models import Moved
from labs.decorators import LabRequest, MemberRequest, lab_page, member_required

read_or_post = require_http_methods(["GET", "HEAD", "POST"])


# Before, and during: what people choose from


@read_or_post
@member_required
def evening_choice(request: MemberRequest, pk: int, step_pk: int) -> HttpResponse:
    """Write what people choose from in this step, also while they choose."""
    gathering, session = find_evening(request, pk)
    if not rules.can_change_choice(request.member, gathering, clock.now()):
        raise PermissionDenied
    steps = session.plan_steps if session and is_id(step_pk) else []
    step = next((one for one in steps if one.pk == step_pk and one.has_choice), None)
    if session is None or step is None:
        raise Http404
    step.session = session
    if request.method != "POST":
        return choice_page(request, step, ChoiceForm(step=step, choice=choice_of(step)))
    form = ChoiceForm(request.POST, step=step, choice=choice_of(step))
    if not form.is_valid():
        return choice_page(request, step, form, 422)
    try:
        verbs.prepare(step, form.cleaned_data["seen"], **form.words())
    except Moved:
        there = choice_of(step)
        form.accept(there.version if there else 0)
        return choice_page(request, step, form, 409)
    except HasPicks:
        form.add_error(None, has_picks_words())
        return choice_page(request, step, form, 422)
    except ChoiceClosed:
        form.add_error(None, _("Choosing is closed, so this stays as it is."))
        return choice_page(request, step, form, 409)
    return redirect(request.path if form.takes_wall else way_back(session))


def has_picks_words() -> str:
    return _("People chose already. You can add options, and take away what nobody chose.")


def choice_of(step: Step) -> Choice | None:
    return Choice.objects.filter(step=step).prefetch_related("options").first()


def way_back(session: Session) -> str:
    """Return the address of the page to lead the evening while it is open, or else of its plan."""
    evening = Evening.objects.open(clock.now()).filter(session=session).first()
    return f"{evening.get_absolute_url()}regie/" if evening else path_of(session.gathering)


def choice_page(request: MemberRequest, step: Step, form: ChoiceForm, status: int = 200) -> HttpResponse:
    session = step.session
    context = {"gathering": session.gathering, "step": step, "form": form, "way_back": way_back(session)}
    context["to_take"] = to_take(step, choice_of(step))
    return render(request, "evenings/choice.html", context, status=status)


# During


@never_cache
@read_or_post
@lab_page
@open_for(rules.may_lead)
def live_choice(request: LabRequest, evening: Evening, now: datetime) -> HttpResponse:
    """Take a press of who leads about the choice of the step now. For anybody else there is no such page."""
    if request.method != "POST":
        return redirect("live_lead", lab_slug=request.lab.slug, code=evening.code)
    try:
        trouble = (park if "parked_for" in request.POST else press)(request, evening, now)
    except (Moved, ChoiceClosed):
        words = _("Somebody else pressed a button just now. This is how it is: look, and press again if you want.")
        return choosing_page(request, evening, 409, words)
    if trouble:
        return choosing_page(request, evening, 422, trouble)
    if wants_part(request):
        return choosing_page(request, evening)
    return redirect("live_lead", lab_slug=request.lab.slug, code=evening.code)


def press(request: LabRequest, evening: Evening, now: datetime) -> str:
    """Open, close, show or hide; return what went wrong."""
    form = ChoicePressForm(request.POST)
    if not form.is_valid():
        return first_error(form)
    step = Step.objects.filter(pk=form.cleaned_data["step"], session=evening.session_id).first()
    if step is None:
        raise Moved(evening)
    try:
        match form.cleaned_data["do"]:
            case "open":
                verbs.open_choice(evening, step, form.cleaned_data["seen"], now)
            case "close":
                verbs.close_choice(evening, step, now)
            case "take":
                verbs.take_over(evening, step, now)
            case do:
                verbs.show_result(evening, step, do == "show", now)
    except NothingToChoose:
        return _("Write at least two options first.")
    except HasPicks:
        return has_picks_words()
    return ""


def park(request: LabRequest, evening: Evening, now: datetime) -> str:
    form = ParkForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data
        verbs.park(evening, values["piece"], values["parked_for"], values["parked_on"], now)
    return first_error(form)


def first_error(form: Any) -> str:
    return next((str(error) for errors in form.errors.values() for error in errors), "")


def choosing_page(request: LabRequest, evening: Evening, status: int = 200, trouble: str = "") -> HttpResponse:
    """Show how it is now: for our script only what is about choosing."""
    typed = request.POST if trouble else {}
    context = context_of(reread(evening), clock.now()) | {"choice_trouble": trouble, "typed": typed}
    context["organises"] = rules.can_lead(request.member, evening.gathering)
    template = "evenings/_lead_choice_again.html" if wants_part(request) else "evenings/lead.html"
    return render(request, template, context, status=status)
