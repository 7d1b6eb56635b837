"""Choose on a phone: give dots or a grade, answer."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from common.http import wants_part
from evenings.forms.choosing import PERSON, PersonField, PickForm
from evenings.mine import my_choice_of
from evenings.models import Participant
from evenings.models.choosing import ChoiceClosed, NoDotsLeft, TooManyOnOne, pick
from evenings.results import Choosing
from evenings.showing import facts_of
from evenings.views.doors import participant_required
from evenings.views.leading import reread
from evenings.views.walk_in import phone_page
from labs.decorators import LabRequest, lab_page

read_or_post = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@read_or_post
@lab_page
@participant_required
def live_choose(request: LabRequest, who: Participant, now: datetime) -> HttpResponse:
    """Take one press."""
    if request.method != "POST":
        return redirect(who.evening)
    form = PickForm(request.POST)
    if not form.is_valid():
        trouble = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return answer(request, who, now, 422, trouble, words=request.POST.get("words"))
    option, dots = form.cleaned_data["give"]
    words = form.cleaned_data["words"] if "words" in request.POST else None
    try:
        pick(who, form.cleaned_data["person"], option, dots, now, words)
    except ChoiceClosed:
        return closed(request, who, now, words)
    except NoDotsLeft:
        return answer(request, who, now, 422, _("Your dots are used up. Take one back first."), at=option)
    except TooManyOnOne:
        return answer(request, who, now, 422, most_words(who), at=option)
    return answer(request, who, now)


def closed(request: LabRequest, who: Participant, now: datetime, words: str | None) -> HttpResponse:
    """Say that it came too late. With words that were typed it is a page, also for our script: they stand there."""
    is_over = reread(who.evening).is_over
    why = _("The evening is over.") if is_over else _("Choosing has just been closed.")
    if words and wants_part(request):
        return HttpResponse(status=409)
    return answer(request, who, now, 409, f"{why} {_('What you chose before that counts.')}", words=words)


def most_words(who: Participant) -> str:
    choice = Choosing(reread(who.evening)).choice
    most = choice.most if choice else 1
    words = ngettext("One option gets at most %(n)s dot of you.", "One option gets at most %(n)s dots of you.", most)
    return words % {"n": most}


def answer(
    request: LabRequest, who: Participant, now: datetime, status: int = 200, trouble: str = "", **more: Any
) -> HttpResponse:
    """Show the form as it is now: alone for our script, in its page for a browser."""
    person = PersonField().clean(request.POST.get("person"))
    if status == 200 and not wants_part(request):
        address = who.evening.get_absolute_url()
        return redirect(f"{address}?{PERSON}={person}#choose" if who.people > 1 else f"{address}#choose")
    what = {"person": person, "trouble": trouble, **more}
    if not wants_part(request):
        return phone_page(request, who, now, status, **what)
    facts = facts_of(reread(who.evening))
    my_choice = my_choice_of(facts["choosing"], who, **what)
    return render(request, "evenings/_choose.html", facts | {"my_choice": my_choice}, status=status)
