"""The list of what a person asked to hear of, or stopped, in all labs."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.around import stay_at
from accounts.decorators import PersonRequest, signed_in
from accounts.intent import local_path
from common.paging import NearestPaginator, nearest
from labs.hearing import Hearing
from labs.posted import rows_of

PER_PAGE = 50


@never_cache
@require_safe
@signed_in
def posted(request: PersonRequest) -> HttpResponse:
    """Show each thing with its button. The same queries for any number of things."""
    stay_at(request, local_path(request, request.GET.get("next", "")))
    page = NearestPaginator(rows_of(request.user), PER_PAGE).get_page(request.GET.get("pagina"))
    if elsewhere := nearest(request, page):
        return elsewhere
    hearings = [Hearing(row.key, row.title, row.url, row.is_on, row.may_ask) for row in page.object_list]
    return render(request, "front/posted.html", {"page": page, "hearings": hearings})
