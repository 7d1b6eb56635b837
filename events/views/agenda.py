"""The agenda of a lab: coming gatherings, a month, and past gatherings."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common import clock
from common.http import origin
from common.paging import NearestPaginator
from common.time_words import month_words
from common.times import day_of
from events import rules
from events.ics import webcal
from events.models import Gathering, State
from events.month import Month, asked_month
from events.page import REPORTS
from labs.decorators import LabRequest, lab_page
from labs.models import Lab
from labs.sharing import page_tags
from places.models import Place, Stop
from places.rules import can_make_place
from realtime.topics import cursor

UNPLANNED = (State.DRAFT, State.DATES)
MOST_COMING = 40  # a page may follow at most 60 things
STOPS = Stop.objects.select_related("neighbourhood").defer("neighbourhood__outline")
LAST_ONES, PAST_PER_PAGE = 6, 24


@require_safe
@lab_page
def gathering_list(request: LabRequest) -> HttpResponse:
    """Show the agenda, with at most 12 queries for any number of gatherings.

    The cursor was read with the lab, before everything else.
    """
    lab, member, now = request.lab, request.member, clock.now()
    found = Gathering.objects.filter(lab=lab)
    if "geweest" in request.GET:
        page = NearestPaginator(found.past(now).with_card(), PAST_PER_PAGE).get_page(request.GET.get("pagina"))
        set_reports(lab, page.object_list)
        return render(request, "events/agenda_past.html", {"page": page})
    today, places = day_of(now), list(lab.places.prefetch_related(Prefetch("stops", STOPS), "rooms"))
    ahead = furnish(found.visible_to(member).ahead(now), lab, places)
    coming = [one for one in ahead if one.state not in UNPLANNED and one.starts_at]
    last_ones = furnish(found.past(now)[: LAST_ONES + 1], lab, places)
    ics_address = origin() + reverse("lab_ics", kwargs={"lab_slug": lab.slug})
    month = Month.of(asked_month(request.GET.get("maand"), first_day(coming, today)), today)
    context = {
        "lab_cursor": cursor(lab),
        "card_list": f"gatherings-{lab.pk}",
        "last_card": f"{lab.revision:012}",
        "groups": groups(coming[:MOST_COMING], today),
        "are_more": len(coming) > MOST_COMING,
        "dates": [one for one in ahead if one.state == State.DATES],
        "drafts": [one for one in ahead if one.is_draft],
        "last_ones": last_ones[:LAST_ONES],
        "were_more": len(last_ones) > LAST_ONES,
        "month": month.with_gatherings(furnish(found.public().between(month.first, month.until), lab, places)),
        "places": [place for place in places if not place.is_closed],
        "today": today,
        "ics_address": ics_address,
        "webcal_address": webcal(ics_address),
        "may_make": rules.can_make(member),
        "may_make_place": can_make_place(member),
        "shared": page_tags(lab, _("Agenda")),
    }
    return render(request, "events/agenda_lab.html", context)


def set_reports(lab: Lab, gatherings: Iterable[Gathering]) -> None:
    """Set with these gatherings where everybody reads what happened. One query for each app that joined."""
    by_id = {gathering.pk: gathering for gathering in gatherings}
    for reports in REPORTS:
        for pk, address in reports(lab, by_id).items():
            by_id[pk].report_url = address


def furnish(found: Iterable[Gathering], lab: Lab, places: Iterable[Place]) -> list[Gathering]:
    """Set the lab and the places of these gatherings, which were queried before: no further query."""
    by_id, gatherings = {place.pk: place for place in places}, list(found)
    for place in by_id.values():
        place.lab = lab
    for gathering in gatherings:
        gathering.lab = lab
        if gathering.place_id:
            gathering.place = by_id.get(gathering.place_id)
    return gatherings


def first_day(coming: Iterable[Gathering], today: date) -> date:
    """Return the day whose month is shown by default: that of the next gathering."""
    return next((max(day_of(one.starts_at), today) for one in coming if one.starts_at), today)


class Group(NamedTuple):
    """Cards below one heading."""

    key: str
    words: str
    gatherings: list[Any]


def groups(coming: Iterable[Gathering], today: date) -> list[Group]:
    """Group the cards: this week, and then by month. A gathering that has begun is in this week."""
    next_monday = today + timedelta(days=7 - today.weekday())

    def month_of(gathering: Gathering) -> date:
        assert gathering.starts_at is not None  # a coming gathering has a time
        day = day_of(gathering.starts_at)
        return date.min if day < next_monday else day.replace(day=1)

    return [
        Group("week", _("This week"), list(some))
        if month == date.min
        else Group(f"{month:%Y-%m}", month_words(month).capitalize(), list(some))
        for month, some in groupby(coming, month_of)
    ]
