"""Hostile photos: refused or re-encoded within two seconds, always with a message at the field."""

import io
import struct
import time
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from common.photos import LONGEST_SIDE, MOST_BYTES, PhotoRefused, safe_copy
from ideas.models import Idea
from tests.ideas.conftest import browser

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def written(kind, size=(64, 48), mode="RGB", **options):
    file = io.BytesIO()
    Image.new(mode, size).save(file, kind, **options)
    return file.getvalue()


def png_bomb(width, height):
    """Return a few hundred bytes that claim to be a huge image."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


def drawn_again(times):
    """Return a progressive JPEG that repeats its last scan: each scan reads all pixels again."""
    picture = written("JPEG", (3000, 3000), "L", progressive=True)
    last = picture[picture.rindex(b"\xff\xda") : -2]
    return picture[:-2] + last * times + picture[-2:]


ATTACKS = {
    "hundreds of scans": drawn_again(300),
    "pixel bomb": png_bomb(60_000, 60_000),
    "one very long line": png_bomb(2**31 - 1, 1),
    "svg with script": SVG,
    "zero bytes": b"",
    "html": b"<html><script>alert(1)</script></html>",
    "cut short": written("JPEG")[:200],
    "only a head": b"\x89PNG\r\n\x1a\n",
    "pdf": b"%PDF-1.7\n" + b"x" * 1000,
    "tiff": written("TIFF"),
    "zip": b"PK\x03\x04" + b"\0" * 100,
    "noise": bytes(range(256)) * 20,
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_are_refused_quickly_with_a_sentence_at_the_field(bram, attack):
    began = time.thread_time()
    photo = SimpleUploadedFile("foto.jpg", ATTACKS[attack], "image/jpeg")
    fields = {
        "title": "Met foto",
        "opportunity": "Een zin die lang genoeg is.",
        "photo": photo,
        "photo_alt": "Een plein",
    }
    answer = browser(bram).post("/proefdorp/ideeen/nieuw/", fields)
    assert time.thread_time() - began < 2
    assert answer.status_code == 422
    assert "id_photo_error" in answer.content.decode()
    assert "Een zin die lang genoeg is." in answer.content.decode()
    assert not Idea.objects.exists()


@pytest.mark.parametrize("size", [(60_000, 60_000), (2**31 - 1, 1), (5_000, 5_000)])
def test_too_many_pixels_is_what_is_said(size):
    with pytest.raises(PhotoRefused, match="te veel beeldpunten"):
        safe_copy(io.BytesIO(png_bomb(*size)), 1000)


@pytest.mark.parametrize(
    "name", ["../../../etc/x.jpg", "x" * 300 + ".jpg", "foto.svg", "a\x00b.jpg", "foto.php", "‮gpj.exe"]
)
def test_the_name_of_the_file_means_nothing(bram, name):
    photo = SimpleUploadedFile("x.jpg", written("JPEG"), "image/svg+xml")
    photo._name = name
    fields = {
        "title": "Met foto",
        "opportunity": "Een zin die lang genoeg is.",
        "photo": photo,
        "photo_alt": "Een plein",
    }
    answer = browser(bram).post("/proefdorp/ideeen/nieuw/", fields)
    assert answer.status_code == 302
    assert Idea.objects.get().photo.name.endswith(".webp")


def test_progressive_photo_is_a_photo():
    copy = safe_copy(io.BytesIO(written("JPEG", (900, 600), progressive=True)), 1000)
    assert Image.open(io.BytesIO(copy)).size == (900, 600)


def test_a_polyglot_becomes_a_plain_picture():
    comment = b"<script>alert(1)</script>" * 20
    copy = safe_copy(io.BytesIO(written("JPEG", comment=comment) + SVG), 1000)
    assert b"script" not in copy
    assert Image.open(io.BytesIO(copy)).format == "WEBP"


def test_nothing_of_the_camera_is_kept_but_the_right_way_up():
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x8825] = {1: "N", 2: (51.0, 27.0, 0.0)}
    copy = Image.open(io.BytesIO(safe_copy(io.BytesIO(written("JPEG", (80, 40), exif=exif)), 1000)))
    assert copy.size == (40, 80)
    assert not copy.getexif()
    assert "icc_profile" not in copy.info
    assert "xmp" not in copy.info


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("PNG", "1"),
        ("PNG", "I;16"),
        ("GIF", "P"),
        ("WEBP", "RGBA"),
        ("JPEG", "CMYK"),
        ("JPEG", "L"),
    ],
)
def test_every_sort_of_picture_can_be_read(kind, mode):
    assert Image.open(io.BytesIO(safe_copy(io.BytesIO(written(kind, mode=mode)), 1000))).mode == "RGB"


def test_large_photos_become_small():
    copy = Image.open(io.BytesIO(safe_copy(io.BytesIO(written("JPEG", (4000, 3000))), 1000)))
    assert copy.size == (LONGEST_SIDE, LONGEST_SIDE * 3 // 4)


@pytest.mark.parametrize("brand", [b"heic", b"mif1"])
def test_a_photo_of_an_iphone_in_heic_says_what_to_do(brand):
    with pytest.raises(PhotoRefused, match="HEIC"):
        safe_copy(io.BytesIO(b"\0\0\0\x18ftyp" + brand + bytes(64)), 76)


def test_too_many_bytes_are_refused_before_they_are_read():
    with pytest.raises(PhotoRefused, match="8 MB"):
        safe_copy(io.BytesIO(b""), MOST_BYTES + 1)
