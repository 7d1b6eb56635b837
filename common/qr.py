"""QR codes."""

from functools import lru_cache

import segno
from django.utils.safestring import SafeString, mark_safe


@lru_cache(maxsize=256)
def qr(address: str) -> SafeString:
    """Return an SVG QR code of `address`, black on white in each theme; kept in memory."""
    return draw(address)


def draw(address: str) -> SafeString:
    """Return the same, without keeping it: for an address that is secret.

    It uses attributes only, because of the CSP.
    """
    code = segno.make(address, error="m", micro=False)
    drawn = code.svg_inline(omitsize=True, light="#fff", svgclass="qr", lineclass=None)
    return mark_safe(drawn)  # only segno's own paths; the text of the address is not in it
