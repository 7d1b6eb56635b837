"""Security headers that Django lacks. Stands above everything that answers, static files and errors included."""

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "gamepad",
        "geolocation", "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer", "microphone", "midi",
        "payment", "picture-in-picture", "serial", "usb",
        "xr-spatial-tracking",
    )
)  # fmt: skip


def permissions_policy(get_response):
    """Middleware: nothing on our pages needs the device; taking a photo goes through an ordinary file field."""

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response

    return middleware
