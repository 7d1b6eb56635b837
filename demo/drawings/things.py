"""Benches, bicycles, pots, tables."""

import math

from demo.drawings.nature import bush, shadow
from demo.drawings.sheet import (
    BLUE,
    CORAL,
    GREEN,
    INK,
    PAPER,
    PINE,
    PINK,
    SOIL,
    WOOD,
    YELLOW,
    Colour,
    Sheet,
    dark,
    light,
    mix,
)


def bench(sheet: Sheet, x: float, y: float, wide: float = 300, wood: Colour = WOOD) -> None:
    """A bench with its foot at x (the left), y."""
    shadow(sheet, x + wide / 2, y, wide * 0.56, 16)
    for leg in (x + wide * 0.1, x + wide * 0.86):
        sheet.box(leg, y - wide * 0.4, wide * 0.035, wide * 0.4, INK)
        sheet.poly(
            [
                (leg, y - wide * 0.2),
                (leg + wide * 0.1, y - wide * 0.2),
                (leg + wide * 0.12, y),
                (leg + wide * 0.09, y),
            ],
            INK,
        )
    for number in range(3):
        sheet.box(
            x,
            y - wide * (0.46 - number * 0.075),
            wide,
            wide * 0.055,
            (light(wood, 0.2), wood, dark(wood, 0.12))[number],
            round_=4,
        )
    sheet.box(x - wide * 0.02, y - wide * 0.21, wide * 1.04, wide * 0.05, light(wood, 0.32), round_=4)
    sheet.box(x - wide * 0.02, y - wide * 0.165, wide * 1.04, wide * 0.025, dark(wood, 0.35), round_=3)


def bicycle(sheet: Sheet, x: float, y: float, size: float, colour: Colour = CORAL, box: Colour | None = None) -> None:
    """A bicycle with its wheels on y and its saddle at x; with `box` a cargo bike that points to the right."""
    long = size * (1.55 if box else 0.95)
    shadow(sheet, x + long * 0.35, y, long * 0.8, size * 0.07)
    rear, hub, high = (
        (x - size * 0.35, y - size * 0.3),
        (x + long * 0.75, y - size * (0.22 if box else 0.3)),
        y - size * 0.72,
    )
    for wx, wy in (rear, hub):
        radius = y - wy
        for spoke in range(8):
            angle = spoke * math.pi / 8
            dx, dy = math.cos(angle) * radius, math.sin(angle) * radius
            sheet.line([(wx - dx, wy - dy), (wx + dx, wy + dy)], mix(INK, PAPER, 0.45), 1.5, 200)
        sheet.ring(wx, wy, radius, INK, size * 0.035)
        sheet.disc(wx, wy, size * 0.035, size * 0.035, INK)
    pedal, saddle, head = (
        (x + size * 0.08, y - size * 0.28),
        (x - size * 0.08, high),
        (x + size * 0.42, high + size * 0.02),
    )
    thick = size * 0.045
    for line in ([rear, pedal, saddle, rear], [saddle, head, pedal]):
        sheet.line(line, colour, thick)
    sheet.line([head, (hub[0], hub[1])] if not box else [pedal, (x + size * 0.5, y - size * 0.2), hub], colour, thick)
    sheet.line(
        [head, (head[0] - size * 0.02, head[1] - size * 0.14), (head[0] - size * 0.14, head[1] - size * 0.17)],
        INK,
        thick * 0.8,
    )
    sheet.line([saddle, (saddle[0], saddle[1] - size * 0.08)], INK, thick * 0.7)
    sheet.box(saddle[0] - size * 0.11, saddle[1] - size * 0.13, size * 0.22, size * 0.055, INK, round_=size * 0.025)
    sheet.disc(*pedal, size * 0.06, size * 0.06, dark(colour, 0.3))
    if box:
        left, right, top, low = x + size * 0.5, x + size * 1.32, y - size * 0.66, y - size * 0.22
        sheet.poly([(left, top), (right + size * 0.12, top), (right, low), (left + size * 0.08, low)], box)
        sheet.poly(
            [(left, top), (left + size * 0.12, top), (left + size * 0.18, low), (left + size * 0.08, low)],
            dark(box, 0.15),
        )
        sheet.box(left - 4, top - size * 0.04, right - left + size * 0.14, size * 0.05, light(box, 0.3), round_=4)


def pot(
    sheet: Sheet,
    x: float,
    y: float,
    size: float,
    colour: Colour = CORAL,
    plant: Colour = GREEN,
    dots: Colour | None = None,
) -> None:
    bush(sheet, x, y - size * 0.5, size * 0.62, plant, dots)
    sheet.poly(
        [
            (x - size * 0.36, y - size * 0.62),
            (x + size * 0.36, y - size * 0.62),
            (x + size * 0.27, y),
            (x - size * 0.27, y),
        ],
        colour,
    )
    sheet.poly(
        [
            (x + size * 0.1, y - size * 0.62),
            (x + size * 0.36, y - size * 0.62),
            (x + size * 0.27, y),
            (x + size * 0.08, y),
        ],
        dark(colour, 0.16),
    )
    sheet.box(x - size * 0.4, y - size * 0.7, size * 0.8, size * 0.13, light(colour, 0.18), round_=3)


def flags(
    sheet: Sheet, start: tuple[float, float], end: tuple[float, float], sag: float = 60, lamps: bool = False
) -> None:
    """A line of flags or lamps between two points."""
    points = []
    for number in range(25):
        share = number / 24
        points.append(
            (
                start[0] + (end[0] - start[0]) * share,
                start[1] + (end[1] - start[1]) * share + sag * 4 * share * (1 - share),
            )
        )
    sheet.line(points, dark(WOOD, 0.4), 2.5)
    for number, (x, y) in enumerate(points[1:-1:2]):
        if lamps:
            sheet.glow(x, y + 10, 34, YELLOW, 10)
            sheet.disc(x, y + 10, 8, 10, light(YELLOW, 0.5))
        else:
            colour = (CORAL, YELLOW, BLUE, PINK, GREEN)[number % 5]
            sheet.poly([(x - 15, y), (x + 15, y), (x, y + 34)], colour)


def table(sheet: Sheet, x: float, y: float, wide: float, high: float = 130, wood: Colour = WOOD) -> None:
    """A long table seen from the side, its feet at y."""
    shadow(sheet, x + wide / 2, y, wide * 0.55, 18)
    for leg in (x + wide * 0.05, x + wide * 0.91):
        sheet.box(leg, y - high, wide * 0.04, high, dark(wood, 0.3))
    sheet.poly(
        [(x + 26, y - high - 40), (x + wide - 26, y - high - 40), (x + wide, y - high), (x, y - high)],
        light(wood, 0.3),
    )
    for plank in (0.33, 0.66):
        sheet.line(
            [
                (x + 26 - 26 * plank, y - high - 40 + 40 * plank),
                (x + wide - 26 + 26 * plank, y - high - 40 + 40 * plank),
            ],
            wood,
            2,
        )
    sheet.box(x, y - high, wide, 16, dark(wood, 0.1))


def soil(
    sheet: Sheet,
    x: float,
    y: float,
    wide: float,
    high: float,
    plant: Colour,
    rows: int = 3,
    dots: Colour | None = None,
) -> None:
    """A raised bed with plants in rows."""
    shadow(sheet, x + wide / 2, y + high, wide * 0.55, 16)
    sheet.poly([(x + 30, y), (x + wide - 30, y), (x + wide, y + high), (x, y + high)], SOIL)
    for row in range(rows):
        share = (row + 0.35) / rows
        left, right = x + 30 - 30 * share + 24, x + wide - 30 + 30 * share - 24
        count = max(3, round((right - left) / 62))
        for number in range(count):
            at = left + (right - left) * (number + 0.5) / count
            bush(sheet, at, y + high * share + 18, 27 + 9 * share, plant, dots)
    sheet.box(x, y + high, wide, 34, WOOD)
    sheet.box(x, y + high + 15, wide, 3, dark(WOOD, 0.25))
    for post in (x, x + wide - 18):
        sheet.box(post, y + high - 6, 18, 44, dark(WOOD, 0.2))


def books(sheet: Sheet, x: float, y: float, wide: float, high: float) -> None:
    """Books on a shelf at y, from x over `wide`."""
    end = x + wide
    while x < end - 20:
        thick, tall = sheet.dice.uniform(11, 22), sheet.dice.uniform(0.66, 1) * high
        sheet.box(x, y - tall, thick - 2, tall, sheet.dice.choice((CORAL, YELLOW, PINE, BLUE, PINK, PAPER)))
        x += thick
