"""A photo that someone chose, made safe: decoded, made smaller, written again. Nothing of the file itself is kept."""

import io
import threading
import warnings
from typing import IO, Any

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

MOST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 60_000_000  # a JPEG is decoded smaller than it is, the others whole
MOST_PIXELS_WHOLE = 24_000_000
MOST_SCANS = 20  # a progressive JPEG has about ten; each is a walk over all pixels
LONGEST_SIDE = 1600
START_OF_SCAN = b"\xff\xda"  # nowhere else in the picture itself, for there 0xff is followed by 0
FORMATS = ["JPEG", "PNG", "WEBP", "GIF", "AVIF"]

_decoders = threading.BoundedSemaphore(2)  # what two of them hold in memory is enough


class PhotoRefused(Exception):
    """Its words say what to do."""


TOO_LARGE = _("This photo is too large. Choose one of at most 8 MB.")
NO_PHOTO = _("We can't read this photo. Choose a JPEG, PNG, WebP or GIF.")
TOO_MANY_PIXELS = _("This photo has too many pixels. Make it smaller first, or take another.")


def safe_copy(file: IO[bytes], size: int) -> bytes:
    """Return the photo as WebP, upright, at most 1600 pixels a side, without EXIF. Raises PhotoRefused.

    Takes up to a second of one core and some 100 MB: never inside a transaction.
    """
    if size > MOST_BYTES:
        raise PhotoRefused(TOO_LARGE)
    with _decoders, warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # counted ourselves, and stricter
        try:
            image = Image.open(file, formats=FORMATS)
            refuse_bombs(image, file)
            return smaller(image)
        except PhotoRefused:
            raise
        except Image.DecompressionBombError as error:  # Pillow counts before we can
            raise PhotoRefused(TOO_MANY_PIXELS) from error
        except Exception as error:  # decoders raise what they like about a broken file
            raise PhotoRefused(NO_PHOTO) from error


def refuse_bombs(image: Any, file: IO[bytes]) -> None:
    """By what the file says of itself, before a pixel is decoded: its size, and how often a JPEG draws it."""
    pixels = image.width * image.height
    if pixels > (MOST_PIXELS if image.format == "JPEG" else MOST_PIXELS_WHOLE):
        raise PhotoRefused(TOO_MANY_PIXELS)
    if image.format == "JPEG":
        file.seek(0)
        if file.read().count(START_OF_SCAN) > MOST_SCANS:
            raise PhotoRefused(NO_PHOTO)


def smaller(image: Any) -> bytes:
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    if image.mode not in ("RGB", "RGBA"):
        image = image.convert("RGBA")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(image).convert("RGBA")
    paper = Image.new("RGB", upright.size, "white")  # new, so that nothing of the file comes along
    paper.paste(upright, mask=upright)
    written = io.BytesIO()
    paper.save(written, "WEBP", quality=80, method=4)
    return written.getvalue()
