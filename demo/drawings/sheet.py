"""A sheet to draw on with filled shapes, in points of 1200 × 900; twice as large inside, so that edges are smooth."""

import io
import math
import random
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw

WIDTH, HEIGHT, FINER = 1200, 900, 2
MOST_BYTES = 25 * 1024
type Colour = tuple[int, int, int]
type Points = Sequence[tuple[float, float]]


def hue(code: str) -> Colour:
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


# The palette of the design
YELLOW, CORAL, GREEN = hue("#ffc53d"), hue("#ff7f5c"), hue("#72c08a")
BLUE, PINK, LILAC = hue("#8cc7f0"), hue("#fab4c6"), hue("#c4b2f4")
INK, PINE, PAPER, WHITE = hue("#261b33"), hue("#00604b"), hue("#fdf9f1"), (255, 255, 255)
# And what streets are made of
BRICK, ROOF, WOOD, STONE, GRASS, SOIL = map(hue, "#c8694f #8d4034 #b07d4f #cfc6bb #86b55a #7a5540".split())


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """Return `one` with a `share` (0 to 1) of `other`."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def dark(colour: Colour, share: float = 0.2) -> Colour:
    return mix(colour, INK, share)


def light(colour: Colour, share: float = 0.2) -> Colour:
    return mix(colour, PAPER, share)


class Sheet:
    def __init__(self, seed: str) -> None:
        self.image = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER), PAPER)
        self.pen = ImageDraw.Draw(self.image, "RGBA")
        self.dice = random.Random(seed)

    def poly(self, points: Points, colour: Colour, alpha: int = 255) -> None:
        self.pen.polygon([(x * FINER, y * FINER) for x, y in points], (*colour, alpha))

    def box(
        self, x: float, y: float, wide: float, high: float, colour: Colour, alpha: int = 255, round_: float = 0
    ) -> None:
        """Draw a rectangle with its upper left corner at x, y."""
        corners = [x * FINER, y * FINER, (x + wide) * FINER - 1, (y + high) * FINER - 1]
        self.pen.rounded_rectangle(corners, round_ * FINER, (*colour, alpha))

    def disc(self, x: float, y: float, wide: float, high: float, colour: Colour, alpha: int = 255) -> None:
        """Draw an ellipse round x, y with these half axes."""
        self.pen.ellipse(
            [(x - wide) * FINER, (y - high) * FINER, (x + wide) * FINER, (y + high) * FINER], (*colour, alpha)
        )

    def ring(self, x: float, y: float, size: float, colour: Colour, thick: float) -> None:
        corners = [(x - size) * FINER, (y - size) * FINER, (x + size) * FINER, (y + size) * FINER]
        self.pen.ellipse(corners, outline=(*colour, 255), width=round(thick * FINER))

    def line(self, points: Points, colour: Colour, thick: float, alpha: int = 255) -> None:
        ends = [(x * FINER, y * FINER) for x, y in points]
        self.pen.line(ends, (*colour, alpha), round(thick * FINER), joint="curve")
        if alpha == 255 and thick > 3:
            for x, y in points:
                self.disc(x, y, thick / 2, thick / 2, colour)

    def fade(self, y: float, high: float, above: Colour, below: Colour) -> None:
        """Fill the whole width from y downwards with a gradient."""
        for row in range(round(high * FINER)):
            colour = mix(above, below, row / (high * FINER))
            self.pen.line([(0, y * FINER + row), (WIDTH * FINER, y * FINER + row)], colour)

    def glow(self, x: float, y: float, size: float, colour: Colour, strength: int = 12) -> None:
        for step in range(12):
            self.disc(x, y, size * (1 - step / 12), size * (1 - step / 12), colour, strength)

    def wave(
        self, y: float, height: float, colour: Colour, length: float = 400, start: float = 0, below: float = HEIGHT
    ) -> None:
        """Fill from a wavy line at y down to `below`."""
        points = []
        for x in range(0, WIDTH + 20, 20):
            bend = math.sin((x + start) / length * 6.28) + 0.5 * math.sin((x + start) / length * 14 + 1)
            points.append((x, y - height * bend))
        self.poly([*points, (WIDTH, below), (0, below)], colour)

    def save(self, file: Path) -> None:
        """Write it as WebP, with the best quality that fits in MOST_BYTES."""
        small = self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        for quality in range(86, 30, -4):
            written = io.BytesIO()
            small.save(written, "WEBP", quality=quality, method=6)
            if written.tell() <= MOST_BYTES:
                break
        file.write_bytes(written.getvalue())
