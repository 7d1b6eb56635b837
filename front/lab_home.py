"""The front door of a lab: what is going on, how to join, who you meet, whom to call."""

from django.db.models import Count, Func, Q, Subquery
from django.shortcuts import render
from django.views.decorators.http import require_safe

from events.models import Gathering
from front.pulse import fortnight, happenings
from front.topics import MET
from ideas.models import OPEN, Idea
from ideas.words import FIGURES_FROM
from labs.decorators import lab_page
from labs.people import people, roles_of
from realtime import clock
from realtime.topics import cursor

NEWEST, CARDS, GROWING = 6, 4, 3
VILLAGES = 24
NEXT_ONES = 4  # the first is the poster


@require_safe
@lab_page
def lab_home(request):
    """At most 15 queries, however full the lab is. The cursor was read with the lab, before everything else."""
    lab = request.lab
    shown = Idea.objects.visible_to(request.member).shown()
    with_makers = shown.with_card(request.member).select_related("author__user", "behalf")
    newest = list(with_makers.annotate(shown_count=how_many(shown))[:NEWEST])
    cards = newest[:CARDS]
    growing = shown.filter(status__in=OPEN, support_count__gte=FIGURES_FROM).exclude(pk__in=[i.pk for i in cards])
    next_ones = list(Gathering.objects.filter(lab=lab).going_on().coming(clock.now()).with_card()[:NEXT_ONES])
    context = {
        "next": next_ones[0] if next_ones else None,
        "next_ones": next_ones[1:],
        "cursor": cursor(lab),
        "newest": cards,
        "growing": growing.with_card(request.member).order_by("-support_count", "-pk")[:GROWING] if cards else [],
        "idea_count": newest[0].shown_count if newest else 0,
        "happenings": happenings(lab, newest) if newest else [],
        "fortnight": fortnight(lab) if newest else None,
        **(villages(lab) if newest else {}),
        "charter_start": "\n\n".join(lab.charter.split("\n\n")[:2]),
        "people": people(roles_of(lab))[:MET],
    }
    return render(request, "front/lab_home.html", context)


def how_many(ideas):
    """To ask their number along with something else; the database counts once."""
    return Subquery(ideas.order_by().annotate(number=Func("pk", function="COUNT")).values("number"))


def villages(lab):
    """Where something is going on, most first, and where nothing is yet. One query; outlines stay in the database."""
    count = Count("ideas", filter=Q(ideas__is_hidden=False))
    found = lab.neighbourhoods.defer("outline").annotate(idea_count=count).order_by("-idea_count", "name")
    lively = [village for village in found if village.idea_count]
    quiet = [village for village in found if not village.idea_count]
    return {
        "villages": lively[:VILLAGES],
        "quiet_villages": quiet[:VILLAGES],
        "has_more_villages": max(len(lively), len(quiet)) > VILLAGES,
        "attributed": any(village.code for village in found),
    }
