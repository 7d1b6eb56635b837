"""Count in the room what people choose: hands, and what is on paper. For paper helpers and who leads.

Nobody reads here what was chosen by phone: the result is hidden until who leads shows it.
"""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from common.fields import is_id
from common.http import wants_part
from evenings import rules
from evenings.forms.counting import CountForm, HeadsForm, HeardForm
from evenings.models import Evening, Helper
from evenings.models import counting as verbs
from evenings.models.choice import CountedHow
from evenings.models.choosing import ChoiceClosed
from evenings.results import Choosing
from evenings.typed import typed_in
from evenings.views.doors import helper_of, open_for
from evenings.views.leading import context_of, reread
from labs.decorators import LabRequest, lab_page
from labs.models import Membership

read_or_post = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@read_or_post
@lab_page
@open_for(rules.may_type)
def live_count(request: LabRequest, evening: Evening, now: datetime) -> HttpResponse:
    """Show what there is to count; a POST adds a count or a sentence, removes one, or says how many people are in."""
    if request.method != "POST":
        return count_page(request, evening, now)
    try:
        if "heads" in request.POST:
            return set_heads(request, evening, now)
        if "uncount" in request.POST:
            if is_id(counted := request.POST["uncount"]):
                verbs.uncount(evening, int(counted), now)
            return counted_page(request, evening, now)
        if "words" in request.POST:
            return hear(request, evening, now)
        return count(request, evening, now)
    except ChoiceClosed:
        if wants_part(request):
            return HttpResponse(status=409)  # the page says it, with what was typed
        words = _("Choosing was closed, or people went on to another step. This isn't added any more.")
        return count_page(request, evening, now, 409, trouble=words, typed=typed_in(evening, request.POST))


def count(request: LabRequest, evening: Evening, now: datetime) -> HttpResponse:
    """Raises ChoiceClosed."""
    choosing = Choosing(evening)
    if not choosing.is_open or str(choosing.choice and choosing.choice.pk) != request.POST.get("choice"):
        raise ChoiceClosed
    form = CountForm(request.POST, choosing=choosing)
    if not form.is_valid():
        return count_page(request, evening, now, 422, form=form)
    values = form.cleaned_data
    verbs.count(evening, counts_here(request, now), form.numbers, CountedHow(values["how"]), values["key"], now)
    return counted_page(request, evening, now)


def hear(request: LabRequest, evening: Evening, now: datetime) -> HttpResponse:
    """Raises ChoiceClosed."""
    choosing = Choosing(evening)
    if not choosing.takes_words:
        raise ChoiceClosed
    form = HeardForm(request.POST, choosing=choosing)
    if not form.is_valid():
        return count_page(request, evening, now, 422, heard_form=form)
    values = form.cleaned_data
    verbs.hear(evening, counts_here(request, now), int(values["option"]), values["words"], values["key"], now)
    return counted_page(request, evening, now)


def counts_here(request: LabRequest, now: datetime) -> Membership | Helper | None:
    return request.member if isinstance(request.member, Membership) else helper_of(request, now)


def set_heads(request: LabRequest, evening: Evening, now: datetime) -> HttpResponse:
    form = HeadsForm(request.POST)
    if not form.is_valid():
        return count_page(request, evening, now, 422, heads_form=form)
    verbs.set_heads(evening, form.cleaned_data["heads"], now)
    return counted_page(request, evening, now)


def counted_page(request: LabRequest, evening: Evening, now: datetime) -> HttpResponse:
    if wants_part(request):
        return count_page(request, evening, now)
    return redirect("live_count", lab_slug=request.lab.slug, code=evening.code)


def count_page(
    request: LabRequest,
    evening: Evening,
    now: datetime,
    status: int = 200,
    trouble: str = "",
    typed: str = "",
    form: CountForm | None = None,
    heads_form: HeadsForm | None = None,
    heard_form: HeardForm | None = None,
) -> HttpResponse:
    """Show how it is now: for our script only what can be counted. The forms, and `typed`: what wasn't accepted."""
    evening = reread(evening)
    context = context_of(evening, now, trouble)
    choosing: Choosing = context["choosing"]
    context |= {
        "typed": typed,
        "may_lead": rules.may_lead(request.member, evening, helper_of(request, now)),
        "count_form": form or (CountForm(choosing=choosing) if choosing.is_open else None),
        "heard_form": heard_form or (HeardForm(choosing=choosing) if choosing.takes_words else None),
        "heads_form": heads_form or HeadsForm(initial={"heads": evening.heads}),
    }
    template = "evenings/_count_again.html" if wants_part(request) else "evenings/count.html"
    return render(request, template, context, status=status)
