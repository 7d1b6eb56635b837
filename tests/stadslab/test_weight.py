"""The size of a first visit on the wire; the rest of the 150 KB is for the page itself."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import override_settings

TEMPLATES = Path(settings.BASE_DIR, "templates")
OURS = Path(settings.BASE_DIR, "common/static/stadslab")
EVERYWHERE = [f"stadslab/css/{name}.css" for name in ("themes", "stadslab", "public")]
SHEETS = ["browse.css", "idea.css", "places.css"]
KIB = 1024


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """The static files as the site sends them."""
    storages = settings.STORAGES | {"staticfiles": {"BACKEND": "stadslab.static_files.Collected"}}
    with override_settings(STATIC_ROOT=tmp_path_factory.mktemp("static"), STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield lambda name: Path(staticfiles_storage.path(staticfiles_storage.stored_name(name)))


def sent(path):
    """Return the bytes of a file when it is sent: compressed, unless that doesn't help."""
    packed = path.with_name(f"{path.name}.gz")
    return (packed if packed.exists() else path).read_bytes()


def names(pattern, root=OURS):
    return [str(path.relative_to(root.parent)) for path in root.glob(pattern)]


def sheets_of(page):
    """Return the names of our sheets that this template links, by itself or by what it extends."""
    source = page.read_text()
    found = set(re.findall(r'"(stadslab/css/[^/"]+\.css)"', source))
    return found.union(*(sheets_of(TEMPLATES / name) for name in re.findall(r'{% extends "(.+?)" %}', source)))


PAGES = {page.relative_to(TEMPLATES): sheets_of(page) for page in TEMPLATES.rglob("*.html") if sheets_of(page)}


def test_every_kind_of_page_is_known():
    assert {sheet for sheets in PAGES.values() for sheet in sheets} == set(names("css/*.css"))
    assert len(PAGES) > 60


@pytest.mark.parametrize("sheets", sorted({tuple(sorted(sheets)) for sheets in PAGES.values()}), ids=" ".join)
def test_own_css_of_every_kind_of_page_is_under_12_kib(collected, sheets):
    assert sum(len(sent(collected(name))) for name in sheets) < 12 * KIB


@pytest.mark.parametrize("sheet", SHEETS)
def test_first_visit_leaves_room_for_the_page(collected, sheet):
    files = [*EVERYWHERE, f"stadslab/css/{sheet}", *names("css/vendor/*.css"), *names("css/fonts/*.woff2")]
    files += [*names("img/*.svg"), *names("*.js", Path(settings.BASE_DIR, "realtime/static/realtime"))]
    assert sum(len(sent(collected(name))) for name in files) < 130 * KIB
    assert len(files) < 20


def test_sheets_and_scripts_are_sent_without_their_layout(collected):
    sheet = gzip.decompress(sent(collected("stadslab/css/stadslab.css"))).decode()
    assert "{margin:0;" in sheet
    assert "\n" not in sheet
    script = gzip.decompress(sent(collected("realtime/parts.js"))).decode()
    assert "// " not in script
    assert "\n  " not in script


def test_every_font_has_its_licence_beside_it():
    for font in OURS.glob("css/fonts/*.woff2"):
        assert "SIL OPEN FONT LICENSE" in font.with_name(f"OFL-{font.stem}.txt").read_text()
