"""Text on a picture: in the fonts of the design, with lines that always fit.

The fonts have the letters of Western Europe only. Another letter loses its mark (ğ becomes g); other signs are left
out. A font may be used by one thread at a time.
"""

import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

from PIL.ImageFont import FreeTypeFont, truetype

from common.sharing.shapes import STATIC

FILES = {"display": "bricolage-grotesque.woff2", "text": "atkinson-hyperlegible-next.woff2"}
BARRED = str.maketrans("ŁłĐđØøĦħŦŧıȷ‐‑−", "LlDdOoHhTtij---")
NO_SUCH_SIGN = "\uffff"
AND_SO_ON = "…"
type Sizes = list[tuple[int, int]]


@lru_cache(maxsize=64)
def font(face: str, size: int, weight: int) -> FreeTypeFont:
    """Return the font. `face`: "display" or "text"."""
    made = truetype(STATIC / "css/fonts" / FILES[face], size)
    made.set_variation_by_axes([weight, 86] if face == "display" else [weight])
    return made


@cache
def no_sign(face: str) -> bytes:
    return bytes(font(face, 40, 700).getmask(NO_SUCH_SIGN))


@lru_cache(maxsize=4096)
def has(face: str, sign: str) -> bool:
    return sign == " " or bytes(font(face, 40, 700).getmask(sign)) not in (no_sign(face), b"")


def drawable(text: str, face: str) -> str:
    """Return the text in signs that the font has; empty if it lacks a letter, because the rest says something else."""
    composed = unicodedata.normalize("NFC", " ".join(text.split()))
    signs = [(sign, sign if has(face, sign) else bare(sign, face)) for sign in composed]
    if any(sign.isalnum() and not drawn for sign, drawn in signs):
        return ""
    line = " ".join("".join(drawn for _sign, drawn in signs).split())
    return line if any(sign.isalnum() for sign in line) else ""


def bare(sign: str, face: str) -> str:
    plain = unicodedata.normalize("NFKD", sign.translate(BARRED))
    return "".join(c for c in plain if not unicodedata.combining(c) and has(face, c))


class Set(NamedTuple):
    """Text set in lines that fit."""

    lines: list[str]
    font: FreeTypeFont
    leading: int

    @property
    def height(self) -> int:
        return self.leading * len(self.lines)


def set_text(text: str, face: str, weight: int, sizes: Sizes, width: int, tight: float = 1.12) -> Set:
    """Set the text in the first of `sizes` (a size, and its most lines) in which it fits; else end it with `…`."""
    for size, most in sizes:
        using = font(face, size, weight)
        lines = wrapped(text, using, width)
        if len(lines) <= most and all(using.getlength(line) <= width for line in lines):
            return Set(balanced(lines, using, width), using, round(size * tight))
    return Set(shortened(lines, using, width, most), using, round(size * tight))


def wrapped(text: str, using: FreeTypeFont, width: float) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and using.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def balanced(lines: list[str], using: FreeTypeFont, width: int) -> list[str]:
    """Give the lines about the same length, so that no single word stands alone under a long line."""
    text, count = " ".join(lines), len(lines)
    narrowest = max(using.getlength(word) for word in text.split())
    for narrow in range(int(max(narrowest, width * 0.6)), width, 20):
        tried = wrapped(text, using, narrow)
        if len(tried) == count:
            return tried
    return lines


def shortened(lines: list[str], using: FreeTypeFont, width: int, most: int) -> list[str]:
    """End the text on the first line that is too wide (one long word), or else on the last line that may be used."""
    last = next((at for at, line in enumerate(lines[:most]) if using.getlength(line) > width), most - 1)
    line = lines[last].rstrip(" ,.;:-")
    while using.getlength(line + AND_SO_ON) > width:
        line = line[:-1].rstrip(" ,.;:-")
    return [*lines[:last], line + AND_SO_ON]
