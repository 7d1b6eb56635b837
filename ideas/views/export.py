"""The lab's ideas as open data."""

from hashlib import sha256

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from common.made import files
from common.page_cache import takes_gzip
from common.turns import dear
from ideas.export import csv_lines, csv_version
from labs.decorators import LabRequest, lab_page


@dear()
@require_safe
@lab_page
def idea_csv(request: LabRequest) -> HttpResponseBase:
    """Serve the CSV from one file per version, for all clients; 304 for a client that has it."""
    lab, is_zipped = request.lab, takes_gzip(request)
    name = f"ideas-{lab.pk}{'.gz' if is_zipped else ''}"
    made = files.get(name, lambda: csv_version(lab), lambda: csv_lines(lab), is_zipped=is_zipped)
    headers = {
        "ETag": f'W/"{sha256(made.version.encode()).hexdigest()[:32]}"',
        "Cache-Control": "no-cache",
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
    }
    asked = HttpResponse(headers=headers)
    found = get_conditional_response(request, etag=headers["ETag"], response=asked)
    if found is not None and found is not asked:
        return found
    headers |= {"Content-Length": str(made.size)} | ({"Content-Encoding": "gzip"} if is_zipped else {})
    headers["Content-Disposition"] = f'attachment; filename="{lab.slug}-ideeen.csv"'
    return FileResponse(made.open(), content_type="text/csv; charset=utf-8", headers=headers)
