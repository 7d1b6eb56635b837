"""The lab's ideas as open data."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ideas.export import csv_lines
from labs.decorators import lab_page


@require_safe
@lab_page
def idea_csv(request: HttpRequest) -> HttpResponse:
    """Whole in memory, 2 MB for 10,000 ideas: ASGI would gather a stream made by sync code anyhow, and warn."""
    lab = request.lab  # type: ignore[attr-defined]
    response = HttpResponse("".join(csv_lines(lab)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{lab.slug}-ideeen.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
