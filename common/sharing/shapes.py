"""The shapes of img/shapes.svg as polygons, and the colours of themes.css: the same files that the pages use."""

import math
import re
from functools import cache
from pathlib import Path

from common.covers import Piece

STATIC = Path(__file__).parents[1] / "static/stadslab"
SHAPE = re.compile(r'id="s-(\w+)" d="([^"]+)"')
TOKEN = re.compile(r"[MLQTZ]|-?[\d.]+")
CURVE = 10  # points on a curve

type Point = tuple[float, float]
type Colour = tuple[int, int, int]
type Palette = dict[str, Colour]


@cache
def outlines() -> dict[str, list[list[Point]]]:
    """Return the closed lines of each shape, on its 100 × 100 square. A second line is a hole."""
    sprite = (STATIC / "img/shapes.svg").read_text()
    return {name: flattened(path) for name, path in SHAPE.findall(sprite)}


def flattened(path: str) -> list[list[Point]]:
    """Return the lines of an SVG path of M, L, Q, T and Z, with points in place of its curves."""
    lines: list[list[Point]] = []
    command, numbers, bend = "", [], (0.0, 0.0)
    for token in TOKEN.findall(path):
        if token.isalpha():
            command = token
            continue
        numbers.append(float(token))
        if len(numbers) < (4 if command == "Q" else 2):
            continue
        end, here = (numbers[-2], numbers[-1]), lines[-1][-1] if lines and command != "M" else (0.0, 0.0)
        if command == "M":
            lines.append([end])
            command = "L"
        elif command == "L":
            lines[-1].append(end)
        else:
            bend = (numbers[0], numbers[1]) if command == "Q" else (2 * here[0] - bend[0], 2 * here[1] - bend[1])
            lines[-1] += curve(here, bend, end)
        numbers = []
    return lines


def curve(start: Point, bend: Point, end: Point) -> list[Point]:
    steps = [step / CURVE for step in range(1, CURVE + 1)]
    return [
        (
            (1 - t) ** 2 * start[0] + 2 * t * (1 - t) * bend[0] + t * t * end[0],
            (1 - t) ** 2 * start[1] + 2 * t * (1 - t) * bend[1] + t * t * end[1],
        )
        for t in steps
    ]


def placed(piece: Piece) -> list[list[Point]]:
    """Return the lines of a piece on the background of its composition, as its `transform` puts them there."""
    cos, sin = math.cos(math.radians(piece.turn)), math.sin(math.radians(piece.turn))
    wide = piece.wide or piece.high

    def put(x: float, y: float) -> Point:
        x, y = (x - 50) * wide, (y - 50) * piece.high
        return piece.x + x * cos - y * sin, piece.y + x * sin + y * cos

    return [[put(*point) for point in line] for line in outlines()[piece.shape]]


@cache
def colours(theme: str) -> Palette:
    """Return the light colours of a theme by name (`paper`, `ink`, `cut-1`): what a share shows is always light."""
    css = (STATIC / "css/themes.css").read_text()
    found: Palette = {}
    for opening in ('[class*="thema-"] {', f".thema-{theme} {{"):
        block = css.partition(f"\n{opening}")[2].partition("}")[0]
        for name, code in re.findall(r"--sl-([\w-]+): #([0-9a-f]{3,6});", block):
            whole = "".join(c * 2 for c in code) if len(code) == 3 else code
            found[name] = (int(whole[:2], 16), int(whole[2:4], 16), int(whole[4:], 16))
    return found
