"""What a first visit costs over the wire; the rest of the 150 KB is for the page itself."""

import gzip
from pathlib import Path

import pytest
from django.conf import settings

OURS = Path(settings.BASE_DIR, "common/static/stadslab")
SCRIPTS = Path(settings.BASE_DIR, "realtime/static/realtime")
EVERYWHERE = [OURS / "css" / f"{name}.css" for name in ("themes", "stadslab", "public")]
KIB = 1024


def weight(*paths):
    """Bytes when compressed; fonts already are."""
    return sum(
        path.stat().st_size if path.suffix == ".woff2" else len(gzip.compress(path.read_bytes())) for path in paths
    )


@pytest.mark.parametrize("sheet", ["browse.css", "idea.css", "places.css"])
def test_own_css_of_a_page_is_under_12_kib(sheet):
    assert weight(*EVERYWHERE, OURS / "css" / sheet) < 12 * KIB


@pytest.mark.parametrize("sheet", ["browse.css", "idea.css", "places.css"])
def test_first_visit_leaves_room_for_the_page(sheet):
    files = [*EVERYWHERE, OURS / "css" / sheet, *OURS.glob("css/vendor/*.css"), *OURS.glob("css/fonts/*.woff2")]
    files += [*OURS.glob("img/*.svg"), *SCRIPTS.glob("*.js")]
    assert weight(*files) < 130 * KIB
    assert len(files) < 20


def test_every_font_has_its_licence_beside_it():
    for font in OURS.glob("css/fonts/*.woff2"):
        assert "SIL OPEN FONT LICENSE" in font.with_name(f"OFL-{font.stem}.txt").read_text()
