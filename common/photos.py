"""Make an uploaded photo safe: decode it, make it smaller, encode it again. No byte of the file itself is kept."""

import io
import threading
import warnings
from typing import IO, Any

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

MOST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 60_000_000  # a JPEG is decoded at a smaller size, the other formats at full size
MOST_PIXELS_WHOLE = 24_000_000
MOST_SCANS = 20  # a progressive JPEG has about ten; each scan reads all pixels again
LONGEST_SIDE = 1600
START_OF_SCAN = b"\xff\xda"  # never inside the image data, where 0xff is followed by 0
FORMATS = ["JPEG", "PNG", "WEBP", "GIF", "AVIF"]
TYPES = ",".join(f"image/{name.lower()}" for name in FORMATS)  # an iPhone then sends a JPEG instead of HEIC
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"}

_decoders = threading.BoundedSemaphore(2)  # two at a time use enough memory


class PhotoRefused(Exception):
    """The photo is refused; the message says what to do."""


TOO_LARGE = _("This photo is too large. Choose one of at most 8 MB.")
NO_PHOTO = _("We can't read this photo. Choose a JPEG, PNG, WebP or GIF.")
HEIC = _("This photo is in HEIC, which we can't read. Choose it on the iPhone itself, or save it as a JPEG first.")
TOO_MANY_PIXELS = _("This photo has too many pixels. Make it smaller first, or take another.")


def safe_copy(file: IO[bytes], size: int) -> bytes:
    """Return the photo as WebP, upright, at most 1600 pixels a side, without EXIF. Raises PhotoRefused.

    Takes up to a second of one core and some 100 MB: never inside a transaction.
    """
    if size > MOST_BYTES:
        raise PhotoRefused(TOO_LARGE)
    with _decoders, warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # we check it, with a lower limit
        try:
            image = Image.open(file, formats=FORMATS)
            refuse_bombs(image, file)
            return smaller(image)
        except PhotoRefused:
            raise
        except Image.DecompressionBombError as error:  # Pillow checks before we can
            raise PhotoRefused(TOO_MANY_PIXELS) from error
        except Exception as error:  # decoders raise any exception for a broken file
            raise PhotoRefused(HEIC if is_heic(file) else NO_PHOTO) from error


def is_heic(file: IO[bytes]) -> bool:
    file.seek(0)
    start = file.read(12)
    return start[4:8] == b"ftyp" and start[8:] in HEIC_BRANDS


def refuse_bombs(image: Any, file: IO[bytes]) -> None:
    """Check the size and the number of JPEG scans that the file claims, before any pixel is decoded."""
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
    paper = Image.new("RGB", upright.size, "white")  # a new image, so that no metadata of the file is copied
    paper.paste(upright, mask=upright)
    written = io.BytesIO()
    paper.save(written, "WEBP", quality=80, method=4)
    return written.getvalue()
