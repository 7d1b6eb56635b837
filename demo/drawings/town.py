"""Streets and squares. Each function draws one, and its name is the file's."""

from demo.drawings.buildings import (
    bricks,
    church,
    door,
    house,
    paving,
    window,
)
from demo.drawings.nature import (
    EVENING,
    MORNING,
    bush,
    far_trees,
    meadow,
    shadow,
    sky,
    tree,
)
from demo.drawings.sheet import (
    BLUE,
    BRICK,
    CORAL,
    GRASS,
    GREEN,
    HEIGHT,
    INK,
    LILAC,
    PAPER,
    PINE,
    PINK,
    ROOF,
    STONE,
    WHITE,
    WIDTH,
    WOOD,
    YELLOW,
    Sheet,
    dark,
    light,
    mix,
)  # fmt: skip
from demo.drawings.things import (
    bench,
    bicycle,
    books,
    flags,
    pot,
)


def row_of_houses(sheet: Sheet, y: float, lit: bool = False) -> None:
    looks = [
        (-30, 210, 330, BRICK, "steps"),
        (186, 190, 270, mix(PAPER, STONE, 0.5), "point"),
        (382, 230, 300, dark(BRICK, 0.12), "flat"),
        (618, 190, 350, mix(CORAL, PAPER, 0.45), "bell"),
        (814, 215, 280, mix(BRICK, ROOF, 0.4), "point"),
        (1035, 210, 330, mix(PAPER, YELLOW, 0.3), "steps"),
    ]
    fronts = (PINE, CORAL, dark(BLUE, 0.4), INK, PINE, CORAL)
    for (x, wide, high, wall, gable), front in zip(looks, fronts, strict=True):
        house(sheet, x, y, wide, high, wall, gable, front, lit)


def street(sheet: Sheet) -> None:
    """A street with plants along the fronts."""
    sky(sheet, down_to=640, sun=(110, 110))
    row_of_houses(sheet, 640)
    sheet.box(0, 632, WIDTH, 30, STONE)
    paving(sheet, 660)
    sheet.poly([(0, 660), (WIDTH, 660), (WIDTH, 700), (0, 690)], INK, 45)
    for x, colour, dots in (
        (60, GREEN, PINK),
        (180, mix(GREEN, PINE, 0.3), WHITE),
        (350, GREEN, CORAL),
        (560, mix(GRASS, PINE, 0.2), YELLOW),
        (760, GREEN, LILAC),
        (960, mix(GREEN, PINE, 0.3), PINK),
        (1120, GREEN, WHITE),
    ):
        bush(sheet, x, 672, 62, colour, dots)
    bench(sheet, 420, 760, 220)
    bicycle(sheet, 860, 800, 190, YELLOW)


def school(sheet: Sheet) -> None:
    """Bicycles at a village school."""
    sky(sheet, down_to=620, sun=(1060, 120))
    far_trees(sheet, 600, size=44)
    church(sheet, 60, 600, 190)
    bricks(sheet, 300, 330, 800, 290, mix(BRICK, PAPER, 0.12))
    sheet.poly([(270, 334), (340, 210), (1060, 210), (1130, 334)], ROOF)
    for row in range(1, 5):
        sheet.line([(270 + row * 14, 334 - row * 25), (1130 - row * 14, 334 - row * 25)], dark(ROOF, 0.2), 3)
    sheet.poly([(600, 334), (700, 220), (800, 334)], mix(PAPER, STONE, 0.3))
    sheet.disc(700, 296, 26, 26, WHITE)
    sheet.line([(700, 296), (700, 278)], INK, 4)
    sheet.line([(700, 296), (714, 302)], INK, 4)
    for x in (340, 470, 850, 980):
        window(sheet, x, 400, 90, 120, PAPER)
    for x, colour in ((370, YELLOW), (505, CORAL), (880, PINK), (1010, BLUE)):
        sheet.poly([(x, 470), (x + 14, 490), (x, 510), (x - 14, 490)], colour)
    door(sheet, 640, 620, 120, 190, CORAL)
    sheet.box(0, 612, WIDTH, 30, STONE)
    paving(sheet, 636, mix(STONE, BRICK, 0.28))
    tree(sheet, 1120, 690, 380)
    for x, colour in ((150, CORAL), (390, PINE), (630, YELLOW), (870, dark(BLUE, 0.2))):
        bicycle(sheet, x, 800, 190, colour)
    flags(sheet, (290, 350), (1110, 350), 22)


def playstreet(sheet: Sheet) -> None:
    """A street with chalk, flags and a ball."""
    sky(sheet, down_to=640)
    row_of_houses(sheet, 620)
    sheet.box(0, 612, WIDTH, 26, STONE)
    paving(sheet, 636, mix(STONE, BRICK, 0.25))
    flags(sheet, (-20, 250), (640, 300), 50)
    flags(sheet, (600, 300), (1220, 230), 55)
    for number in range(6):
        x, y, wide = 470 + number * 14, 850 - number * 34, 92 - number * 7
        sheet.line(
            [(x, y), (x + wide, y), (x + wide - 6, y - 30), (x + 6, y - 30), (x, y)],
            (WHITE, PINK, YELLOW)[number % 3],
            4,
            210,
        )
    shadow(sheet, 830, 800, 44)
    sheet.disc(830, 764, 40, 40, CORAL)
    sheet.disc(818, 750, 15, 12, light(CORAL, 0.5))
    sheet.line([(795, 778), (830, 764), (864, 778)], PAPER, 6)
    for x in (180, 1010):
        sheet.poly([(x, 800), (x + 90, 800), (x + 62, 690), (x + 28, 690)], CORAL)
        sheet.poly([(x + 14, 746), (x + 76, 746), (x + 70, 722), (x + 20, 722)], PAPER)
        sheet.box(x - 14, 792, 118, 16, dark(CORAL, 0.2))
    tree(sheet, 80, 690, 330)


def station(sheet: Sheet) -> None:
    """A green place to wait on a platform."""
    sky(sheet, down_to=560)
    far_trees(sheet, 430)
    sheet.box(0, 420, WIDTH, 180, mix(GRASS, STONE, 0.4))
    for y in (470, 520):
        sheet.box(0, y, WIDTH, 6, mix(INK, STONE, 0.4))
    sheet.box(-60, 250, 760, 220, YELLOW, round_=46)
    sheet.box(-60, 400, 760, 40, dark(BLUE, 0.45))
    for x in range(0, 640, 122):
        window(sheet, x, 296, 92, 72, dark(YELLOW, 0.1), bars=0)
    sheet.box(-60, 452, 760, 22, INK)
    sheet.poly([(0, 590), (WIDTH, 590), (WIDTH, HEIGHT), (0, HEIGHT)], STONE)
    for x in range(-300, 1600, 130):
        sheet.line([(600 + (x - 600) * 0.72, 590), (600 + (x - 600) * 1.4, HEIGHT)], dark(STONE, 0.14), 3)
    for y in (650, 740, 860):
        sheet.line([(0, y), (WIDTH, y)], dark(STONE, 0.14), 3)
    sheet.box(0, 600, WIDTH, 16, WHITE)
    sheet.box(980, 250, 14, 470, mix(INK, PINE, 0.3))
    sheet.box(760, 232, 450, 26, PINE, round_=8)
    sheet.box(1040, 320, 130, 96, dark(BLUE, 0.45), round_=8)
    sheet.disc(1105, 368, 30, 30, PAPER)
    sheet.line([(1105, 368), (1105, 348)], INK, 4)
    sheet.line([(1105, 368), (1120, 374)], INK, 4)
    bench(sheet, 640, 770, 260)
    for x, size, dots in ((120, 150, PINK), (330, 170, YELLOW), (540, 150, WHITE), (1010, 175, CORAL)):
        pot(sheet, x, 800, size, PINE if dots is PINK else CORAL, mix(GREEN, PINE, 0.25), dots)


def square(sheet: Sheet) -> None:
    """A square without cars: trees in tubs, and chairs."""
    sky(sheet, down_to=620)
    row_of_houses(sheet, 610)
    paving(sheet, 604, mix(STONE, BRICK, 0.18))
    for x, size in ((130, 300), (1070, 320), (760, 250)):
        tub(sheet, x, 760, size)
    for x, y, colour in ((330, 790, CORAL), (560, 830, YELLOW), (900, 850, BLUE)):
        terrace(sheet, x, y, colour)


def tub(sheet: Sheet, x: float, y: float, size: float) -> None:
    tree(sheet, x, y - size * 0.18, size)
    shadow(sheet, x, y, size * 0.3, 16)
    sheet.poly(
        [
            (x - size * 0.2, y - size * 0.24),
            (x + size * 0.2, y - size * 0.24),
            (x + size * 0.16, y),
            (x - size * 0.16, y),
        ],
        WOOD,
    )
    for share in (-0.08, 0.04):
        sheet.line([(x + size * share, y - size * 0.24), (x + size * share * 0.8, y)], dark(WOOD, 0.25), 3)
    sheet.box(x - size * 0.21, y - size * 0.26, size * 0.42, 14, dark(WOOD, 0.2))


def terrace(sheet: Sheet, x: float, y: float, colour: tuple[int, int, int]) -> None:
    """A round table, two chairs and a parasol."""
    shadow(sheet, x, y, 130, 20)
    sheet.box(x - 5, y - 330, 10, 330, dark(WOOD, 0.2))
    for side in (-1, 1):
        at = x + side * 92
        sheet.box(at - 28, y - 70, 56, 12, colour)
        sheet.box(at + side * 22 - 5, y - 140, 10, 80, dark(colour, 0.12))
        for leg in (-22, 18):
            sheet.box(at + leg, y - 60, 6, 60, INK)
    sheet.disc(x, y - 100, 62, 15, PAPER)
    sheet.disc(x, y - 96, 62, 13, STONE)
    sheet.disc(x, y - 102, 62, 14, PAPER)
    for number in range(4):
        left, right = x - 150 + number * 75, x - 75 + number * 75
        sheet.poly([(x, y - 380), (left, y - 285), (right, y - 285)], colour if number % 2 else PAPER)
        sheet.disc((left + right) / 2, y - 285, 37, 13, colour if number % 2 else PAPER)


def market(sheet: Sheet) -> None:
    """Stalls of makers on the square."""
    sky(sheet, down_to=620, sun=None)
    row_of_houses(sheet, 600)
    paving(sheet, 596, mix(STONE, BRICK, 0.3))
    for x, colour, kind in ((20, CORAL, 0), (430, PINE, 1), (840, dark(BLUE, 0.25), 2)):
        shadow(sheet, x + 170, 800, 200, 20)
        for post in (x + 10, x + 328):
            sheet.box(post, 440, 12, 360, dark(WOOD, 0.25))
        sheet.box(x, 650, 350, 26, light(WOOD, 0.3))
        sheet.poly([(x + 6, 676), (x + 344, 676), (x + 344, 790), (x + 6, 790)], light(colour, 0.55))
        for fold in range(7):
            sheet.line([(x + 40 + fold * 46, 678), (x + 40 + fold * 46, 788)], light(colour, 0.3), 3)
        goods(sheet, x, kind)
        for stripe in range(8):
            left = x - 22 + stripe * 49
            sheet.poly(
                [
                    (left, 500),
                    (left + 49, 500),
                    (x + 175 + (left + 49 - x - 175) * 0.82, 400),
                    (x + 175 + (left - x - 175) * 0.82, 400),
                ],
                colour if stripe % 2 else PAPER,
            )
            sheet.disc(left + 24.5, 500, 24.5, 17, colour if stripe % 2 else PAPER)
    flags(sheet, (-20, 330), (1220, 300), 40)


def goods(sheet: Sheet, x: float, kind: int) -> None:
    for number in range(6):
        at = x + 42 + number * 54
        if kind == 0:
            sheet.disc(at, 626, 20, 26, (BLUE, YELLOW, PINK)[number % 3])
            sheet.box(at - 9, 590, 18, 14, dark((BLUE, YELLOW, PINK)[number % 3], 0.15))
        elif kind == 1:
            sheet.box(at - 22, 628, 44, 22, WOOD, round_=8)
            sheet.disc(at, 622, 20, 15, mix(YELLOW, WOOD, 0.45))
        else:
            sheet.box(
                at - 20,
                640 - 14 * (number % 3),
                40,
                10 + 14 * (number % 3),
                (CORAL, LILAC, GREEN)[number % 3],
                round_=4,
            )


def busstop(sheet: Sheet) -> None:
    """A bus shelter with shelves full of books."""
    sky(sheet, EVENING, 560, None)
    far_trees(sheet, 560, mix(GREEN, LILAC, 0.3), 52)
    meadow(sheet, 560, GRASS, (), 40)
    sheet.box(0, 700, WIDTH, 60, STONE)
    sheet.box(0, 752, WIDTH, 160, mix(INK, STONE, 0.35))
    for x in range(40, WIDTH, 240):
        sheet.box(x, 822, 120, 12, PAPER)
    shadow(sheet, 560, 742, 420, 20)
    sheet.box(210, 270, 680, 440, mix(BLUE, WHITE, 0.55), 150)
    bricks(sheet, 640, 290, 240, 420, mix(BRICK, PAPER, 0.1))
    for post in (200, 540, 880):
        sheet.box(post, 250, 18, 470, PINE)
    sheet.box(160, 226, 780, 36, PINE, round_=8)
    sheet.box(160, 252, 780, 10, dark(PINE, 0.3))
    for shelf in range(3):
        y = 420 + shelf * 92
        books(sheet, 664, y, 184, 74)
        sheet.box(654, y, 212, 12, light(WOOD, 0.25))
    bench(sheet, 250, 712, 250)
    sheet.box(1040, 300, 12, 410, INK)
    sheet.disc(1046, 300, 58, 58, YELLOW)
    sheet.box(1016, 276, 60, 44, INK, round_=8)
    sheet.box(1022, 282, 48, 22, PAPER)
    bicycle(sheet, 60, 735, 170, CORAL)


def tunnel(sheet: Sheet) -> None:
    """A bicycle tunnel with a painted wall."""
    sky(sheet, down_to=330, sun=None)
    sheet.box(0, 150, WIDTH, 60, mix(STONE, INK, 0.15))
    sheet.box(0, 120, WIDTH, 12, mix(INK, STONE, 0.3))
    sheet.box(0, 200, WIDTH, 500, STONE)
    sheet.poly([(0, 210), (430, 330), (430, 640), (0, 760)], mix(BLUE, PAPER, 0.2))
    sheet.poly([(1200, 210), (770, 330), (770, 640), (1200, 760)], mix(LILAC, PAPER, 0.25))
    sheet.box(430, 330, 340, 312, mix(PAPER, YELLOW, 0.35))
    sheet.disc(600, 640, 200, 60, mix(GRASS, PAPER, 0.3))
    tree(sheet, 660, 636, 180)
    sheet.poly([(0, 760), (430, 640), (770, 640), (1200, 760), (1200, 900), (0, 900)], mix(BRICK, ROOF, 0.35))
    for x, y, size, colour in (
        (80, 520, 120, CORAL),
        (250, 420, 80, YELLOW),
        (330, 560, 60, PINE),
        (1090, 430, 130, YELLOW),
        (930, 560, 85, CORAL),
        (840, 430, 52, GREEN),
    ):
        sheet.disc(x, y, size * 0.8, size, colour)
        sheet.disc(x - size * 0.2, y - size * 0.25, size * 0.3, size * 0.4, light(colour, 0.4))
    sheet.poly([(0, 700), (160, 560), (300, 640), (430, 580), (430, 640), (0, 760)], GREEN)
    sheet.poly([(1200, 690), (1060, 600), (900, 650), (770, 590), (770, 640), (1200, 760)], PINK)
    sheet.poly([(0, 205), (430, 325), (770, 325), (1200, 205), (1200, 180), (0, 180)], dark(STONE, 0.35))
    bicycle(sheet, 640, 830, 190, YELLOW)


def roof(sheet: Sheet) -> None:
    """A terrace on a flat roof, over the village."""
    sky(sheet, EVENING, 520, (230, 300))
    far_trees(sheet, 500, mix(GREEN, LILAC, 0.4), 28)
    church(sheet, 820, 500, 150)
    for x in range(-40, 1240, 150):
        sheet.poly([(x, 520), (x + 75, 440 + x % 40), (x + 150, 520)], mix(ROOF, LILAC, 0.2))
    sheet.box(0, 516, WIDTH, 30, mix(BRICK, LILAC, 0.2))
    sheet.box(0, 546, WIDTH, 360, light(WOOD, 0.25))
    for x in range(-900, 2100, 90):
        sheet.line([(600 + (x - 600) * 0.55, 546), (x, 900)], dark(WOOD, 0.1), 3)
    sheet.box(0, 456, WIDTH, 8, INK)
    for x in range(20, WIDTH, 74):
        sheet.box(x, 456, 5, 92, INK)
    for x, size, dots in ((90, 170, PINK), (250, 140, WHITE), (1110, 180, YELLOW), (960, 140, CORAL)):
        pot(sheet, x, 700, size, CORAL if dots is not CORAL else PINE, mix(GREEN, PINE, 0.2), dots)
    terrace(sheet, 520, 790, YELLOW)
    bench(sheet, 720, 830, 240)
    flags(sheet, (-10, 120), (1210, 140), 60, lamps=True)


def gate(sheet: Sheet) -> None:
    """The gate of a small walled town."""
    sky(sheet, MORNING, 600)
    far_trees(sheet, 560, size=40)
    bricks(sheet, -20, 430, 420, 300, dark(BRICK, 0.1), 22)
    bricks(sheet, 800, 430, 420, 300, dark(BRICK, 0.1), 22)
    for x in (*range(-20, 390, 80), *range(810, 1200, 80)):
        sheet.box(x, 404, 44, 30, dark(BRICK, 0.16))
    bricks(sheet, 380, 270, 440, 460, BRICK, 22)
    sheet.poly([(350, 280), (430, 130), (770, 130), (850, 280)], ROOF)
    for row in range(1, 5):
        sheet.line([(350 + row * 16, 280 - row * 30), (850 - row * 16, 280 - row * 30)], dark(ROOF, 0.2), 3)
    sheet.poly([(560, 130), (600, 60), (640, 130)], mix(INK, BLUE, 0.3))
    sheet.box(597, 20, 5, 50, INK)
    sheet.poly([(602, 22), (650, 34), (602, 48)], CORAL)
    sheet.disc(600, 540, 128, 128, STONE)
    sheet.box(472, 540, 256, 190, STONE)
    sheet.disc(600, 540, 104, 104, mix(BLUE, PAPER, 0.6))
    sheet.box(496, 540, 208, 190, mix(GRASS, PAPER, 0.4))
    house(sheet, 540, 700, 100, 110, mix(BRICK, PAPER, 0.3), "point")
    for x in (430, 716):
        window(sheet, x, 340, 54, 80, PAPER)
    meadow(sheet, 726, GRASS, (WHITE, YELLOW), 50)
    paving(sheet, 722, mix(STONE, BRICK, 0.3), rows=8, left=(490, 300), right=(710, 900))
    tree(sheet, 150, 760, 400)
    bush(sheet, 1010, 780, 90, GREEN, PINK)
    bench(sheet, 880, 850, 220)


def cargobike(sheet: Sheet) -> None:
    """A cargo bike to share, at a hedge."""
    sky(sheet, down_to=560, sun=(1010, 120))
    house(sheet, 640, 600, 240, 230, mix(PAPER, YELLOW, 0.2), "flat", CORAL)
    house(sheet, 900, 600, 260, 250, BRICK, "flat", PINE)
    far_trees(sheet, 570, mix(GREEN, PINE, 0.25), 50)
    sheet.box(0, 610, WIDTH, 44, mix(GREEN, PINE, 0.35))
    for x in range(-20, 1260, 78):
        bush(sheet, x, 668, 86, mix(GREEN, PINE, 0.35))
    paving(sheet, 650, mix(STONE, BRICK, 0.4))
    tree(sheet, 120, 680, 430)
    bicycle(sheet, 400, 820, 360, PINE, YELLOW)
    sheet.box(1010, 420, 14, 300, INK)
    sheet.box(950, 400, 134, 110, PINE, round_=12)
    bicycle(sheet, 1004, 488, 62, PAPER)
