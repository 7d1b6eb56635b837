"""Serve open data as CSV, from one file per version, for all clients."""

from collections.abc import Callable, Iterable
from hashlib import sha256

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from common.made import files
from common.page_cache import takes_gzip


def serve_csv(
    request: HttpRequest, key: str, filename: str, version: Callable[[], str], lines: Callable[[], Iterable[str]]
) -> HttpResponseBase:
    """Return the file called `key`, which people save as `filename`; 304 for a client that has it.

    `version` changes when anything of `lines` changes.
    """
    is_zipped = takes_gzip(request)
    made = files.get(f"{key}{'.gz' if is_zipped else ''}", version, lines, is_zipped=is_zipped)
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
    headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return FileResponse(made.open(), content_type="text/csv; charset=utf-8", headers=headers)
