"""Pictures of the town: building, market, street, port."""

from __future__ import annotations

import math

from broadsheet.demo.photos.canvas import Canvas, mix
from broadsheet.demo.photos.motifs import person, tower_crane


def skyline() -> Canvas:
    x: float
    board = Canvas(101)
    board.gradient(
        ((0, (32, 92, 120)), (0.5, (120, 178, 176)), (0.85, (250, 206, 150)), (1, (255, 232, 190))), bottom=860
    )
    board.glow(1180, 700, 620, (255, 220, 150), strength=0.8)
    board.disc(1180, 610, 92, (255, 240, 206))
    tones = ((150, 176, 168), (92, 128, 140), (38, 68, 92))
    for layer, tone in enumerate(tones):
        x = -30.0
        while x < 1620:
            w, h = board.random.uniform(50, 120) * (1 + 0.25 * layer), board.random.uniform(110, 420) - 50 * layer
            top = 900 - h
            board.box(x, top, w, 400, tone)
            if board.random.random() < 0.35:
                board.box(x + w * 0.2, top - 26, w * 0.6, 30, tone)
            if board.random.random() < 0.3:
                board.line(((x + w / 2, top), (x + w / 2, top - 70)), tone, 4)
            if layer:
                for wy in range(int(top) + 18, 1000, 26):
                    for wx in range(int(x) + 12, int(x + w) - 14, 22):
                        if board.random.random() < 0.42:
                            board.box(wx, wy, 10, 13, mix(tone, (255, 214, 140), 0.2 + 0.5 * board.random.random()))
            x += w + board.random.uniform(4, 40)
        board.haze(560, 900, (246, 214, 172), 0.42 if layer < 2 else 0.0)
    dark = (20, 38, 58)
    for x, h, reach in ((330, 640, 300), (640, 520, -240), (1330, 700, -330)):
        for k in range(5):
            board.box(x - 70 + 8, 960 - k * 74, 124, 8, dark)
        for px in (-60, 0, 56):
            board.box(x + px, 660, 8, 330, dark)
        tower_crane(board, x + 84, 980, h, dark, reach=reach, width=7)
    board.gradient(((0, (30, 62, 86)), (1, (14, 32, 52))), top=960)
    board.ripples(966, 1060, (236, 190, 140), 120, x=(980, 1380))
    board.ripples(966, 1060, (66, 104, 120), 120)
    return board


def night_market() -> Canvas:
    x: float
    y: float
    board = Canvas(109)
    board.gradient(((0, (14, 16, 46)), (0.6, (44, 26, 74)), (1, (76, 34, 66))))
    for _ in range(46):
        board.glow(
            board.random.uniform(0, 1600),
            board.random.uniform(280, 640),
            board.random.uniform(20, 70),
            board.random.choice(((255, 120, 80), (255, 200, 100), (120, 180, 255), (255, 110, 170))),
            strength=0.55,
        )
    board.soften(3)
    stripes = (
        ((196, 56, 60), (244, 226, 196)),
        ((32, 122, 128), (244, 226, 196)),
        ((226, 148, 46), (250, 234, 204)),
        ((92, 70, 150), (240, 222, 214)),
    )
    for n in range(5):
        x, w, y = -60 + n * 350, 320, 560 + (n % 2) * 24
        board.box(x + 14, y + 60, w - 28, 330, (112, 48, 44))
        board.glow(x + w / 2, y + 150, 250, (255, 190, 96), strength=0.95)
        for k in range(9):
            board.disc(
                x + 44 + k * 29,
                y + 250 - (k * 7) % 12,
                24,
                ((240, 116, 48), (250, 190, 60), (120, 170, 60), (210, 50, 60))[(k + n) % 4],
            )
        board.box(x + 6, y + 262, w - 12, 130, (70, 32, 52))
        for k in range(8):
            left, tone = x + k * w / 8, stripes[n % 4][k % 2]
            board.shape(
                (
                    (left + 10 - k * 2.5, y - 60),
                    (left + w / 8 + 10 - (k + 1) * 2.5, y - 60),
                    (left + w / 8, y + 50),
                    (left, y + 50),
                ),
                tone,
            )
            board.disc(left + w / 16, y + 50, w / 16, tone)
        board.line(((x + w / 2, y + 50), (x + w / 2, y + 100)), (40, 20, 40), 3)
        board.disc(x + w / 2, y + 112, 18, (255, 246, 210))
    for row in range(4):
        for n in range(26):
            t = n / 25
            x, y = -40 + 1680 * t, 90 + row * 105 + (100 + 20 * row) * (1 - (2 * ((t * (2 + row % 2)) % 1) - 1) ** 2)
            board.glow(x, y, 52, (255, 180, 80), strength=0.75)
            board.disc(x, y, 9, (255, 242, 200))
    board.gradient(((0, (58, 28, 54)), (1, (22, 12, 34))), top=950)
    for n in range(16):
        x, tall = -20 + n * 108 + board.random.uniform(-36, 36), board.random.uniform(230, 330)
        person(
            board,
            x,
            1040 + board.random.uniform(0, 90),
            tall,
            mix((24, 12, 38), (64, 28, 58), board.random.random()),
            stride=0.06,
        )
    return board


def rain_street() -> Canvas:
    x: float
    y: float
    board = Canvas(127)
    board.gradient(((0, (40, 58, 78)), (0.6, (94, 116, 128)), (1, (140, 150, 148))), bottom=660)
    for side in (0, 1):
        for n in range(7):
            near = n / 6
            w, h = 70 + 60 * near, 300 + 420 * near
            x = 640 - 120 * n - w * 0.4 if side == 0 else 960 + 120 * n - w * 0.6
            tone = mix((112, 130, 140), (36, 46, 66), near)
            board.box(x, 660 - h * 0.8, w + 60, h + 60, tone)
            for k in range(int(h / 60)):
                if board.random.random() < 0.6:
                    board.box(x + 20 + (k * 37) % 50, 690 - h * 0.8 + k * 50, 26, 30, (255, 206, 124))
            board.box(x + 10, 540 - 70 * near, 26, 100, ((230, 80, 90), (60, 190, 190), (250, 170, 70))[n % 3])
            board.glow(
                x + 24, 590 - 70 * near, 130, ((230, 80, 90), (60, 190, 190), (250, 170, 70))[n % 3], strength=0.6
            )
    board.soften(2.5)
    board.box(0, 655, 1600, 12, (52, 62, 76))
    board.mirror(664, depth=403, tint=(30, 40, 58), dim=0.45)
    board.soften(1)
    board.shape(((300, 1080), (760, 664), (840, 664), (1300, 1080)), (50, 62, 78), alpha=0.45)
    for x, y, tall, tone in (
        (470, 900, 270, (214, 64, 66)),
        (620, 820, 190, (240, 180, 70)),
        (1060, 850, 220, (64, 160, 168)),
        (1220, 960, 310, (238, 226, 206)),
    ):
        person(board, x, y, tall, (24, 28, 44))
        top, r = y - tall * 0.98, tall * 0.36
        dome = [(x + r * math.cos(math.pi * k / 20), top - r * 0.62 * math.sin(math.pi * k / 20)) for k in range(21)]
        board.shape([*dome, *[(x - r + r * (k + 0.5) / 3, top - (0 if k % 2 else r * 0.1)) for k in range(6)]], tone)
        board.line(((x + tall * 0.1, y - tall * 0.5), (x, top)), (24, 28, 44), 5)
        board.disc(x, y + 6, tall * 0.25, (22, 28, 44), squash=0.1, alpha=0.5)
    dark = (22, 26, 42)
    board.box(730, 740, 170, 20, (190, 60, 60))
    board.shape(((742, 690), (880, 690), (898, 742), (732, 742)), (226, 90, 70))
    for x in (742, 884):
        board.line(((x, 750), (x, 812)), dark, 7)
    board.box(730, 806, 170, 26, (190, 60, 60))
    for x in (760, 870):
        board.disc(x, 838, 22, dark)
    board.glow(815, 820, 120, (255, 230, 170), strength=0.7)
    for _ in range(620):
        x, y, long = board.random.uniform(-60, 1640), board.random.uniform(-60, 1067), board.random.uniform(18, 60)
        board.line(
            ((x, y), (x - long * 0.22, y + long)), mix((150, 170, 184), (214, 226, 232), board.random.random()), 1
        )
    for _ in range(70):
        board.disc(
            board.random.uniform(0, 1600),
            board.random.uniform(760, 1060),
            board.random.uniform(8, 24),
            (170, 188, 196),
            squash=0.18,
            alpha=0.35,
        )
    return board


def port() -> Canvas:
    x: float
    board = Canvas(131)
    board.gradient(((0, (18, 96, 120)), (0.55, (240, 176, 120)), (1, (255, 226, 176))), bottom=760)
    board.glow(420, 640, 560, (255, 214, 140), strength=0.8)
    board.disc(420, 560, 84, (255, 244, 212))
    board.ridge(742, rise=10, rough=3, colour=(150, 130, 120), to=770)
    board.gradient(((0, (214, 150, 112)), (0.4, (54, 106, 122)), (1, (12, 50, 70))), top=756)
    board.ripples(764, 1060, (255, 210, 150), 150, x=(280, 560))
    board.ripples(770, 1060, (22, 66, 86), 170)
    steel = (24, 44, 66)
    for x, s in ((760, 0.8), (1040, 1.0), (1380, 1.15)):
        base, top = 860, 860 - 560 * s
        for leg in (0, 150 * s):
            board.line(((x + leg, base), (x + leg, top)), steel, 14 * s)
        board.line(((x, base - 190 * s), (x + 150 * s, base - 190 * s)), steel, 12 * s)
        board.line(((x, base - 190 * s), (x + 150 * s, top)), steel, 6 * s)
        board.line(((x - 330 * s, top + 30 * s), (x + 260 * s, top + 30 * s)), steel, 15 * s)
        board.line(
            ((x - 320 * s, top + 26 * s), (x + 40 * s, top - 130 * s), (x + 250 * s, top + 26 * s)), steel, 5 * s
        )
        board.line(((x + 40 * s, top), (x + 40 * s, top - 130 * s)), steel, 10 * s)
        board.line(((x - 210 * s, top + 30 * s), (x - 210 * s, top + 190 * s)), steel, 3 * s)
        board.box(x - 252 * s, top + 190 * s, 84 * s, 38 * s, (216, 84, 60))
    paint = ((200, 64, 56), (234, 158, 62), (38, 128, 138), (238, 220, 190), (64, 86, 130), (120, 160, 96))
    for n in range(17):
        for k in range(board.random.randint(2, 5)):
            tone = paint[board.random.randrange(6)]
            board.box(640 + n * 60, 846 - k * 34, 56, 31, tone)
            for rib in range(1, 6):
                board.box(640 + n * 60 + rib * 9, 849 - k * 34, 2, 25, mix(tone, (20, 20, 40), 0.3))
    board.box(590, 876, 1020, 60, (40, 50, 66))
    for x in range(600, 1600, 60):
        board.box(x, 936, 14, 70, (26, 34, 50))
    board.shape(((40, 800), (560, 800), (530, 884), (96, 884)), (122, 38, 48))
    board.box(84, 852, 460, 10, (236, 224, 200))
    for n in range(8):
        for k in range(1 + (n * 5) % 3):
            board.box(170 + n * 42, 768 - k * 30, 38, 28, paint[(n + k * 2) % 6])
    board.box(84, 704, 70, 96, (240, 232, 214))
    for k in range(4):
        board.box(94 + k * 14, 718, 8, 12, (34, 60, 84))
    board.box(104, 672, 28, 34, (216, 84, 60))
    return board
