"""The agenda of all labs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common import clock
from common.paging import NearestPaginator
from common.times import day_of
from events.models import Gathering
from events.month import Month, asked_month
from events.views.agenda import first_day, groups
from front.sharing import site_tags

PER_PAGE = 40


@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    """Show the coming gatherings of all labs, with at most 12 queries.

    Each card names its lab; drafts are only in their own lab's agenda.
    """
    now = clock.now()
    today, coming = day_of(now), Gathering.objects.coming(now).with_card()
    page = NearestPaginator(coming, PER_PAGE).get_page(request.GET.get("pagina"))
    gatherings = list(page.object_list)
    month = Month.of(asked_month(request.GET.get("maand"), first_day(gatherings, today)), today)
    found = Gathering.objects.public().between(month.first, month.until).select_related("lab")
    context = {"page": page, "groups": groups(gatherings, today), "month": month.with_gatherings(found)}
    context["shared"] = site_tags()._replace(title=_("Agenda"), address="")
    return render(request, "front/agenda.html", context)
