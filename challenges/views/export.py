"""The lab's questions as open data."""

from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from challenges.export import csv_lines, csv_version
from common.csv_file import serve_csv
from common.turns import dear
from labs.decorators import LabRequest, lab_page


@dear()
@require_safe
@lab_page
def challenge_csv(request: LabRequest) -> HttpResponseBase:
    lab = request.lab
    name = f"{lab.slug}-vragen.csv"
    return serve_csv(request, f"questions-{lab.pk}", name, lambda: csv_version(lab), lambda: csv_lines(lab))
