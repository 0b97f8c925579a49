"""Pictures of roads and shores: a country lane, a northern church, a harbour ferry."""

from __future__ import annotations

import math
from itertools import groupby, pairwise
from operator import itemgetter

from broadsheet.demo.photos.canvas import Canvas, mix
from broadsheet.demo.photos.motifs import palm, person


def country_lane() -> Canvas:
    x: float
    y: float
    board = Canvas(311)
    board.gradient(((0, (250, 196, 120)), (0.6, (255, 228, 170)), (1, (255, 244, 214))), bottom=470)
    board.glow(820, 400, 520, (255, 250, 220), strength=0.8)
    board.disc(820, 372, 62, (255, 253, 238))
    for n, y in enumerate((430, 452)):
        board.ridge(y, rise=26 - 10 * n, rough=2 + 2 * n, colour=mix((196, 176, 140), (146, 158, 112), n), to=500)
    for x in (80, 160, 300, 1180, 1260, 1430, 1500):
        palm(board, x, 476, board.random.uniform(80, 150), (112, 126, 92))
    board.gradient(((0, (190, 190, 96)), (0.4, (120, 152, 70)), (1, (44, 92, 56))), top=468)
    for n in range(9):
        y = 490 + 9 * n * n
        board.line([(xx, y + 5 * math.sin(xx / 170 + n)) for xx in range(-10, 1620, 30)], (212, 212, 130), 1 + n * 0.3)
    left, right = [], []
    for step in range(41):
        t = step / 40
        y = 470 + 610 * t * t
        middle = 800 + 150 * math.sin(t * 5.2) * (0.3 + 0.7 * t)
        half = 8 + 250 * t * t
        left.append((middle - half, y))
        right.append((middle + half, y))
    board.shape([*left, *reversed(right)], (206, 120, 76))
    for share in (0.3, 0.7):
        rut = [(a[0] + (b[0] - a[0]) * share, a[1]) for a, b in zip(left, right, strict=True)]
        for first, second in pairwise(rut):
            board.line((first, second), (168, 88, 60), 1 + (first[1] - 470) * 0.03)
    for x, y, r in ((690, 1000, 80), (930, 900, 54), (860, 740, 26)):
        board.disc(x, y, r, (150, 92, 74), squash=0.24)
        board.disc(x, y, r * 0.9, (250, 214, 160), squash=0.22)
    for x, y, tall, lean in (
        (250, 800, 470, 0.06),
        (390, 700, 330, -0.06),
        (1330, 820, 520, -0.08),
        (1190, 680, 290, 0.05),
    ):
        palm(board, x, y, tall, (40, 66, 54), lean=lean)
    person(board, 905, 690, 104, (54, 44, 50), hat=True)
    board.line(((930, 640), (930, 690)), (54, 44, 50), 5)
    return board


def northern_church() -> Canvas:
    x: float
    board = Canvas(317)
    board.gradient(((0, (92, 130, 160)), (0.7, (190, 208, 212)), (1, (236, 226, 210))), bottom=560)
    for x in range(-60, 1700, 210):
        board.disc(
            x + board.random.uniform(-60, 60),
            board.random.uniform(90, 260),
            190,
            (226, 232, 232),
            squash=0.2,
            alpha=0.4,
        )
    for n, y in enumerate((470, 512)):
        line = board.ridge(y, rise=120 - 60 * n, rough=2 + n, colour=mix((112, 140, 156), (66, 98, 114), n), to=580)
        limit = y - 40
        marked = [(point[1] < limit, point) for point in line]
        for high, run in groupby(marked, key=itemgetter(0)):
            if high:
                snow = [point for _, point in run]
                hem = [(px, min(limit, py + 20 + 9 * (k % 3))) for k, (px, py) in enumerate(snow)]
                board.shape([*snow, *reversed(hem)], (238, 242, 244))
    board.gradient(((0, (96, 138, 152)), (1, (24, 66, 90))), top=560)
    board.ripples(570, 900, (190, 214, 216), 190)
    shore = [(x, 720 + 0.00018 * (x - 300) ** 2 + 14 * math.sin(x / 90)) for x in range(-10, 1330, 10)]
    board.shape([*shore, (1330, 1080), (-10, 1080)], (60, 70, 74))
    board.shape([(px, py - 16) for px, py in shore if px < 1180] + [(1130, 1080), (-10, 1080)], (104, 132, 78))
    board.shape([(px, py + 60) for px, py in shore if px < 1000] + [(960, 1080), (-10, 1080)], (72, 106, 66))
    wall, shade, roof = (70, 132, 178), (48, 98, 142), (60, 54, 64)
    board.box(330, 540, 330, 190, wall)
    for k in range(13):
        board.box(330 + k * 26, 540, 2, 190, shade)
    board.shape(((310, 544), (350, 420), (690, 420), (680, 544)), roof)
    board.box(560, 400, 120, 330, shade)
    board.shape(((546, 404), (620, 210), (694, 404)), roof)
    board.line(((620, 212), (620, 160)), (236, 226, 200), 6)
    board.line(((600, 180), (640, 180)), (236, 226, 200), 6)
    for x in (370, 440, 510):
        board.box(x, 590, 34, 78, (255, 232, 170))
        board.disc(x + 17, 590, 17, (255, 232, 170))
    board.box(594, 640, 52, 90, (236, 226, 200))
    board.disc(620, 460, 24, (236, 226, 200))
    for n in range(11):
        board.box(120 + n * 26 - (n % 3) * 8, 772 + (n % 4) * 22, 9, 34, (206, 210, 206))
        board.box(112 + n * 26 - (n % 3) * 8, 780 + (n % 4) * 22, 25, 7, (206, 210, 206))
    for n in range(34):
        x = 1000 + n * 10 + board.random.uniform(-20, 20)
        tone, size = mix((60, 70, 78), (120, 128, 130), board.random.random()), board.random.uniform(18, 42)
        board.disc(x, 800 + n * 7 + board.random.uniform(-12, 12), size, tone, squash=0.7)
    board.ripples(830, 1050, (232, 240, 238), 46, x=(1180, 1600))
    for x, y in ((900, 300), (960, 330), (1100, 260), (760, 250)):
        board.line(((x - 26, y - 10), (x, y), (x + 26, y - 12)), (250, 250, 248), 5)
    return board


def harbour_ferry() -> Canvas:
    x: float
    board = Canvas(331)
    board.gradient(((0, (244, 178, 116)), (0.6, (252, 214, 160)), (1, (255, 236, 200))), bottom=620)
    tiles = ((216, 108, 74), (236, 196, 130), (240, 226, 200), (196, 128, 96), (160, 180, 176))
    for row in range(6):
        x = -40.0 + 23 * row
        while x < 1640:
            w, hill = board.random.uniform(46, 88), 90 * math.sin((x + 200) / 420) + 40
            top = 360 + row * 44 - hill * (1 - row / 6)
            tone = mix(tiles[board.random.randrange(5)], (252, 214, 160), 0.55 - row * 0.1)
            board.box(x, top, w, 660 - top, tone)
            board.shape(
                ((x - 5, top), (x + w / 2, top - 22), (x + w + 5, top)),
                mix((186, 82, 60), (252, 214, 160), 0.5 - row * 0.08),
            )
            for k in range(2):
                board.box(x + 10 + k * (w / 2 - 2), top + 14, 9, 14, mix((70, 76, 96), tone, 0.3))
            x += w
    board.box(0, 618, 1600, 24, (150, 112, 96))
    board.gradient(((0, (214, 176, 140)), (0.3, (86, 140, 150)), (1, (20, 76, 100))), top=640)
    board.ripples(650, 1060, (252, 226, 180), 170)
    board.ripples(650, 1060, (34, 96, 118), 160)
    board.shape(((300, 780), (1310, 780), (1250, 900), (380, 900)), (236, 132, 60))
    board.box(300, 766, 1010, 20, (250, 246, 236))
    board.box(390, 660, 820, 106, (250, 246, 236))
    for k in range(13):
        board.box(416 + k * 61, 684, 42, 46, (60, 100, 124))
    board.box(560, 580, 420, 82, (250, 246, 236))
    for k in range(6):
        board.box(584 + k * 64, 600, 44, 34, (60, 100, 124))
    board.box(820, 500, 70, 82, (40, 60, 84))
    board.box(820, 516, 70, 20, (236, 132, 60))
    board.line(((650, 580), (650, 470)), (60, 60, 70), 5)
    board.box(380, 884, 870, 16, (150, 70, 44))
    for k in range(9):
        board.disc(440 + k * 92, 832, 15, (250, 246, 236))
        board.disc(440 + k * 92, 832, 9, (60, 100, 124))
    board.ripples(896, 960, (250, 246, 236), 60, x=(330, 1300))
    return board
