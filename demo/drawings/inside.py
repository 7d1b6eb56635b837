"""Kitchens, workshops and shops: the drawings under a roof. Each function draws one, and its name is the file's."""

from demo.drawings.buildings import (
    GLASS,
    bricks,
    paving,
    window,
)
from demo.drawings.nature import (
    shadow,
    sky,
    tree,
)
from demo.drawings.sheet import (
    BLUE,
    BRICK,
    CORAL,
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
    Colour,
    Sheet,
    dark,
    light,
    mix,
)  # fmt: skip
from demo.drawings.things import (
    bicycle,
    books,
    pot,
    table,
)

IRON = mix(INK, BLUE, 0.2)


def room(sheet: Sheet, wall: Colour, floor: Colour, line: float = 650) -> None:
    """A wall and a wooden floor, with light from the left."""
    sheet.fade(0, line, light(wall, 0.12), wall)
    sheet.box(0, line, WIDTH, HEIGHT - line, floor)
    for x in range(-1200, 2400, 120):
        sheet.line([(600 + (x - 600) * 0.5, line), (x, HEIGHT)], dark(floor, 0.16), 3)
    sheet.box(0, line - 22, WIDTH, 24, light(wall, 0.5))
    sheet.poly([(0, 60), (420, line), (0, line)], WHITE, 26)
    sheet.poly([(120, line), (520, line), (760, HEIGHT), (200, HEIGHT)], WHITE, 40)


def lamp(sheet: Sheet, x: float, y: float, colour: Colour) -> None:
    sheet.box(x - 2, 0, 4, y, INK)
    sheet.glow(x, y + 70, 150, YELLOW, 7)
    sheet.poly([(x - 24, y), (x + 24, y), (x + 76, y + 62), (x - 76, y + 62)], colour)
    sheet.poly([(x + 8, y), (x + 24, y), (x + 76, y + 62), (x + 30, y + 62)], dark(colour, 0.15))
    sheet.disc(x, y + 62, 76, 13, light(YELLOW, 0.55))


def pan(sheet: Sheet, x: float, y: float, size: float, colour: Colour, steam: bool = True) -> None:
    """A pan with its bottom at y."""
    for number in range(3 if steam else 0):
        at = x - size * 0.22 + number * size * 0.22
        sheet.line(
            [(at, y - size * 0.8), (at + 10, y - size), (at - 6, y - size * 1.2), (at + 6, y - size * 1.45)],
            WHITE,
            9,
            110,
        )
    sheet.box(x - size * 0.62, y - size * 0.46, size * 1.24, size * 0.09, dark(colour, 0.3), round_=6)
    sheet.box(x - size * 0.5, y - size * 0.6, size, size * 0.6, colour, round_=size * 0.1)
    sheet.box(x + size * 0.22, y - size * 0.58, size * 0.28, size * 0.56, INK, 36, size * 0.08)
    sheet.disc(x, y - size * 0.6, size * 0.5, size * 0.11, light(colour, 0.3))
    sheet.disc(x, y - size * 0.6, size * 0.43, size * 0.08, mix(YELLOW, CORAL, 0.4))


def plate(sheet: Sheet, x: float, y: float, size: float, food: Colour) -> None:
    sheet.disc(x, y + 4, size, size * 0.3, INK, 40)
    sheet.disc(x, y, size, size * 0.3, WHITE)
    sheet.disc(x, y, size * 0.76, size * 0.21, STONE)
    sheet.disc(x, y - 4, size * 0.6, size * 0.18, food)
    sheet.disc(x - size * 0.16, y - 9, size * 0.2, size * 0.08, light(food, 0.4))


def longtable(sheet: Sheet) -> None:
    """A long table laid for dinner, under lamps."""
    room(sheet, mix(PINE, PAPER, 0.42), WOOD)
    for x in (90, 900):
        window(sheet, x, 150, 210, 270, PAPER)
    for x, colour in ((330, YELLOW), (600, CORAL), (870, YELLOW)):
        lamp(sheet, x, 150, colour)
    for x in range(180, 1100, 170):
        sheet.box(x, 500, 90, 130, dark(WOOD, 0.15), round_=8)
        sheet.box(x + 14, 516, 62, 26, WOOD)
    sheet.poly([(170, 600), (1030, 600), (1150, 760), (50, 760)], PAPER)
    sheet.poly([(50, 760), (1150, 760), (1150, 800), (50, 800)], STONE)
    for leg in (110, 1060):
        sheet.box(leg, 800, 34, 100, dark(WOOD, 0.3))
    sheet.poly([(540, 600), (660, 600), (680, 760), (520, 760)], mix(CORAL, PAPER, 0.35))
    for number in range(5):
        plate(sheet, 250 + number * 175, 625, 52, (GREEN, YELLOW, CORAL)[number % 3])
        plate(sheet, 170 + number * 215, 720, 70, (CORAL, GREEN, YELLOW)[number % 3])
    pan(sheet, 600, 710, 140, dark(BLUE, 0.3))
    for x in (400, 800):
        sheet.box(x - 9, 610, 18, 60, mix(BLUE, WHITE, 0.5), 220, 6)
        for side, colour in ((-20, CORAL), (0, YELLOW), (20, PINK)):
            sheet.line([(x, 614), (x + side, 574)], PINE, 4)
            sheet.disc(x + side, 566, 15, 15, colour)


def kitchen(sheet: Sheet) -> None:
    """A kitchen with pans on the stove."""
    room(sheet, mix(YELLOW, PAPER, 0.62), STONE, 740)
    for row in range(5):
        for number in range(17):
            tile = mix(PAPER, (BLUE, PAPER, CORAL, PAPER)[(row + number) % 4], 0.35)
            sheet.box(number * 72 + 2, 270 + row * 54 + 2, 68, 50, tile)
    window(sheet, 470, 70, 260, 180, WHITE)
    for x in (50, 810):
        sheet.box(x, 190, 340, 14, WOOD)
        for number in range(5):
            colour = (CORAL, PINE, YELLOW, BLUE, PINK)[number]
            sheet.box(x + 18 + number * 64, 124, 44, 66, colour, round_=8)
            sheet.box(x + 24 + number * 64, 116, 32, 12, dark(colour, 0.25), round_=4)
    for number, x in enumerate((90, 170, 250, 330)):
        sheet.line([(x, 270), (x, 350)], IRON, 5)
        sheet.disc(x, 372, 22, 26, (IRON, WOOD, STONE, IRON)[number])
    sheet.box(0, 540, WIDTH, 34, light(WOOD, 0.2))
    sheet.box(0, 572, WIDTH, 10, dark(WOOD, 0.3))
    sheet.box(0, 580, WIDTH, 190, PINE)
    for x in range(20, WIDTH, 200):
        sheet.box(x, 604, 176, 146, light(PINE, 0.12), round_=6)
        sheet.box(x + 70, 620, 40, 9, YELLOW, round_=4)
    sheet.box(440, 580, 320, 190, mix(STONE, INK, 0.2))
    sheet.box(476, 640, 248, 104, IRON, round_=8)
    for knob in range(5):
        sheet.disc(500 + knob * 50, 610, 12, 12, INK)
    pan(sheet, 520, 540, 150, CORAL)
    pan(sheet, 690, 540, 110, dark(BLUE, 0.3))
    sheet.box(860, 522, 190, 18, light(WOOD, 0.35), round_=6)
    for x, colour in ((890, CORAL), (930, YELLOW), (966, GREEN), (1010, CORAL)):
        sheet.disc(x, 506, 22, 19, colour)
        sheet.disc(x - 7, 499, 6, 5, light(colour, 0.6))
    pot(sheet, 1120, 540, 110, CORAL, GREEN)
    sheet.disc(200, 524, 90, 20, light(BLUE, 0.4))
    for x, colour in ((150, GREEN), (190, GREEN), (230, CORAL), (255, GREEN)):
        sheet.disc(x, 506, 30, 22, mix(colour, PINE, 0.15))


def tools(sheet: Sheet) -> None:
    """A cupboard full of tools at a brick wall."""
    bricks(sheet, 0, 0, WIDTH, 720, mix(BRICK, PAPER, 0.15), 26)
    paving(sheet, 715, mix(STONE, BRICK, 0.2), rows=8)
    shadow(sheet, 600, 760, 440, 24)
    for side, x in ((-1, 110), (1, 890)):
        sheet.poly(
            [
                (x, 120),
                (x + 200, 150 if side < 0 else 120),
                (x + 200, 730 if side < 0 else 760),
                (x, 760 if side < 0 else 730),
            ],
            PINE,
        )
        sheet.poly([(x + 24, 160), (x + 176, 176), (x + 176, 700), (x + 24, 716)], light(PINE, 0.14))
    sheet.box(300, 130, 600, 620, dark(WOOD, 0.25))
    sheet.box(322, 152, 556, 576, light(WOOD, 0.35))
    sheet.poly([(250, 130), (310, 70), (890, 70), (950, 130)], ROOF)
    for y in (400, 590):
        sheet.box(322, y, 556, 16, WOOD)
        sheet.box(322, y + 16, 556, 16, INK, 40)
    for number, x in enumerate((370, 450, 530)):
        sheet.line([(x, 190), (x, 360)], WOOD, 12)
        sheet.box(x - 34, 180, 68, 28, (IRON, CORAL, IRON)[number], round_=6)
    sheet.line([(620, 180), (620, 380)], dark(WOOD, 0.15), 11)
    sheet.poly([(592, 320), (648, 320), (640, 392), (620, 400), (600, 392)], IRON)
    sheet.line([(690, 180), (690, 330)], dark(WOOD, 0.15), 11)
    sheet.box(652, 330, 76, 12, IRON)
    for tooth in range(6):
        sheet.box(654 + tooth * 13, 340, 6, 40, IRON)
    sheet.poly([(760, 230), (860, 190), (860, 240), (770, 290)], mix(STONE, BLUE, 0.2))
    sheet.box(740, 250, 52, 60, CORAL, round_=16)
    sheet.box(350, 500, 170, 90, CORAL, round_=10)
    sheet.box(392, 478, 86, 24, dark(CORAL, 0.3), round_=10)
    sheet.box(350, 530, 170, 10, dark(CORAL, 0.2))
    sheet.box(560, 484, 120, 70, YELLOW, round_=14)
    sheet.box(600, 540, 40, 50, INK, round_=8)
    sheet.box(676, 506, 50, 20, IRON)
    for x, colour in ((758, BLUE), (800, PINK), (842, GREEN)):
        sheet.box(x - 18, 530, 38, 60, colour, round_=4)
        sheet.disc(x + 1, 530, 19, 5, light(colour, 0.5))
    sheet.ring(430, 660, 52, PINE, 16)
    sheet.ring(430, 660, 26, GREEN, 12)
    sheet.poly([(560, 720), (700, 720), (720, 640), (540, 640)], mix(STONE, INK, 0.15))
    sheet.ring(630, 640, 70, IRON, 5)
    sheet.box(540, 640, 180, 82, mix(STONE, INK, 0.15), round_=10)
    sheet.poly([(762, 720), (850, 720), (838, 620), (774, 620)], CORAL)


def workbench(sheet: Sheet) -> None:
    """A workbench with a bicycle in repair."""
    room(sheet, mix(BLUE, PAPER, 0.5), mix(STONE, WOOD, 0.35), 700)
    sheet.box(90, 110, 620, 330, light(WOOD, 0.3))
    for x in range(120, 700, 38):
        for y in range(134, 430, 38):
            sheet.disc(x, y, 4, 4, dark(WOOD, 0.15))
    for number, x in enumerate((150, 215, 280, 345)):
        high = 190 - number * 26
        sheet.line([(x, 160), (x, 160 + high)], IRON, 13)
        sheet.ring(x, 160, 19, IRON, 10)
        sheet.ring(x, 160 + high, 16, IRON, 9)
    for number, x in enumerate((420, 470, 520)):
        sheet.box(x - 13, 160, 26, 84, (CORAL, YELLOW, PINE)[number], round_=10)
        sheet.box(x - 4, 240, 8, 110, IRON)
    sheet.line([(600, 160), (600, 380)], WOOD, 14)
    sheet.box(560, 150, 90, 40, IRON, round_=8)
    lamp(sheet, 930, 190, CORAL)
    table(sheet, 60, 800, 690, 250, WOOD)
    sheet.box(100, 600, 590, 70, dark(WOOD, 0.2))
    for x in (130, 330, 530):
        sheet.box(x, 616, 130, 40, WOOD, round_=4)
        sheet.disc(x + 65, 636, 8, 8, YELLOW)
    sheet.box(120, 450, 130, 74, CORAL, round_=8)
    sheet.box(150, 430, 70, 22, dark(CORAL, 0.3), round_=8)
    sheet.box(300, 480, 60, 46, PINE, round_=6)
    sheet.disc(470, 500, 66, 20, IRON)
    sheet.disc(470, 498, 46, 12, mix(BLUE, PAPER, 0.5))
    sheet.box(590, 470, 90, 50, YELLOW, round_=10)
    sheet.box(940, 440, 18, 360, IRON)
    sheet.box(864, 790, 170, 20, IRON, round_=8)
    bicycle(sheet, 920, 700, 270, CORAL)
    sheet.box(914, 500, 70, 26, INK, round_=8)


def guitars(sheet: Sheet) -> None:
    """Guitars on the wall, and chairs in a circle."""
    room(sheet, mix(LILAC, PAPER, 0.45), WOOD, 640)
    window(sheet, 850, 110, 260, 330, PAPER)
    for x, colour in ((140, CORAL), (330, YELLOW), (520, mix(WOOD, ROOF, 0.3)), (700, PINE)):
        sheet.box(x - 26, 96, 52, 16, dark(WOOD, 0.3), round_=6)
        sheet.disc(x + 10, 408, 66, 70, INK, 40)
        sheet.box(x - 9, 130, 18, 220, dark(WOOD, 0.35))
        sheet.box(x - 17, 100, 34, 54, dark(WOOD, 0.5), round_=6)
        sheet.disc(x, 345, 48, 52, colour)
        sheet.disc(x, 412, 66, 68, colour)
        sheet.disc(x - 18, 395, 24, 40, light(colour, 0.35), 150)
        sheet.disc(x, 372, 22, 22, INK)
        sheet.box(x - 24, 436, 48, 10, INK, round_=4)
        for string in (-5, 0, 5):
            sheet.line([(x + string, 110), (x + string, 440)], PAPER, 1.5, 220)
    sheet.disc(600, 800, 420, 84, mix(CORAL, PAPER, 0.15))
    sheet.disc(600, 800, 340, 64, mix(YELLOW, PAPER, 0.2))
    sheet.disc(600, 800, 230, 42, mix(CORAL, PAPER, 0.15))
    for x, y, size, colour in ((300, 740, 150, PINE), (600, 700, 130, dark(BLUE, 0.25)), (900, 740, 150, CORAL)):
        shadow(sheet, x, y, size * 0.5)
        for leg in (-0.34, 0.28):
            sheet.box(x + leg * size, y - size * 0.5, size * 0.06, size * 0.5, dark(WOOD, 0.35))
        sheet.box(x - size * 0.36, y - size * 1.1, size * 0.72, size * 0.4, colour, round_=size * 0.12)
        sheet.box(x - size * 0.4, y - size * 0.56, size * 0.8, size * 0.14, light(colour, 0.16), round_=size * 0.06)
    sheet.line([(1070, 850), (1070, 560)], INK, 8)
    sheet.line([(1070, 850), (1020, 880)], INK, 8)
    sheet.line([(1070, 850), (1122, 880)], INK, 8)
    sheet.poly([(1000, 580), (1140, 560), (1150, 660), (1010, 680)], PAPER)
    for row in range(4):
        sheet.line([(1020, 600 + row * 18), (1130, 584 + row * 18)], INK, 2)


def shopwindow(sheet: Sheet) -> None:
    """An empty shop where makers try things."""
    sky(sheet, down_to=200, sun=None)
    bricks(sheet, 0, 60, WIDTH, 660, mix(BRICK, PAPER, 0.05), 24)
    for x in (150, 520, 890):
        window(sheet, x, 100, 150, 120, PAPER)
    sheet.box(90, 280, 1020, 440, PINE)
    sheet.box(90, 280, 1020, 76, dark(PINE, 0.2))
    for number in range(11):
        sheet.box(330 + number * 50, 304, 30 - 8 * (number % 3 == 1), 28, YELLOW if number % 4 else CORAL, round_=6)
    sheet.box(130, 380, 440, 300, mix(PAPER, YELLOW, 0.4))
    sheet.box(780, 380, 290, 300, mix(PAPER, YELLOW, 0.4))
    for x in (230, 460):
        sheet.box(x - 2, 380, 4, 50, INK)
        sheet.glow(x, 450, 70, YELLOW, 10)
        sheet.disc(x, 446, 30, 20, CORAL)
    sheet.box(150, 580, 400, 14, WOOD)
    sheet.box(150, 668, 400, 12, WOOD)
    for x, high, colour in ((180, 70, BLUE), (250, 96, CORAL), (330, 60, PINK), (400, 88, GREEN), (480, 66, YELLOW)):
        sheet.box(x, 580 - high, 46, high, colour, round_=16)
        sheet.disc(x + 23, 580 - high, 15, 6, dark(colour, 0.25))
    for x in (190, 300, 410):
        sheet.box(x, 628, 80, 40, (LILAC, WOOD, CORAL)[x % 3], round_=6)
    sheet.line([(830, 400), (830, 660)], WOOD, 8)
    sheet.line([(1020, 400), (1020, 660)], WOOD, 8)
    sheet.box(810, 424, 230, 8, WOOD)
    for x, colour in ((850, CORAL), (900, BLUE), (950, YELLOW)):
        sheet.poly([(x, 434), (x + 18, 434), (x + 44, 560), (x - 26, 560)], colour)
    for x, wide in ((130, 440), (780, 290)):
        sheet.poly([(x, 380), (x + wide * 0.3, 380), (x, 600)], WHITE, 70)
        sheet.box(x - 8, 676, wide + 16, 14, PAPER)
    sheet.box(610, 380, 130, 340, CORAL)
    sheet.box(630, 402, 90, 200, GLASS)
    sheet.poly([(630, 402), (690, 402), (630, 520)], PAPER, 110)
    sheet.box(636, 440, 78, 44, PAPER, round_=6)
    sheet.box(646, 458, 58, 8, CORAL, round_=4)
    for stripe in range(14):
        left = 70 + stripe * 76
        colour = YELLOW if stripe % 2 else PAPER
        sheet.poly([(left + 8, 350), (left + 84, 350), (left + 76, 420), (left, 420)], colour, 245)
        sheet.disc(left + 38, 420, 38, 18, colour)
    paving(sheet, 716, mix(STONE, BRICK, 0.25), rows=7)
    pot(sheet, 60, 790, 130, CORAL, GREEN, PINK)
    pot(sheet, 1140, 790, 130, CORAL, GREEN, WHITE)
    shadow(sheet, 690, 830, 60)
    sheet.poly([(640, 830), (672, 690), (712, 690), (744, 830)], INK)
    sheet.poly([(654, 810), (676, 704), (708, 704), (730, 810)], mix(INK, PINE, 0.4))
    sheet.box(676, 730, 34, 6, YELLOW)
    sheet.box(670, 750, 46, 6, PAPER)


def livingroom(sheet: Sheet) -> None:
    """A living room with coffee for everybody who walks in."""
    room(sheet, mix(CORAL, PAPER, 0.62), WOOD, 660)
    window(sheet, 110, 120, 250, 320, WHITE)
    tree(sheet, 230, 436, 180)
    window_bars(sheet, 110, 120, 250, 320)
    lamp(sheet, 820, 160, PINE)
    for x, y, wide, high, colour in ((520, 150, 130, 160, YELLOW), (960, 150, 170, 130, BLUE)):
        sheet.box(x, y, wide, high, dark(WOOD, 0.3))
        sheet.box(x + 12, y + 12, wide - 24, high - 24, PAPER)
        sheet.disc(x + wide / 2, y + high / 2, wide * 0.24, wide * 0.24, colour)
        sheet.poly(
            [(x + 12, y + high - 12), (x + wide * 0.45, y + high * 0.55), (x + wide - 12, y + high - 12)], GREEN
        )
    shadow(sheet, 500, 760, 330, 24)
    sheet.box(190, 480, 600, 200, dark(PINE, 0.1), round_=40)
    sheet.box(160, 570, 90, 180, PINE, round_=36)
    sheet.box(730, 570, 90, 180, PINE, round_=36)
    sheet.box(236, 600, 510, 120, light(PINE, 0.12), round_=24)
    sheet.line([(490, 604), (490, 716)], dark(PINE, 0.2), 4)
    for x, colour in ((290, YELLOW), (650, PINK)):
        sheet.box(x, 520, 110, 100, colour, round_=24)
        sheet.box(x + 18, 540, 30, 50, light(colour, 0.4), round_=10)
    for leg in (210, 750):
        sheet.box(leg, 740, 20, 34, dark(WOOD, 0.4))
    sheet.disc(560, 850, 400, 44, mix(YELLOW, PAPER, 0.3))
    sheet.box(420, 800, 12, 76, dark(WOOD, 0.4))
    sheet.box(700, 800, 12, 76, dark(WOOD, 0.4))
    sheet.disc(565, 802, 190, 36, dark(WOOD, 0.2))
    sheet.disc(565, 794, 190, 36, light(WOOD, 0.3))
    sheet.box(520, 700, 76, 90, CORAL, round_=18)
    sheet.line([(596, 720), (624, 730), (596, 768)], CORAL, 10)
    sheet.disc(558, 700, 30, 9, dark(CORAL, 0.3))
    for x in (440, 660):
        sheet.box(x - 24, 764, 48, 36, WHITE, round_=10)
        sheet.disc(x, 764, 24, 7, dark(WOOD, 0.4))
    sheet.box(900, 420, 230, 250, dark(WOOD, 0.12))
    for y in (500, 590):
        sheet.box(912, y, 206, 10, dark(WOOD, 0.35))
    for y in (500, 590, 664):
        books(sheet, 918, y, 194, 66)
    pot(sheet, 1000, 420, 120, YELLOW, GREEN)


def window_bars(sheet: Sheet, x: float, y: float, wide: float, high: float) -> None:
    sheet.box(x + wide / 2 - 4, y, 8, high, WHITE)
    sheet.box(x, y + high * 0.34, wide, 8, WHITE)
    sheet.box(x - 14, y + high, wide + 28, 18, WHITE)
