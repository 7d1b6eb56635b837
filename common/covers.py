"""The cover of an idea without a photo: shapes of cut paper, always the same for the same idea.

Nothing is random and nothing needs inline style: colours are classes (k1 … k6), positions are SVG `transform`
attributes, shapes come from img/shapes.svg.
"""

from hashlib import sha256
from typing import NamedTuple

BOLD = "blad boog bloem klaver ster zon wier ring druppel trap huis kam kei".split()


class Piece(NamedTuple):
    """One piece of paper: a shape of shapes.svg in a colour 1–6, with its middle at x, y on the background.

    `high` and `wide` are its scale (`wide` is 0 if they are equal), `turn` is in degrees.
    """

    shape: str
    colour: int
    x: float
    y: float
    high: float
    turn: float = 0
    wide: float = 0

    @property
    def transform(self) -> str:
        """The SVG transform that puts the 100 × 100 shape there."""
        size = f"{self.wide} {self.high}" if self.wide else self.high
        return f"translate({self.x} {self.y}) rotate({self.turn}) scale({size}) translate(-50 -50)"


def composition(key: str) -> tuple[int, list[Piece]]:
    """Return the background colour (1–6) and the pieces on it, chosen by the SHA-256 of `key`."""
    b = sha256(key.encode()).digest()
    ground = b[0] % 6 + 1
    others = [colour for colour in range(1, 7) if colour != ground]  # a piece never has the colour of the background
    start = b[1] % 5
    c = others[start:] + others[:start]
    s = [BOLD[(b[3] + i * (1 + b[4] % 5)) % len(BOLD)] for i in range(4)]
    return ground, LAYOUTS[b[2] % 6](s, c, b[5] % 40 - 20, b)


def big_and_small(s: list[str], c: list[int], turn: int, b: bytes) -> list[Piece]:
    return [
        Piece(s[0], c[0], 205, 110, 2.3, turn),
        Piece(s[1], c[1], 70, 66, 0.86, -turn),
        Piece("schijf", c[2], 118, 150, 0.34),
    ]


def pair(s: list[str], c: list[int], turn: int, b: bytes) -> list[Piece]:
    return [Piece(s[0], c[0], 110, 104, 1.75, turn), Piece(s[1], c[1], 222, 100, 1.45, -2 * turn)]


def row(s: list[str], c: list[int], turn: int, b: bytes) -> list[Piece]:
    sizes = [round(1.05 + 0.18 * (b[6 + i] % 3), 2) for i in range(3)]
    return [Piece(s[i], c[i], 58 + i * 102, 104 + (-1) ** i * 10, sizes[i], turn * (i - 1)) for i in range(3)]


def water(s: list[str], c: list[int], turn: int, b: bytes) -> list[Piece]:
    return [
        Piece("golf", c[0], 160, 168, 1.5, 0, 3.4),
        Piece("golf", c[1], 150, 128, 1.2, 2, 3.5),
        Piece(s[0], c[2], 84 + b[6] % 150, 66, 1.05, turn),
    ]


def stamp(s: list[str], c: list[int], turn: int, b: bytes) -> list[Piece]:
    turns = {(x, y): turn + 90 * ((x * 3 + y + b[7]) % 4) for x in range(4) for y in range(2)}
    return [
        Piece(s[0], c[0] if (x + y) % 3 else c[1], 48 + x * 75, 52 + y * 96, 0.62, angle)
        for (x, y), angle in turns.items()
    ]


def hill(s: list[str], c: list[int], turn: int, b: bytes) -> list[Piece]:
    return [
        Piece("halve", c[0], 150, 168, 2.2, 3, 4.2),
        Piece("zon", c[1], 240 - b[6] % 60, 62, 0.8, turn),
        Piece(s[0], c[2], 92, 92, 1.05, turn),
        Piece(s[1], c[3], 196, 142, 0.62, -turn),
    ]


LAYOUTS = (big_and_small, pair, row, water, stamp, hill)
