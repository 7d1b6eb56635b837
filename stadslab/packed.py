"""Compress responses; a picture or a zip, which is compressed already, stays as it is."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

ALREADY = {"image/webp", "image/jpeg", "application/zip"}


class Packed(GZipMiddleware):
    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.headers.get("Content-Type") in ALREADY:
            return response
        return super().process_response(request, response)
