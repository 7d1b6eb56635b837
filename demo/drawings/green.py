"""Gardens, fields and water. Each function draws one, and its name is the file's."""

from demo.drawings.buildings import (
    church,
    house,
)
from demo.drawings.nature import (
    MORNING,
    bush,
    far_trees,
    meadow,
    poplar,
    reeds,
    shadow,
    sky,
    tree,
    water,
)
from demo.drawings.sheet import (
    BLUE,
    BRICK,
    CORAL,
    GRASS,
    GREEN,
    INK,
    LILAC,
    PAPER,
    PINE,
    PINK,
    ROOF,
    SOIL,
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
    soil,
    table,
)

SAND = mix(STONE, YELLOW, 0.25)


def riverpath(sheet: Sheet) -> None:
    """A path along the Maas with a bench."""
    sky(sheet, MORNING, 430, (860, 170))
    sheet.wave(400, 16, mix(LILAC, BLUE, 0.5), 700, below=470)
    far_trees(sheet, 440, mix(GREEN, LILAC, 0.45))
    water(sheet, 438, 200)
    for x in (250, 300, 352):
        sheet.box(x, 500, 20, 90, dark(WOOD, 0.3))
        sheet.box(x + 13, 500, 7, 90, dark(WOOD, 0.5))
    sheet.wave(600, 12, light(GRASS, 0.1), 900, 200)
    meadow(sheet, 628, GRASS, (YELLOW, WHITE, PINK), 110)
    sheet.poly([(1210, 655), (1210, 700), (640, 790), (470, 910), (60, 910), (420, 745)], SAND)
    sheet.poly([(1210, 655), (420, 745), (60, 910), (100, 910), (450, 752)], dark(SAND, 0.18), 140)
    reeds(sheet, 120, 640)
    reeds(sheet, 560, 626, 8, 90)
    bench(sheet, 760, 720, 300)
    tree(sheet, 1110, 690, 470)


def orchard(sheet: Sheet) -> None:
    """Fruit trees and berry bushes on a strip of grass, with crates."""
    sky(sheet, down_to=470, sun=(940, 140))
    far_trees(sheet, 460)
    church(sheet, 250, 462, 130)
    meadow(sheet, 450, GRASS, (WHITE, YELLOW), 150)
    for x, y, size, fruit in (
        (110, 590, 270, CORAL),
        (360, 560, 220, YELLOW),
        (610, 545, 200, CORAL),
        (850, 560, 225, CORAL),
        (1090, 600, 290, YELLOW),
    ):
        tree(sheet, x, y, size, mix(GREEN, PINE, 0.2), fruit)
    for x, dots in ((70, INK), (250, CORAL), (980, CORAL), (1150, INK)):
        bush(sheet, x, 770, 88, mix(GREEN, PINE, 0.35), dots)
    crate(sheet, 440, 830, CORAL)
    crate(sheet, 640, 850, YELLOW)


def crate(sheet: Sheet, x: float, y: float, fruit: tuple[int, int, int]) -> None:
    shadow(sheet, x + 85, y, 110, 18)
    for number in range(14):
        dx, dy = 18 + (number % 7) * 22, (number // 7) * 14
        sheet.disc(x + dx, y - 106 + dy, 17, 17, mix(fruit, ROOF, (number % 3) * 0.14))
        sheet.disc(x + dx - 5, y - 111 + dy, 5, 5, light(fruit, 0.6))
    for slat in range(3):
        sheet.box(x, y - 92 + slat * 31, 170, 26, (light(WOOD, 0.3), WOOD, dark(WOOD, 0.1))[slat])
    for post in (x, x + 152):
        sheet.box(post, y - 96, 18, 96, dark(WOOD, 0.25))


def garden(sheet: Sheet) -> None:
    """Vegetable beds behind the houses, with a long table."""
    sky(sheet, down_to=500, sun=(1040, 120))
    house(sheet, 20, 500, 230, 180, BRICK, "flat", PINE)
    house(sheet, 330, 500, 230, 180, mix(BRICK, PAPER, 0.3), "flat", CORAL)
    house(sheet, 640, 500, 230, 180, BRICK, "flat", INK)
    far_trees(sheet, 520, mix(GREEN, PINE, 0.3), 46)
    meadow(sheet, 500, GRASS, (), 90)
    table(sheet, 330, 640, 520, 92)
    for x in (420, 540, 660, 770):
        sheet.disc(x, 524, 26, 8, PAPER)
        sheet.disc(x, 522, 17, 5, (CORAL, YELLOW, GREEN)[int(x) % 3])
    soil(sheet, 40, 660, 400, 130, GREEN, dots=CORAL)
    soil(sheet, 520, 690, 420, 130, mix(GRASS, YELLOW, 0.15), dots=None)
    tree(sheet, 1060, 660, 430, fruit=CORAL)
    for x in (990, 1030, 1075, 1120):
        sheet.disc(x, 800, 9, 42, PINE)
        sheet.line([(x, 838), (x, 740)], PINE, 7)
        sheet.disc(x, 725, 32, 32, YELLOW)
        sheet.disc(x, 725, 14, 14, SOIL)


def countryroad(sheet: Sheet) -> None:
    """A road between poplars, with a car."""
    sky(sheet, down_to=520, sun=(960, 150))
    far_trees(sheet, 512, size=26)
    church(sheet, 40, 512, 110)
    meadow(sheet, 505, mix(GRASS, YELLOW, 0.15), (YELLOW,), 90)
    sheet.poly([(560, 505), (640, 505), (1010, 910), (190, 910)], mix(INK, STONE, 0.5))
    for share in (0.05, 0.16, 0.32, 0.55, 0.8):
        sheet.poly(
            [
                (600 - 5 * (1 + share * 2), 505 + 400 * share),
                (600 + 5 * (1 + share * 2), 505 + 400 * share),
                (600 + 8 * (1 + share * 2), 505 + 400 * (share + 0.07)),
                (600 - 8 * (1 + share * 2), 505 + 400 * (share + 0.07)),
            ],
            PAPER,
        )
    for share in (0.02, 0.1, 0.22, 0.42, 0.75):
        size, y = 130 + 520 * share, 510 + 330 * share
        poplar(sheet, 545 - 470 * share, y, size)
        poplar(sheet, 655 + 470 * share, y, size)
    shadow(sheet, 700, 770, 130, 20)
    sheet.box(615, 640, 190, 60, CORAL, round_=26)
    sheet.box(600, 680, 220, 76, CORAL, round_=18)
    sheet.box(636, 652, 148, 40, mix(BLUE, INK, 0.35), round_=12)
    sheet.poly([(640, 690), (676, 654), (706, 654), (662, 690)], PAPER, 90)
    for x in (622, 770):
        sheet.box(x, 708, 30, 18, YELLOW, round_=7)
        sheet.box(x + 2, 748, 34, 30, INK, round_=6)
    sheet.box(668, 716, 82, 18, PAPER, round_=4)


def night(sheet: Sheet) -> None:
    """The Milky Way over the Peel, and a deck to lie on."""
    deep, low = mix(INK, (20, 30, 80), 0.6), mix(LILAC, INK, 0.35)
    sheet.fade(0, 640, deep, low)
    sheet.glow(600, 640, 420, mix(PINK, YELLOW, 0.4), 8)
    for _ in range(70):
        share = sheet.dice.random()
        x, y = 150 + 800 * share + sheet.dice.gauss(0, 50), 560 - 560 * share + sheet.dice.gauss(0, 50)
        sheet.disc(x, y, 70, 44, LILAC, 9)
    for _ in range(420):
        x, y, size = sheet.dice.uniform(0, WIDTH), 600 * sheet.dice.random() ** 1.2, sheet.dice.uniform(0.8, 2.6)
        sheet.disc(x, y, size, size, sheet.dice.choice((WHITE, PAPER, YELLOW, BLUE)))
    far_trees(sheet, 640, mix(INK, PINE, 0.25), 40)
    sheet.fade(630, 270, mix(LILAC, INK, 0.5), mix(INK, PINE, 0.2))
    for _ in range(26):
        sheet.box(
            sheet.dice.uniform(0, WIDTH), sheet.dice.uniform(650, 760), sheet.dice.uniform(20, 130), 3, PAPER, 60, 1
        )
    ground = mix(INK, PINE, 0.35)
    sheet.wave(770, 14, ground, 500)
    for x in (60, 170, 1080, 1160):
        for _ in range(14):
            at, high = x + sheet.dice.uniform(-50, 50), sheet.dice.uniform(60, 150)
            sheet.line([(at, 810), (at + sheet.dice.uniform(-16, 20), 800 - high)], mix(ground, GREEN, 0.3), 4)
    sheet.poly([(380, 770), (820, 770), (960, 880), (240, 880)], mix(WOOD, INK, 0.45))
    for share in (0.2, 0.4, 0.6, 0.8):
        sheet.line(
            [(380 - 140 * share, 770 + 110 * share), (820 + 140 * share, 770 + 110 * share)], mix(WOOD, INK, 0.65), 4
        )
    sheet.box(240, 880, 720, 20, mix(WOOD, INK, 0.7))
    for x in (440, 650):
        sheet.poly([(x, 800), (x + 130, 800), (x + 150, 850), (x - 20, 850)], mix((CORAL, BLUE)[x > 500], INK, 0.35))
    sheet.glow(880, 826, 70, YELLOW, 12)
    sheet.box(868, 812, 24, 34, light(YELLOW, 0.4), round_=6)


def crossing(sheet: Sheet) -> None:
    """A bench, a water tap and a signpost where bicycle paths meet."""
    sky(sheet, down_to=500)
    far_trees(sheet, 492, size=30)
    meadow(sheet, 480, GRASS, (YELLOW, WHITE, LILAC), 150)
    sheet.poly([(500, 480), (560, 480), (760, 910), (330, 910)], SAND)
    sheet.poly([(1210, 560), (1210, 610), (620, 660), (580, 620)], SAND)
    tree(sheet, 960, 640, 460, mix(GREEN, PINE, 0.2))
    bench(sheet, 800, 700, 280)
    sheet.box(225, 330, 18, 420, WOOD)
    for y, colour, side in ((350, CORAL, 1), (410, PINE, -1), (470, YELLOW, 1)):
        left = 234 - (0 if side > 0 else 190)
        sheet.box(left, y, 170, 44, colour)
        tip = left + 170 if side > 0 else left
        sheet.poly([(tip, y), (tip + side * 26, y + 22), (tip, y + 44)], colour)
        sheet.box(left + 24, y + 18, 110, 8, light(colour, 0.6), round_=4)
    shadow(sheet, 700, 770, 40)
    sheet.box(684, 610, 36, 160, mix(BLUE, INK, 0.35), round_=8)
    sheet.line([(702, 620), (740, 620), (740, 648)], INK, 9)
    sheet.disc(741, 672, 5, 14, BLUE)
    sheet.disc(740, 774, 40, 9, mix(BLUE, WHITE, 0.4))
    bicycle(sheet, 420, 800, 230, CORAL)


def playground(sheet: Sheet) -> None:
    """A slide, a swing and a sand pit."""
    sky(sheet, down_to=520)
    far_trees(sheet, 520, mix(GREEN, PINE, 0.3), 60)
    meadow(sheet, 510, GRASS, (WHITE,), 110)
    sheet.disc(330, 800, 300, 74, dark(SAND, 0.15))
    sheet.disc(330, 794, 286, 66, SAND)
    for post in (640, 800):
        sheet.box(post, 330, 20, 420, WOOD)
    sheet.poly([(610, 340), (730, 230), (850, 340)], CORAL)
    sheet.poly([(730, 230), (850, 340), (800, 340)], dark(CORAL, 0.15))
    sheet.box(626, 520, 210, 22, light(WOOD, 0.2))
    for rail in (440, 480):
        sheet.box(640, rail, 170, 10, YELLOW)
    sheet.poly([(636, 520), (650, 500), (420, 760), (330, 770), (330, 750), (404, 738)], dark(BLUE, 0.25))
    sheet.poly([(640, 506), (662, 506), (436, 752), (344, 756), (344, 742), (412, 730)], BLUE)
    for rung in range(5):
        sheet.box(812, 560 + rung * 40, 76, 10, WOOD)
    sheet.line([(818, 540), (818, 750)], WOOD, 10)
    sheet.line([(884, 540), (884, 750)], WOOD, 10)
    for x in (930, 1170):
        sheet.line([(x - 34, 770), (x, 380), (x + 34, 770)], dark(WOOD, 0.2), 14)
    sheet.box(920, 374, 262, 14, WOOD)
    for x, lean in ((990, 24), (1090, -8)):
        sheet.line([(x - 22, 384), (x - 22 + lean, 640)], INK, 3)
        sheet.line([(x + 22, 384), (x + 22 + lean, 640)], INK, 3)
        sheet.box(x - 32 + lean, 640, 64, 13, CORAL, round_=4)
    sheet.poly([(250, 800), (282, 800), (276, 760), (256, 760)], CORAL)
    sheet.disc(210, 806, 40, 16, dark(SAND, 0.08))
    tree(sheet, 110, 640, 330)


def bees(sheet: Sheet) -> None:
    """A field of flowers with hives."""
    sky(sheet, down_to=440, sun=(220, 130))
    sheet.wave(430, 18, mix(GREEN, BLUE, 0.4), 800, below=520)
    far_trees(sheet, 460, size=30)
    meadow(sheet, 450, mix(GRASS, GREEN, 0.2), (CORAL, YELLOW, LILAC, PINK, WHITE), 330)
    for x, colour in ((760, BLUE), (890, YELLOW), (1020, PINK)):
        shadow(sheet, x + 50, 700, 80)
        sheet.box(x + 8, 676, 12, 30, dark(WOOD, 0.3))
        sheet.box(x + 82, 676, 12, 30, dark(WOOD, 0.3))
        for floor in range(3):
            sheet.box(x, 540 + floor * 48, 102, 46, mix(colour, PAPER, floor * 0.14))
            sheet.box(x + 74, 540 + floor * 48, 28, 46, INK, 26)
        sheet.box(x + 30, 656, 42, 10, INK, round_=5)
        sheet.poly([(x - 10, 542), (x + 8, 512), (x + 94, 512), (x + 112, 542)], mix(STONE, INK, 0.3))
    for _ in range(9):
        x, y = sheet.dice.randint(560, 1120), sheet.dice.randint(420, 560)
        sheet.disc(x + 3, y - 7, 8, 5, WHITE, 190)
        sheet.disc(x, y, 10, 7, YELLOW)
        sheet.box(x - 2, y - 6, 4, 12, INK)
    tree(sheet, 150, 600, 380, mix(GREEN, PINE, 0.2))


def pond(sheet: Sheet) -> None:
    """A pond with a jetty and water lilies."""
    sky(sheet, down_to=420, sun=(900, 140))
    far_trees(sheet, 420, mix(GREEN, PINE, 0.3), 56)
    sheet.box(0, 410, WIDTH, 40, GRASS)
    water(sheet, 440, 300)
    for x in (260, 460, 760):
        sheet.disc(x, 460, 90, 14, mix(GREEN, PINE, 0.5), 110)
    for x, y, size in ((180, 600, 46), (290, 640, 60), (930, 560, 40), (1010, 610, 52)):
        sheet.disc(x, y, size, size * 0.36, mix(GREEN, PINE, 0.4))
        sheet.poly([(x, y), (x + size, y - 8), (x + size, y + 10)], mix(BLUE, PINE, 0.2))
        sheet.disc(x - 8, y - 8, size * 0.26, size * 0.2, PINK)
        sheet.disc(x - 8, y - 11, size * 0.12, size * 0.1, YELLOW)
    meadow(sheet, 725, GRASS, (YELLOW, WHITE), 80)
    sheet.poly([(560, 560), (700, 560), (820, 800), (420, 800)], light(WOOD, 0.2))
    for number in range(9):
        share = (number / 9) ** 1.3
        sheet.line(
            [(560 - 140 * share, 560 + 240 * share), (700 + 120 * share, 560 + 240 * share)], dark(WOOD, 0.15), 3
        )
    for x, y, high in ((552, 570, 90), (704, 570, 90), (404, 800, 130), (824, 800, 130)):
        sheet.box(x - 8, y - high, 18, high + 26, dark(WOOD, 0.2))
    sheet.line([(552, 490), (404, 680)], dark(WOOD, 0.35), 6)
    sheet.line([(704, 490), (824, 680)], dark(WOOD, 0.35), 6)
    reeds(sheet, 90, 760, 22, 190)
    reeds(sheet, 1120, 770, 22, 210)


def rain(sheet: Sheet) -> None:
    """A sloping street with rain barrels and plants."""
    sky(sheet, (mix(BLUE, STONE, 0.55), mix(PAPER, BLUE, 0.35)), 640, None)
    sheet.wave(520, 30, mix(GREEN, BLUE, 0.4), 900, below=660)
    house(sheet, 40, 680, 330, 330, mix(PAPER, YELLOW, 0.25), "flat", PINE)
    house(sheet, 780, 640, 330, 330, BRICK, "flat", CORAL)
    meadow(sheet, 660, GRASS, (), 40)
    sheet.poly([(520, 640), (640, 640), (1000, 910), (380, 910)], mix(STONE, BLUE, 0.2))
    sheet.line([(580, 650), (600, 760), (660, 900)], mix(BLUE, WHITE, 0.3), 14)
    for x, foot in ((376, 690), (764, 652)):
        sheet.box(x, foot - 345, 12, 290, mix(STONE, INK, 0.3))
    for x, y, size in ((400, 740, 120), (700, 720, 110)):
        shadow(sheet, x, y, size * 0.5)
        sheet.box(x - size * 0.36, y - size, size * 0.72, size, PINE, round_=size * 0.14)
        for band in (0.28, 0.62):
            sheet.box(x - size * 0.38, y - size * (1 - band), size * 0.76, 8, dark(PINE, 0.35))
        sheet.disc(x, y - size, size * 0.36, size * 0.09, mix(BLUE, WHITE, 0.2))
        sheet.box(x - 6, y - size * 0.22, 24, 8, YELLOW)
    for x, y, dots in ((120, 800, PINK), (250, 840, YELLOW), (860, 780, LILAC), (1010, 740, WHITE), (1130, 800, PINK)):
        bush(sheet, x, y, 90, mix(GREEN, PINE, 0.2), dots)
    for _ in range(70):
        x, y = sheet.dice.randint(0, WIDTH), sheet.dice.randint(0, 700)
        sheet.line([(x, y), (x - 8, y + 26)], WHITE, 2, 110)
