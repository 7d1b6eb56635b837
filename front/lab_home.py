"""The home page of a lab: news, how to join, the people, contact details."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from answers.page import owed_in
from challenges.models import Challenge
from common.turns import home
from events.models import Gathering
from events.views.agenda import furnish
from front.counting import CountUpTo
from front.pulse import fortnight, happenings
from front.topics import MET
from front.villages import villages_of
from ideas.models import OPEN, Idea
from ideas.words import FIGURES_FROM, opening
from labs.decorators import LabRequest, lab_page
from labs.hearing import hearing_of_lab
from labs.models import Lab
from labs.people import people, roles_of
from labs.sharing import lab_tags
from places.spots import spots
from realtime.topics import cursor

NEWEST, CARDS, GROWING = 6, 4, 3
NEXT_ONES = 4  # with a date; the first has a large card
MOST_NEXT = NEXT_ONES + 3  # also those whose date is still asked
OTHER_SPOTS = 1
ASKED = 2  # questions
MOST = 10_000  # ideas that are counted; above this the page says "more than"
LARGE = 1000  # ideas; a larger lab uses other queries for its news
OUR_INTRO = _(  # for a lab without its own
    "Here, neighbours, makers and the municipality work together on their own village or town. We begin with what is"
    " possible. One sentence is enough."
)


@home
@require_safe
@lab_page
def lab_home(request: LabRequest) -> HttpResponse:
    """Show the home page, with at most 17 queries (19 signed in), however large the lab.

    The cursor was read with the lab, before everything else.
    """
    lab = request.lab
    shown = Idea.objects.listed_for(request.member)
    with_makers = shown.with_card(request.member).select_related("author__user", "behalf")
    newest = list(with_makers.annotate(shown_count=CountUpTo(shown, MOST))[:NEWEST])
    cards, idea_count = newest[:CARDS], newest[0].shown_count if newest else 0
    growing = shown.filter(status__in=OPEN, support_count__gte=FIGURES_FROM).exclude(pk__in=[i.pk for i in cards])
    now = timezone.now()  # for what is shown this clock will do: the database's costs a query
    places = list(lab.places.with_hours())
    next_ones = furnish(Gathering.objects.filter(lab=lab).next_ones(now, NEXT_ONES)[:MOST_NEXT], lab, places)
    where = spots(places, now)
    intro = lab.own("intro", get_language() or "")
    context = {
        "intro": intro,
        "our_intro": OUR_INTRO,
        "shared": lab_tags(lab, opening(intro.words) or str(OUR_INTRO)),
        "next": next_ones[0] if next_ones else None,
        "next_ones": next_ones[1:],
        "spot": where[0] if where else None,
        "other_spots": [spot.below(where[0]) for spot in where[1 : 1 + OTHER_SPOTS]],
        "cursor": cursor(lab),
        "hearing": hearing_of_lab(request, lab),
        "newest": cards,
        "growing": growing.with_card(request.member).in_order("steun")[:GROWING] if cards else [],
        "questions": questions_in(lab, timezone.localdate(now)),
        "owed": owed_in(lab) if lab.answers_revision else [],
        "idea_count": min(idea_count, MOST),
        "are_more_ideas": idea_count > MOST,
        "happenings": happenings(lab, newest, is_large=idea_count > LARGE) if newest else [],
        "fortnight": fortnight(lab) if newest else None,
        **(villages_of(lab) if newest else {}),
        "people": people(roles_of(lab))[:MET],
    }
    return render(request, "front/lab_home.html", context)


def questions_in(lab: Lab, today: date) -> list[Challenge]:
    """Return the questions that close first. One query."""
    found = list(Challenge.objects.filter(lab=lab).open(today).select_related("author__user").with_count()[:ASKED])
    for challenge in found:
        challenge.lab = lab
    return found
