"""Houses, a church and a brick street."""

from demo.drawings.sheet import (
    BLUE,
    BRICK,
    HEIGHT,
    INK,
    PAPER,
    PINE,
    ROOF,
    STONE,
    WIDTH,
    YELLOW,
    Colour,
    Sheet,
    dark,
    light,
    mix,
)

GLASS, HAZE = mix(BLUE, INK, 0.35), mix(STONE, BLUE, 0.3)
CLINKER, FAR_BRICK = mix(BRICK, STONE, 0.45), mix(BRICK, HAZE, 0.55)


def bricks(sheet: Sheet, x: float, y: float, wide: float, high: float, colour: Colour, size: float = 18) -> None:
    """A wall with a few bricks that show."""
    sheet.box(x, y, wide, high, colour)
    row = 0
    while row * size < high - size * 0.5:
        at = x + (size if row % 2 else 0)
        while at < x + wide - size * 2:
            if sheet.dice.random() < 0.3:
                shade = mix(colour, sheet.dice.choice((PAPER, ROOF, INK)), sheet.dice.uniform(0.06, 0.18))
                sheet.box(at, y + row * size + 1, size * 2 - 3, size - 3, shade)
            at += size * 2
        row += 1


def window(
    sheet: Sheet, x: float, y: float, wide: float, high: float, frame: Colour = PAPER, lit: bool = False, bars: int = 1
) -> None:
    sheet.box(x - 6, y - 6, wide + 12, high + 12, frame)
    glass = mix(YELLOW, PAPER, 0.3) if lit else GLASS
    sheet.box(x, y, wide, high, glass)
    if not lit:
        sheet.poly([(x, y), (x + wide * 0.55, y), (x, y + high * 0.7)], light(GLASS, 0.35), 150)
    for bar in range(1, bars + 1):
        sheet.box(x + wide * bar / (bars + 1) - 2, y, 4, high, frame)
    sheet.box(x, y + high * 0.34, wide, 4, frame)
    sheet.box(x - 10, y + high + 5, wide + 20, 7, dark(frame, 0.25))


def door(sheet: Sheet, x: float, y: float, wide: float, high: float, colour: Colour) -> None:
    """A door with its foot at y."""
    sheet.box(x - 7, y - high - 7, wide + 14, high + 7, PAPER)
    sheet.box(x, y - high, wide, high, colour)
    sheet.box(x + wide * 0.2, y - high * 0.88, wide * 0.6, high * 0.3, GLASS)
    sheet.box(x + wide * 0.2, y - high * 0.48, wide * 0.6, high * 0.36, dark(colour, 0.14))
    sheet.disc(x + wide * 0.88, y - high * 0.45, 4, 4, YELLOW)
    sheet.box(x - 12, y - 4, wide + 24, 8, STONE)


def house(
    sheet: Sheet,
    x: float,
    y: float,
    wide: float,
    high: float,
    wall: Colour = BRICK,
    gable: str = "point",
    front: Colour = PINE,
    lit: bool = False,
) -> None:
    """A narrow house with its foot at x, y: a wall of `high`, and a gable on it: point, steps, bell or flat."""
    top, peak = y - high, wide * 0.62
    sheet.poly([(x + wide, y), (x + wide + 26, y), (x + wide + 26, top + 30), (x + wide, top)], INK, 40)
    bricks(sheet, x, top, wide, high, wall)
    if gable == "point":
        sheet.poly([(x - 12, top + 6), (x + wide / 2, top - peak - 10), (x + wide + 12, top + 6)], dark(ROOF, 0.1))
        sheet.poly([(x + 8, top + 4), (x + wide / 2, top - peak + 16), (x + wide - 8, top + 4)], wall)
    elif gable == "steps":
        for step in range(4):
            inset = wide * 0.11 * step
            sheet.box(x + inset, top - 34 * (step + 1), wide - 2 * inset, 36, wall)
            sheet.box(x + inset - 4, top - 34 * (step + 1) - 5, wide - 2 * inset + 8, 7, STONE)
    elif gable == "bell":
        sheet.disc(x + wide / 2, top, wide * 0.5, wide * 0.3, wall)
        sheet.disc(x + wide / 2, top - wide * 0.24, wide * 0.28, wide * 0.3, wall)
        sheet.box(x + wide * 0.36, top - wide * 0.58, wide * 0.28, 9, STONE)
    else:
        sheet.poly(
            [
                (x - 10, top + 4),
                (x + 20, top - wide * 0.34),
                (x + wide - 20, top - wide * 0.34),
                (x + wide + 10, top + 4),
            ],
            ROOF,
        )
        for row in range(1, 4):
            sheet.line(
                [(x - 10 + row * 7, top - row * wide * 0.085), (x + wide + 10 - row * 7, top - row * wide * 0.085)],
                dark(ROOF, 0.2),
                2,
            )
        sheet.box(x + wide * 0.68, top - wide * 0.5, wide * 0.1, wide * 0.24, dark(BRICK, 0.2))
    if gable in ("point", "steps", "bell"):
        window(sheet, x + wide * 0.4, top - 24, wide * 0.2, 44, lit=lit, bars=0)
    pane, floors = wide * 0.24, max(1, round(high / 170))
    for floor in range(floors):
        at = top + high * (floor + 0.22) / floors
        tall = min(100, high / floors * 0.48)
        window(sheet, x + wide * 0.13, at, pane, tall, lit=lit and floor % 2 == 0)
        if floor < floors - 1:
            window(sheet, x + wide * 0.63, at, pane, tall, lit=lit)
    door(sheet, x + wide * 0.62, y, wide * 0.24, min(135, high * 0.46), front)


def church(sheet: Sheet, x: float, y: float, size: float, wall: Colour = FAR_BRICK) -> None:
    """A tower with a spire and a nave to its right; far away, so it has the colour of the air."""
    sheet.box(x + size * 0.3, y - size * 0.42, size * 0.75, size * 0.42, wall)
    sheet.poly(
        [
            (x + size * 0.27, y - size * 0.42),
            (x + size * 0.4, y - size * 0.68),
            (x + size, y - size * 0.68),
            (x + size * 1.08, y - size * 0.42),
        ],
        mix(ROOF, HAZE, 0.4),
    )
    sheet.box(x, y - size * 0.92, size * 0.32, size * 0.92, light(wall, 0.12))
    sheet.box(x + size * 0.22, y - size * 0.92, size * 0.1, size * 0.92, dark(wall, 0.1))
    sheet.poly(
        [(x - 6, y - size * 0.92), (x + size * 0.16, y - size * 1.55), (x + size * 0.32 + 6, y - size * 0.92)],
        mix(INK, BLUE, 0.45),
    )
    sheet.disc(x + size * 0.16, y - size * 0.78, size * 0.06, size * 0.06, PAPER)
    for number in range(3):
        sheet.box(
            x + size * (0.46 + number * 0.18),
            y - size * 0.32,
            size * 0.07,
            size * 0.2,
            mix(GLASS, wall, 0.2),
            round_=size * 0.03,
        )


def paving(
    sheet: Sheet,
    y: float,
    colour: Colour = CLINKER,
    middle: float = 600,
    rows: int = 15,
    left: tuple[float, float] = (-900, -900),
    right: tuple[float, float] = (2100, 2100),
) -> None:
    """A brick street from y to the lower edge, in perspective; `left` and `right`: its edges, above and below."""

    def edge(side: tuple[float, float], share: float) -> float:
        return side[0] + (side[1] - side[0]) * share

    sheet.poly([(left[0], y), (right[0], y), (right[1], HEIGHT), (left[1], HEIGHT)], colour)
    tops = [(HEIGHT - y) * (row / rows) ** 1.75 for row in range(rows + 1)]
    for row in range(rows):
        above, below = tops[row] / (HEIGHT - y), tops[row + 1] / (HEIGHT - y)
        wide = 16 + 74 * (row + 1) / rows
        x, end = edge(left, below), edge(right, below)
        x = max(x, -120) + (wide / 2 if row % 2 else 0)
        while x < min(end, WIDTH + 120):
            stone = mix(colour, sheet.dice.choice((PAPER, ROOF, BRICK, INK)), sheet.dice.uniform(0.02, 0.16))
            squeeze = (HEIGHT - y) and (0.9 + 0.1 * above / max(below, 0.01))
            corners = [
                (middle + (x - middle) * squeeze, y + tops[row] + 1),
                (middle + (x + wide - 3 - middle) * squeeze, y + tops[row] + 1),
                (min(x + wide - 3, end), y + tops[row + 1] - 1),
                (x, y + tops[row + 1] - 1),
            ]
            if edge(left, above) - 5 <= corners[0][0] and corners[1][0] <= edge(right, above) + 5:
                sheet.poly(corners, stone)
            x += wide
