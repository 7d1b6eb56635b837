"""A code that leads a phone to an address."""

from functools import lru_cache

import segno
from django.utils.safestring import SafeString, mark_safe


@lru_cache(maxsize=256)
def qr(address: str) -> SafeString:
    """An SVG that leads to `address`: black on white in any theme, and only attributes, so the policy stays strict."""
    code = segno.make(address, error="m", micro=False)
    drawn = code.svg_inline(omitsize=True, light="#fff", svgclass="qr", lineclass=None)
    return mark_safe(drawn)  # segno's own paths; nothing of the address stands in it
