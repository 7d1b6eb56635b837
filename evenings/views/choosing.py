"""Choose on a phone: give dots or a grade, answer, and for how many people."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from common import clock
from common.http import wants_part
from evenings import codes
from evenings.forms.choosing import PERSON, PersonField, PickForm, SeatForm
from evenings.mine import my_choice_of
from evenings.models import Evening, Participant
from evenings.models.choosing import ChoiceClosed, NoDotsLeft, TooManyOnOne, pick, seat
from evenings.results import Choosing
from evenings.showing import facts_of
from evenings.views.doors import participant_of
from evenings.views.walk_in import phone_page
from labs.decorators import LabRequest, lab_page

read_or_post = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@read_or_post
@lab_page
def live_choose(request: LabRequest, code: str) -> HttpResponse:
    """Take one press of who is in; others walk in first."""
    now = clock.now()
    who = participant_of(request, now)
    if who is None or who.evening.code != codes.read_code(code):
        return redirect("live_phone", lab_slug=request.lab.slug, code=code)
    if request.method != "POST":
        return redirect(who.evening)
    if "people" in request.POST:
        return take_seats(request, who)
    form = PickForm(request.POST)
    if not form.is_valid():
        trouble = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return answer(request, who, 422, trouble, words=request.POST.get("words"))
    option, dots = form.cleaned_data["give"]
    person = min(form.cleaned_data["person"], who.people)
    words = form.cleaned_data["words"] if "words" in request.POST else None
    try:
        pick(who, person, option, dots, now, words)
    except ChoiceClosed:
        return answer(request, who, 409, closed_words(), words=words)
    except NoDotsLeft:
        return answer(request, who, 422, _("Your dots are used up. Take one back first."), at=option)
    except TooManyOnOne:
        return answer(request, who, 422, most_words(who), at=option)
    return answer(request, who)


def take_seats(request: LabRequest, who: Participant) -> HttpResponse:
    form = SeatForm(request.POST)
    if not form.is_valid():
        return answer(request, who, 422, str(form.errors["people"][0]), at=None)
    choice = Choosing(again(who)).choice
    try:
        if choice is None:
            raise ChoiceClosed
        seat(who, form.cleaned_data["people"], choice, clock.now())
    except ChoiceClosed:
        return answer(request, who, 409, closed_words())
    who.refresh_from_db(fields=["people"])
    return answer(request, who)


def closed_words() -> str:
    return _("Choosing has just been closed. What you chose before that counts.")


def most_words(who: Participant) -> str:
    choice = Choosing(again(who)).choice
    most = choice.most if choice else 1
    words = ngettext("One option gets at most %(n)s dot of you.", "One option gets at most %(n)s dots of you.", most)
    return words % {"n": most}


def answer(request: LabRequest, who: Participant, status: int = 200, trouble: str = "", **more: Any) -> HttpResponse:
    """Show the form as it is now: alone for our script, in its page for a browser."""
    person = PersonField().clean(request.POST.get("person"))
    if status == 200 and not wants_part(request):
        address = who.evening.get_absolute_url()
        return redirect(f"{address}?{PERSON}={person}#choose" if who.people > 1 else f"{address}#choose")
    what = {"person": person, "trouble": trouble, **more}
    if not wants_part(request):
        return phone_page(request, who, status, **what)
    facts = facts_of(again(who))
    my_choice = my_choice_of(facts["choosing"], who, **what)
    return render(request, "evenings/_choose.html", facts | {"my_choice": my_choice}, status=status)


def again(who: Participant) -> Evening:
    return Evening.objects.with_page().get(pk=who.evening_id)
