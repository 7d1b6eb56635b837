"""The sky, plants and water. Light comes from the left, so shadows fall to the right."""

import math

from demo.drawings.sheet import (
    BLUE,
    GRASS,
    GREEN,
    HEIGHT,
    INK,
    PAPER,
    PINE,
    PINK,
    SOIL,
    WHITE,
    WIDTH,
    WOOD,
    YELLOW,
    Colour,
    Sheet,
    dark,
    light,
    mix,
)

DAY = (mix(BLUE, WHITE, 0.05), mix(PAPER, BLUE, 0.22))
EVENING = (mix(BLUE, PINK, 0.45), mix(YELLOW, PAPER, 0.5))
MORNING = (mix(BLUE, PAPER, 0.35), mix(PINK, PAPER, 0.55))
AIRY, LEAVES, DEEP = mix(GREEN, BLUE, 0.45), mix(GREEN, PINE, 0.3), mix(GREEN, PINE, 0.45)
RIVER = mix(BLUE, PINE, 0.12)


def sky(
    sheet: Sheet,
    colours: tuple[Colour, Colour] = DAY,
    down_to: float = 560,
    sun: tuple[float, float] | None = (180, 150),
) -> None:
    sheet.fade(0, down_to, *colours)
    if sun:
        sheet.glow(*sun, 190, mix(YELLOW, WHITE, 0.5))
        sheet.disc(*sun, 58, 58, mix(YELLOW, WHITE, 0.25))
    for _ in range(3):
        cloud(sheet, sheet.dice.uniform(300, 1150), sheet.dice.uniform(70, 240), sheet.dice.uniform(0.6, 1.25))


def cloud(sheet: Sheet, x: float, y: float, size: float) -> None:
    for dx, dy, wide, high in ((-70, 8, 62, 24), (-20, -10, 58, 36), (46, 2, 72, 28), (0, 16, 120, 20)):
        sheet.disc(x + dx * size, y + dy * size + 5, wide * size, high * size, mix(BLUE, WHITE, 0.7), 90)
    for dx, dy, wide, high in ((-70, 8, 62, 24), (-20, -10, 58, 36), (46, 2, 72, 28), (0, 16, 120, 18)):
        sheet.disc(x + dx * size, y + dy * size, wide * size, high * size, WHITE, 165)


def far_trees(sheet: Sheet, y: float, colour: Colour = AIRY, size: float = 34) -> None:
    x = -20.0
    while x < WIDTH + 40:
        high = sheet.dice.uniform(0.7, 1.5) * size
        sheet.disc(x, y - high * 0.3, size * 1.05, high, colour)
        x += sheet.dice.uniform(0.7, 1.3) * size
    sheet.box(0, y - size * 0.4, WIDTH, size, colour)


def shadow(sheet: Sheet, x: float, y: float, wide: float, high: float = 14) -> None:
    sheet.disc(x + wide * 0.25, y, wide, high, INK, 50)


def tree(sheet: Sheet, x: float, y: float, size: float, colour: Colour = LEAVES, fruit: Colour | None = None) -> None:
    """A round tree with its foot at x, y; `size` is about its height."""
    shadow(sheet, x, y, size * 0.36, size * 0.045)
    trunk = dark(WOOD, 0.35)
    sheet.poly(
        [
            (x - size * 0.045, y),
            (x + size * 0.045, y),
            (x + size * 0.03, y - size * 0.5),
            (x - size * 0.03, y - size * 0.5),
        ],
        trunk,
    )
    sheet.line([(x, y - size * 0.36), (x + size * 0.12, y - size * 0.52)], trunk, size * 0.025)
    sheet.line([(x, y - size * 0.32), (x - size * 0.12, y - size * 0.5)], trunk, size * 0.025)
    blobs = [
        (-0.2, -0.52, 0.19),
        (0.2, -0.5, 0.2),
        (0, -0.62, 0.26),
        (-0.11, -0.78, 0.19),
        (0.13, -0.78, 0.17),
        (0, -0.46, 0.17),
    ]
    for shade, shift in ((dark(colour, 0.28), 0.035), (colour, 0), (light(colour, 0.22), -0.05)):
        scale = 1 if shift >= 0 else 0.66
        for dx, dy, r in blobs:
            sheet.disc(
                x + (dx + shift) * size,
                y + (dy + shift * 0.8) * size,
                r * size * scale,
                r * size * scale * 0.95,
                shade,
            )
    for _ in range(26):
        angle, far = sheet.dice.uniform(0, 6.28), sheet.dice.uniform(0.05, 0.32)
        dx, dy = math.cos(angle) * far, -0.64 + math.sin(angle) * far * 0.8
        if fruit and sheet.dice.random() < 0.7:
            sheet.disc(x + dx * size, y + dy * size, size * 0.021, size * 0.021, fruit)
        else:
            sheet.disc(x + dx * size, y + dy * size, size * 0.034, size * 0.017, light(colour, 0.38), 150)


def poplar(sheet: Sheet, x: float, y: float, size: float, colour: Colour = DEEP) -> None:
    sheet.box(x - size * 0.02, y - size * 0.2, size * 0.04, size * 0.2, dark(WOOD, 0.3))
    sheet.disc(x + size * 0.02, y - size * 0.56, size * 0.12, size * 0.43, dark(colour, 0.2))
    sheet.disc(x - size * 0.01, y - size * 0.56, size * 0.1, size * 0.41, colour)
    sheet.disc(x - size * 0.04, y - size * 0.6, size * 0.045, size * 0.32, light(colour, 0.2))


def bush(sheet: Sheet, x: float, y: float, size: float, colour: Colour = GREEN, dots: Colour | None = None) -> None:
    shadow(sheet, x, y, size * 0.75, size * 0.13)
    for shade, shift, scale in ((dark(colour, 0.25), 0.06, 1), (colour, 0, 0.95), (light(colour, 0.2), -0.09, 0.62)):
        for dx, dy, r in ((-0.45, -0.3, 0.34), (0.42, -0.3, 0.34), (0, -0.48, 0.45)):
            sheet.disc(x + (dx + shift) * size, y + (dy + shift) * size, r * size * scale, r * size * scale, shade)
    for _ in range(16 if dots else 0):
        dx, dy = sheet.dice.uniform(-0.6, 0.6), sheet.dice.uniform(-0.75, -0.12)
        sheet.disc(x + dx * size, y + dy * size, size * 0.06, size * 0.06, dots or colour)


def meadow(sheet: Sheet, y: float, colour: Colour = GRASS, flowers: tuple[Colour, ...] = (), tufts: int = 130) -> None:
    """Grass from y to the lower edge, lighter far away."""
    sheet.fade(y, HEIGHT - y, light(colour, 0.25), dark(colour, 0.08))
    for _ in range(tufts):
        near = sheet.dice.random()
        x, at = sheet.dice.uniform(0, WIDTH), y + 12 + (HEIGHT - y) * near**1.3
        high = 6 + 22 * near
        for lean in (-0.35, 0.05, 0.4):
            sheet.line([(x, at), (x + lean * high, at - high)], dark(colour, 0.2), 1.5 + 1.5 * near, 130)
        if flowers and sheet.dice.random() < 0.75:
            sheet.disc(x, at - high, 3 + 5 * near, 3 + 5 * near, sheet.dice.choice(flowers))


def water(sheet: Sheet, y: float, high: float, colour: Colour = RIVER) -> None:
    sheet.fade(y, high, light(colour, 0.45), dark(colour, 0.12))
    for _ in range(60):
        near = sheet.dice.random()
        x, at, wide = sheet.dice.uniform(-50, WIDTH), y + 8 + (high - 14) * near, 24 + 110 * near
        sheet.box(x, at, wide, 2 + 3 * near, WHITE, 70, 2)


def reeds(sheet: Sheet, x: float, y: float, count: int = 16, size: float = 150) -> None:
    for _ in range(count):
        at, high, lean = (
            x + sheet.dice.uniform(-70, 70),
            sheet.dice.uniform(0.5, 1) * size,
            sheet.dice.uniform(-18, 24),
        )
        sheet.line(
            [(at, y), (at + lean * 0.4, y - high * 0.6), (at + lean, y - high)],
            sheet.dice.choice((PINE, mix(GREEN, PINE, 0.5), GRASS)),
            4,
        )
        if sheet.dice.random() < 0.4:
            sheet.line([(at + lean, y - high), (at + lean, y - high - 26)], dark(SOIL, 0.2), 9)
