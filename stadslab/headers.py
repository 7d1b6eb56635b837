"""Security headers that Django lacks, for all responses, also static files and errors."""

from io import BytesIO

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csp import ContentSecurityPolicyMiddleware
from django.middleware.security import SecurityMiddleware

from common.http import GetResponse

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "gamepad",
        "geolocation", "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer", "microphone", "midi",
        "payment", "picture-in-picture", "serial", "usb",
        "xr-spatial-tracking",
    )
)  # fmt: skip


def permissions_policy(get_response: GetResponse) -> GetResponse:
    """Middleware: our pages use no device feature; a photo is taken through an ordinary file field."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response

    return middleware


def of_every_response() -> list[tuple[bytes, bytes]]:
    """Return the headers that the middleware sets on an https page, for ASGI responses that don't reach Django."""
    response = HttpResponse()
    del response["Content-Type"]
    protect = SecurityMiddleware(ContentSecurityPolicyMiddleware(permissions_policy(lambda request: response)))
    protect(ASGIRequest({"method": "GET", "path": "/", "scheme": "https"}, BytesIO()))
    return [(name.lower().encode(), value.encode()) for name, value in response.headers.items()]
