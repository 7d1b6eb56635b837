"""The picture of a shared link: a photo or a drawn cover, and under it a band of paper with the title.

1200 × 630 pixels, a JPEG of at most 120 KB. Always light: whoever sees it chose no scheme of ours.
"""

import io
from collections.abc import Iterable

from django.core.files.storage import default_storage
from PIL import Image, ImageOps
from PIL.ImageDraw import Draw, ImageDraw

from common.covers import Piece, composition
from common.preferences import THEMES
from common.sharing.cards import Card
from common.sharing.letters import Set, drawable, set_text
from common.sharing.shapes import Colour, Palette, colours, placed

WIDTH, HEIGHT, FINER = 1200, 630, 2
MOST_BYTES = 120_000
QUALITIES = (88, 80, 70, 58, 45, 30, 18, 8)
MARGIN, ABOVE, GAP, BELOW = 64, 46, 14, 48  # of the band, in pixels
MARK_SIZE, BESIDE_MARK = 52, 64
MARK = [  # as in img/icon.svg
    Piece("boog", 2, 44, 56, 0.86),
    Piece("zon", 1, 70, 30, 0.52),
    Piece("blad", 3, 64, 76, 0.62, -34),
]
EDGE = 40  # a middle this near to the edge does not count as seen
GROUND = 0.5, 0.6  # of a high photo, the part with what stands on the ground
COVER = 320, 200  # the background of a composition
SWAY = (0, 9, 3, 12, 5, 14, 8, 4, 10)  # the upper edge of the band is cut by hand
ABOVE_SIZES, FACT_SIZES = [(30, 1), (27, 1)], [(36, 1), (33, 1)]  # and how many lines each may have
TITLE_SIZES = [(88, 1), (76, 2), (70, 2), (64, 2), (58, 2), (54, 3), (48, 3)]


def draw(card: Card) -> bytes:
    """Return the JPEG of the card. Takes 0.04 to 0.25 s of one core, whatever people wrote."""
    theme = card.theme if card.theme in THEMES else THEMES[0]
    palette = colours(theme)
    face = "display" if theme == "stadslab" else "text"  # maaslicht sets its titles in the font of the text
    title = drawable(card.title, face) or drawable(card.instead, face)
    above = [
        set_text(text, "text", 700, ABOVE_SIZES, WIDTH - 2 * MARGIN - BESIDE_MARK) for text in shown([card.above])
    ]
    big = [set_text(title, face, 800, TITLE_SIZES, WIDTH - 2 * MARGIN, 1.06)] if title else []
    facts = in_one_size(shown(card.facts))
    band = ABOVE + sum(row.height for row in [*above, *big, *facts]) + GAP * (len(above) + bool(facts)) + BELOW
    top = HEIGHT - band
    picture = photo_of(card, top) or cover_of(card.key, palette, top)
    cut_band(picture, palette["paper"], top)
    if above:
        mark_on(picture, palette, (MARGIN, top + ABOVE + (above[0].leading - MARK_SIZE) // 2))
    written = [(above, palette["action"]), (big, palette["ink"]), (facts, palette["action"])]
    write(Draw(picture), written, top + ABOVE)
    return encoded(picture)


def shown(texts: Iterable[str]) -> list[str]:
    return [line for text in texts if (line := drawable(text, "text"))]


def in_one_size(texts: list[str]) -> list[Set]:
    """Set each text on its own line, all in the size of the one that needs the smallest."""
    sets = [set_text(text, "text", 600, FACT_SIZES, WIDTH - 2 * MARGIN, 1.3) for text in texts]
    size = min((int(one.font.size) for one in sets), default=0)
    return [set_text(text, "text", 600, [(size, 1)], WIDTH - 2 * MARGIN, 1.3) for text in texts]


def write(pen: ImageDraw, written: list[tuple[list[Set], Colour]], y: int) -> None:
    """Write from `y` down; the first texts stand beside our mark."""
    for at, (rows, colour) in enumerate(written):
        for row in rows:
            for line in row.lines:
                x = MARGIN if at else MARGIN + BESIDE_MARK
                pen.text((x, y + row.leading / 2), line, colour, row.font, anchor="lm")
                y += row.leading
        y += GAP if rows else 0


def photo_of(card: Card, top: int) -> Image.Image | None:
    """Return the picture with the photo above the band; None if there is no photo, or if its file is gone."""
    if not card.photo:
        return None
    try:
        with default_storage.open(card.photo) as file:
            photo = Image.open(file, formats=["WEBP"]).convert("RGB")
    except OSError:
        return None
    picture = Image.new("RGB", (WIDTH, HEIGHT))
    high = top + max(SWAY) + 1
    picture.paste(ImageOps.fit(photo, (WIDTH, high), Image.Resampling.LANCZOS, centering=GROUND))
    return picture


def cover_of(key: str, palette: Palette, top: int) -> Image.Image:
    """Draw the cover of this key, as the pages do; its middle comes in the middle of what the band leaves free."""
    ground, pieces = composition(key)
    scale = WIDTH / COVER[0]
    heights = [piece.y for piece in pieces]
    is_empty = all(abs(height - COVER[1] / 2) * scale > top / 2 - EDGE for height in heights)
    middle = heights[0] if is_empty else COVER[1] / 2  # of two rows of stamps, one whole row
    large = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER), palette[f"cut-{ground}"])
    lay(Draw(large), pieces, palette, palette[f"cut-{ground}"], scale * FINER, (top / 2 - middle * scale) * FINER)
    return large.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


def mark_on(picture: Image.Image, palette: Palette, at: tuple[int, int]) -> None:
    box = (at[0], at[1], at[0] + MARK_SIZE, at[1] + MARK_SIZE)
    large = picture.crop(box).resize((MARK_SIZE * 4, MARK_SIZE * 4))
    lay(Draw(large), MARK, palette, palette["paper"], MARK_SIZE * 4 / 100)
    picture.paste(large.resize((MARK_SIZE, MARK_SIZE), Image.Resampling.LANCZOS), box)


def lay(pen: ImageDraw, pieces: list[Piece], palette: Palette, ground: Colour, scale: float, down: float = 0) -> None:
    """Draw the pieces `down` pixels lower; a hole shows the ground."""
    for piece in pieces:
        for at, line in enumerate(placed(piece)):
            points = [(x * scale, y * scale + down) for x, y in line]
            pen.polygon(points, ground if at else palette[f"cut-{piece.colour}"])


def cut_band(picture: Image.Image, paper: Colour, top: int) -> None:
    """Lay the paper of the band over the picture; its edge is drawn finer, so that it is smooth."""
    step = WIDTH / (len(SWAY) - 1)
    edge = [(at * step * FINER, sway * FINER) for at, sway in enumerate(SWAY)]
    high = HEIGHT - top
    mask = Image.new("L", (WIDTH * FINER, high * FINER), 0)
    corners = [(WIDTH * FINER, high * FINER), (0, high * FINER)]
    Draw(mask).polygon([*edge, *corners], 255)
    picture.paste(paper, (0, top), mask.resize((WIDTH, high), Image.Resampling.LANCZOS))


def encoded(picture: Image.Image) -> bytes:
    """Return the best JPEG that is small enough; of pure noise the last, which is still readable."""
    written = b""
    for quality in QUALITIES:
        file = io.BytesIO()
        picture.save(file, "JPEG", quality=quality, subsampling=0 if quality > 85 else 2, optimize=True)
        written = file.getvalue()
        if len(written) <= MOST_BYTES:
            break
    return written
