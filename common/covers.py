"""The cover of an idea without a photo: shapes of cut paper, always the same for the same idea.

Nothing is random and nothing needs inline style: colours are classes (k1 … k6), positions are SVG `transform`
attributes, shapes come from img/shapes.svg.
"""

from hashlib import sha256
from typing import NamedTuple

BOLD = "blad boog bloem klaver ster zon wier ring druppel trap huis kam kei".split()


type Loose = list[tuple[str, int, str]]


class Piece(NamedTuple):
    """One piece of paper: a shape of shapes.svg, a colour 1–6, and its position."""

    shape: str
    colour: int
    transform: str


def place(x: float, y: float, scale: float, turn: float = 0, wide: float | None = None) -> str:
    """Return the transform that puts the centre of a 100 × 100 shape at x, y on the 320 × 200 background."""
    size = f"{wide} {scale}" if wide else scale
    return f"translate({x} {y}) rotate({turn}) scale({size}) translate(-50 -50)"


def composition(key: str) -> tuple[int, list[Piece]]:
    """Return the background colour (1–6) and the pieces on it, chosen by the SHA-256 of `key`."""
    b = sha256(key.encode()).digest()
    ground = b[0] % 6 + 1
    others = [colour for colour in range(1, 7) if colour != ground]  # a piece never has the colour of the background
    start = b[1] % 5
    c = others[start:] + others[:start]
    s = [BOLD[(b[3] + i * (1 + b[4] % 5)) % len(BOLD)] for i in range(4)]
    return ground, [Piece(*piece) for piece in LAYOUTS[b[2] % 6](s, c, b[5] % 40 - 20, b)]


def big_and_small(s: list[str], c: list[int], turn: int, b: bytes) -> Loose:
    return [
        (s[0], c[0], place(205, 110, 2.3, turn)),
        (s[1], c[1], place(70, 66, 0.86, -turn)),
        ("schijf", c[2], place(118, 150, 0.34)),
    ]


def pair(s: list[str], c: list[int], turn: int, b: bytes) -> Loose:
    return [(s[0], c[0], place(110, 104, 1.75, turn)), (s[1], c[1], place(222, 100, 1.45, -2 * turn))]


def row(s: list[str], c: list[int], turn: int, b: bytes) -> Loose:
    sizes = [round(1.05 + 0.18 * (b[6 + i] % 3), 2) for i in range(3)]
    return [(s[i], c[i], place(58 + i * 102, 104 + (-1) ** i * 10, sizes[i], turn * (i - 1))) for i in range(3)]


def water(s: list[str], c: list[int], turn: int, b: bytes) -> Loose:
    return [
        ("golf", c[0], place(160, 168, 1.5, 0, 3.4)),
        ("golf", c[1], place(150, 128, 1.2, 2, 3.5)),
        (s[0], c[2], place(84 + b[6] % 150, 66, 1.05, turn)),
    ]


def stamp(s: list[str], c: list[int], turn: int, b: bytes) -> Loose:
    turns = {(x, y): turn + 90 * ((x * 3 + y + b[7]) % 4) for x in range(4) for y in range(2)}
    return [
        (s[0], c[0] if (x + y) % 3 else c[1], place(48 + x * 75, 52 + y * 96, 0.62, angle))
        for (x, y), angle in turns.items()
    ]


def hill(s: list[str], c: list[int], turn: int, b: bytes) -> Loose:
    return [
        ("halve", c[0], place(150, 168, 2.2, 3, 4.2)),
        ("zon", c[1], place(240 - b[6] % 60, 62, 0.8, turn)),
        (s[0], c[2], place(92, 92, 1.05, turn)),
        (s[1], c[3], place(196, 142, 0.62, -turn)),
    ]


LAYOUTS = (big_and_small, pair, row, water, stamp, hill)
