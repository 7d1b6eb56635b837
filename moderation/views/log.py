"""What moderators decided, for everybody: a page, and the same as a file."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common.csv_file import serve_csv
from common.paging import NearestPaginator, nearest
from common.turns import dear
from labs.decorators import LabRequest, lab_page
from moderation.log import Entry, csv_lines, csv_version, figures_of, rows_in

PER_PAGE = 50


@require_safe
@lab_page
def decision_list(request: LabRequest) -> HttpResponse:
    page = NearestPaginator(rows_in(request.lab), PER_PAGE).get_page(request.GET.get("pagina"))
    if elsewhere := nearest(request, page):
        return elsewhere
    page.object_list = [Entry(**row) for row in page.object_list]
    return render(request, "moderation/decision_list.html", {"page": page, "figures": figures_of(request.lab)})


@dear()
@require_safe
@lab_page
def decision_csv(request: LabRequest) -> HttpResponseBase:
    lab = request.lab
    name = f"{lab.slug}-beslissingen.csv"
    return serve_csv(request, f"decisions-{lab.pk}", name, lambda: csv_version(lab), lambda: csv_lines(lab))
