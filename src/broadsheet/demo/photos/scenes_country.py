"""Pictures of the country: river, fields, temple, forest, lake, coast."""

from __future__ import annotations

import math

from broadsheet.demo.photos.canvas import Canvas, mix
from broadsheet.demo.photos.motifs import boat, palm, person, stilt_house, stupa, tower


def river_dusk() -> Canvas:
    x: float
    y: float
    board = Canvas(11)
    board.gradient(((0, (38, 30, 84)), (0.4, (138, 58, 116)), (0.75, (240, 122, 84)), (1, (255, 214, 140))), bottom=620)
    for n in range(9):
        y = 110 + n * 46
        board.disc(
            200 + (n * 431) % 1400,
            y,
            210 + 20 * n,
            mix((196, 88, 120), (255, 180, 120), n / 9),
            squash=0.035,
            alpha=0.55,
        )
    board.glow(1090, 560, 520, (255, 190, 110), strength=0.9)
    board.disc(1090, 548, 74, (255, 240, 196))
    far, near = (112, 56, 104), (58, 28, 72)
    board.ridge(598, rise=9, rough=3, colour=far, to=640)
    for x in range(20, 1600, 74):
        palm(board, x + board.random.uniform(-20, 20), 612, board.random.uniform(34, 64), far)
    board.ridge(612, rise=5, rough=4, colour=near, to=640)
    stupa(board, 410, 612, 150, near)
    stupa(board, 330, 612, 84, near)
    for x in (120, 190, 540, 590, 700, 1390, 1460, 1530):
        palm(board, x, 616, board.random.uniform(76, 150), near, lean=board.random.uniform(-0.1, 0.12))
    board.mirror(620, depth=447, tint=(46, 26, 78), dim=0.38)
    board.ripples(640, 1060, (255, 206, 140), 130, x=(970, 1210))
    board.ripples(630, 1060, (176, 82, 112), 150)
    board.ripples(700, 1060, (52, 26, 74), 90)
    dark = (26, 14, 42)
    boat(board, 560, 800, 420, dark)
    boat(board, 1220, 700, 200, (44, 22, 60))
    boat(board, 860, 672, 120, (56, 28, 70), rower=False)
    for n in range(70):
        x = board.random.uniform(-20, 330) if n % 2 else board.random.uniform(1330, 1620)
        tall = board.random.uniform(60, 230)
        board.line(((x, 1080), (x + tall * 0.08, 1067 - tall * 0.6), (x + tall * 0.26, 1067 - tall)), (16, 9, 30), 4)
    return board


def rice_paddies() -> Canvas:
    x: float
    y: float
    board = Canvas(23)
    board.gradient(((0, (116, 186, 206)), (0.6, (214, 232, 214)), (1, (252, 240, 200))), bottom=420)
    board.glow(360, 300, 560, (255, 244, 200), strength=0.8)
    board.disc(360, 290, 52, (255, 252, 232))
    for n, y in enumerate((330, 368, 398)):
        board.ridge(y, rise=34 - 8 * n, rough=2 + n, colour=mix((150, 190, 190), (98, 156, 134), n / 2))
    for x in (90, 150, 470, 1020, 1130, 1170, 1400):
        palm(board, x, 420, board.random.uniform(70, 130), (70, 122, 108), lean=board.random.uniform(-0.06, 0.06))
    y, step, green = 416.0, 18.0, 0.0
    while y < 1080:
        green = min(1, (y - 416) / 600)
        tone = (
            mix((150, 190, 92), (12, 74, 58), green) if int(step * 7) % 2 else mix((206, 204, 84), (34, 116, 66), green)
        )
        line = board.ridge(y, rise=6 + step * 0.36, rough=2, colour=tone)
        board.line(line, mix((240, 246, 196), (150, 204, 120), green), 1.5 + step * 0.05)
        if y > 560:
            for x, top in line[::2]:
                for _ in range(2):
                    px, py = x + board.random.uniform(0, 16), top + board.random.uniform(4, step * 1.2)
                    tall = step * 0.42
                    board.line(
                        ((px, py), (px + tall * 0.25, py - tall)), mix(tone, (226, 236, 130), 0.45), 1 + step * 0.02
                    )
        y, step = y + step, step * 1.23
    palm(board, 1290, 640, 330, (26, 66, 58), lean=-0.05)
    palm(board, 1390, 660, 250, (26, 66, 58), lean=0.1)
    for x, size in ((560, 92), (660, 88), (790, 96)):
        person(board, x, 640, size, (42, 52, 62), hat=True)
    return board


def temple_sunrise() -> Canvas:
    x: float
    y: float
    board = Canvas(31)
    board.gradient(
        ((0, (42, 44, 104)), (0.45, (160, 84, 136)), (0.8, (248, 150, 98)), (1, (255, 222, 150))), bottom=660
    )
    board.glow(800, 560, 640, (255, 206, 130), strength=1.0)
    board.disc(800, 470, 150, (255, 236, 180))
    for n in range(7):
        board.disc(160 + n * 230, 150 + (n * 97) % 190, 190, (236, 140, 130), squash=0.03, alpha=0.5)
    board.ridge(640, rise=14, rough=7, colour=(122, 62, 98), to=680)
    stone = (50, 26, 60)
    for x in range(-20, 1640, 62):
        if abs(x - 800) > 520:
            palm(board, x, 668, board.random.uniform(90, 210), (74, 36, 76), lean=board.random.uniform(-0.1, 0.1))
    board.box(330, 610, 940, 60, stone)
    board.box(440, 560, 720, 60, stone)
    board.box(560, 510, 480, 60, stone)
    for x, base, tall in ((800, 530, 300), (660, 545, 220), (940, 545, 220), (500, 600, 190), (1100, 600, 190)):
        tower(board, x, base, tall, stone)
    for x in range(344, 1266, 24):
        board.box(x, 624, 10, 34, (180, 92, 100))
    board.ridge(664, rise=3, rough=9, colour=(36, 18, 48), to=690)
    board.mirror(676, depth=391, tint=(50, 28, 82), dim=0.34)
    board.ripples(690, 1060, (255, 196, 140), 90, x=(620, 980))
    board.ripples(700, 1060, (92, 46, 98), 110)
    for _ in range(40):
        x, y = board.random.uniform(0, 1600), board.random.uniform(880, 1050)
        if abs(x - 800) < 300:
            continue
        board.disc(x, y, board.random.uniform(26, 60), (40, 54, 62), squash=0.26)
        if board.random.random() < 0.4:
            for k in range(5):
                a = math.pi * (0.15 + 0.175 * k)
                board.line(((x, y - 6), (x + 20 * math.cos(a), y - 8 - 24 * math.sin(a))), (240, 130, 160), 9)
    return board


def forest_mist() -> Canvas:
    x: float
    y: float
    board = Canvas(47)
    board.gradient(((0, (222, 236, 214)), (0.6, (164, 200, 178)), (1, (84, 134, 118))))
    board.glow(1050, 120, 700, (255, 250, 214), strength=0.8)
    for layer in range(5):
        share = layer / 4
        tone = mix((150, 190, 170), (14, 44, 46), share)
        for _ in range(15 - 2 * layer):
            x, w = board.random.uniform(-40, 1640), (12 + 15 * layer) * board.random.uniform(0.7, 1.3)
            if layer == 4 and 420 < x < 1200:
                continue
            foot = 780 + 60 * layer
            board.shape(
                (
                    (x - w * 0.35, -20),
                    (x + w * 0.35, -20),
                    (x + w * 0.5, foot - 60),
                    (x + w * 1.5, foot + 30),
                    (x - w * 1.5, foot + 30),
                    (x - w * 0.5, foot - 60),
                ),
                tone,
            )
            for _ in range(4):
                y, reach = board.random.uniform(40, 420), board.random.choice((-1, 1)) * w * board.random.uniform(2, 4)
                board.line(
                    ((x, y + abs(reach) * 0.4), (x + reach * 0.6, y), (x + reach, y - abs(reach) * 0.2)), tone, w * 0.16
                )
        for _ in range(34):
            board.disc(
                board.random.uniform(0, 1600),
                board.random.uniform(-40, 130 - 10 * layer),
                board.random.uniform(30, 80),
                tone,
                squash=0.6,
            )
        board.ridge(800 + 56 * layer, rise=16, rough=5, colour=mix(tone, (60, 110, 70), 0.25))
        if layer < 4:
            board.haze(250, 900 + 30 * layer, mix((226, 240, 218), (130, 176, 156), share), 0.4)
    for n in range(5):
        x = 760 + n * 130
        board.beam(
            ((x, -20), (x + 60, -20), (x - 240 + n * 20, 1000), (x - 400 + n * 20, 1000)), (255, 246, 200), strength=0.2
        )
    for _ in range(90):
        x, y, size = board.random.uniform(0, 1600), 1080, board.random.uniform(60, 170)
        for side in (-1, 1):
            board.line(
                ((x, y), (x + side * size * 0.3, y - size * 0.7), (x + side * size * 0.75, y - size * 0.85)),
                (10, 34, 36),
                6,
            )
    person(board, 830, 905, 120, (18, 42, 44))
    person(board, 890, 912, 108, (18, 42, 44))
    return board


def stilt_village() -> Canvas:
    x: float
    board = Canvas(53)
    board.gradient(((0, (28, 74, 108)), (0.55, (96, 160, 168)), (1, (250, 214, 160))), bottom=600)
    board.glow(380, 560, 560, (255, 220, 150), strength=0.7)
    board.ridge(590, rise=12, rough=5, colour=(72, 124, 128), to=640)
    board.gradient(((0, (196, 196, 166)), (1, (92, 144, 150))), top=604, bottom=700)
    roofs = ((120, 60, 62), (58, 58, 82), (140, 84, 60), (46, 70, 84))
    walls = ((206, 138, 92), (112, 162, 160), (226, 186, 118), (150, 104, 112))
    for n in range(9):
        stilt_house(
            board,
            -30 + n * 186,
            618,
            130,
            mix(walls[n % 4], (130, 160, 160), 0.45),
            mix(roofs[n % 4], (90, 130, 140), 0.45),
            (255, 226, 150),
        )
    for n, (x, w) in enumerate(((-60, 330), (340, 280), (700, 360), (1130, 300), (1440, 320))):
        stilt_house(board, x, 690, w, walls[n % 4], roofs[n % 4], (255, 224, 130))
    board.mirror(690, depth=377, tint=(24, 60, 84), dim=0.4)
    board.ripples(704, 1060, (250, 220, 170), 120)
    board.ripples(704, 1060, (30, 70, 92), 150)
    boat(board, 980, 880, 460, (22, 32, 50))
    boat(board, 400, 780, 230, (30, 46, 64))
    return board


def island_coast() -> Canvas:
    x: float
    y: float
    board = Canvas(61)
    board.gradient(((0, (74, 168, 206)), (1, (230, 244, 232))), bottom=420)
    for _ in range(26):
        x, y = board.random.uniform(0, 1600), board.random.uniform(120, 350)
        board.disc(x, y, board.random.uniform(60, 150), (255, 255, 250), squash=0.22, alpha=0.45)
    board.ridge(404, rise=46, rough=2, colour=(118, 178, 180), to=424)
    board.ridge(416, rise=24, rough=4, colour=(60, 134, 130), to=424)
    board.gradient(
        ((0, (16, 116, 150)), (0.35, (32, 164, 178)), (0.75, (110, 214, 198)), (1, (196, 238, 210))),
        top=420,
        bottom=1000,
    )
    board.ripples(430, 820, (200, 244, 232), 170)
    for k in range(3):
        line = [(float(x), 790 + k * 26 + 26 * math.sin(x / 210 + k * 0.6) + x * 0.05) for x in range(-10, 1620, 10)]
        board.shape([*line, (1620, 1080), (-10, 1080)], ((236, 250, 240), (214, 190, 140), (246, 224, 176))[k])
    for _ in range(500):
        x = board.random.uniform(0, 1600)
        board.disc(x, board.random.uniform(900 + x * 0.05, 1067), board.random.uniform(1, 3), (222, 194, 140))
    boat(board, 640, 640, 300, (196, 70, 54), rower=False)
    board.box(600, 566, 90, 8, (250, 246, 230))
    for x in (610, 680):
        board.line(((x, 570), (x, 634)), (250, 246, 230), 4)
    palm(board, 1330, 1010, 720, (30, 66, 60), lean=-0.22)
    palm(board, 1490, 1040, 560, (24, 54, 52), lean=-0.12)
    return board
