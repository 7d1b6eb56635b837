"""The lab's ideas as open data."""

from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from common.csv_file import serve_csv
from common.turns import dear
from ideas.export import csv_lines, csv_version
from labs.decorators import LabRequest, lab_page


@dear()
@require_safe
@lab_page
def idea_csv(request: LabRequest) -> HttpResponseBase:
    lab = request.lab
    name = f"{lab.slug}-ideeen.csv"
    return serve_csv(request, f"ideas-{lab.pk}", name, lambda: csv_version(lab), lambda: csv_lines(lab))
