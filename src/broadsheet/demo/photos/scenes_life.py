"""Pictures of daily life: coffee, school, silk."""

from __future__ import annotations

import math

from broadsheet.demo.photos.canvas import Canvas, mix


def coffee() -> Canvas:
    x: float
    y: float
    board = Canvas(227)
    board.gradient(((0, (196, 128, 78)), (1, (160, 94, 56))))
    for n in range(7):
        y = n * 160 - 20
        board.box(0, y, 1600, 156, mix((190, 122, 74), (156, 90, 54), board.random.random()))
        for _ in range(16):
            x, gy, long = (
                board.random.uniform(-200, 1600),
                y + board.random.uniform(10, 146),
                board.random.uniform(120, 520),
            )
            board.line([(x + long * k / 8, gy + 4 * math.sin(k + n)) for k in range(9)], (138, 78, 48), 1.5)
        board.box(0, y + 154, 1600, 5, (98, 54, 36))
    board.beam(((-50, 200), (700, -50), (1100, -50), (-50, 800)), (255, 226, 170), strength=0.28, soft=30)
    board.beam(((300, 1100), (1650, 250), (1650, 520), (800, 1100)), (255, 226, 170), strength=0.22, soft=30)
    for x, y, r, saucer, milk in (
        (520, 430, 190, (32, 108, 114), True),
        (1010, 640, 210, (240, 228, 204), False),
        (330, 860, 150, (206, 84, 62), True),
    ):
        board.disc(x + 34, y + 44, r * 1.05, (82, 42, 30), alpha=0.55)
        board.disc(x, y, r, saucer)
        board.disc(x, y, r * 0.93, mix(saucer, (255, 255, 255), 0.14))
        board.line(((x + r * 0.45, y - r * 0.3), (x + r * 0.86, y - r * 0.62)), (248, 242, 230), r * 0.17)
        board.disc(x + 12, y + 14, r * 0.62, mix(saucer, (30, 20, 30), 0.45))
        board.disc(x, y, r * 0.6, (250, 246, 236))
        board.disc(x, y, r * 0.53, (74, 38, 24))
        board.disc(x - r * 0.02, y - r * 0.02, r * 0.5, (178, 112, 62) if milk else (60, 30, 20))
        if milk:
            for k in range(5):
                w = r * (0.3 - 0.045 * k)
                cy = y - r * 0.2 + k * r * 0.11
                board.shape(
                    ((x - w, cy - r * 0.06), (x, cy + r * 0.05), (x + w, cy - r * 0.06), (x, cy + r * 0.14)),
                    (252, 234, 204),
                )
            board.line(((x, y - r * 0.3), (x, y + r * 0.4)), (252, 234, 204), r * 0.03)
        else:
            board.disc(x - r * 0.16, y - r * 0.2, r * 0.12, (196, 130, 80), squash=0.6)
            board.disc(x + r * 0.1, y + r * 0.2, r * 0.05, (196, 130, 80))
    board.disc(1386, 262, 150, (90, 46, 34), squash=1, alpha=0.5)
    board.disc(1370, 242, 148, (244, 236, 216))
    board.disc(1370, 242, 126, (226, 212, 186))
    for k in range(3):
        x, y = 1320 + 50 * k, 220 + 22 * (k % 2)
        board.disc(x, y, 44, (222, 166, 84))
        board.disc(x, y, 17, (226, 212, 186))
        for petal in range(7):
            board.disc(x + 30 * math.cos(petal), y + 30 * math.sin(petal), 3, (252, 240, 214))
    for _ in range(46):
        x, y, angle = board.random.gauss(1290, 130), board.random.gauss(940, 60), board.random.uniform(0, 3.1)
        dx, dy = 15 * math.cos(angle), 15 * math.sin(angle)
        board.line(((x - dx + 3, y - dy + 5), (x + dx + 3, y + dy + 5)), (86, 44, 30), 22)
        board.line(((x - dx, y - dy), (x + dx, y + dy)), (92, 48, 30), 21)
        board.line(((x - dx, y - dy), (x + dx, y + dy)), (46, 22, 16), 3)
    return board


def school() -> Canvas:
    x: float
    y: float
    board = Canvas(229)
    board.gradient(((0, (244, 220, 170)), (1, (230, 188, 134))), bottom=700)
    board.box(0, 470, 1600, 230, (94, 152, 148))
    board.box(0, 462, 1600, 12, (250, 240, 214))
    board.shape(((0, 690), (1600, 690), (1600, 1080), (0, 1080)), (176, 106, 82))
    for n in range(-16, 17):
        board.line(((800 + n * 70, 690), (800 + n * 240, 1080)), (150, 86, 70), 2)
    for y in (716, 756, 816, 896, 1000):
        board.line(((0, y), (1600, y)), (150, 86, 70), 2)
    board.box(450, 190, 700, 340, (122, 74, 50))
    board.box(468, 208, 664, 304, (32, 92, 78))
    chalk = (226, 238, 226)
    for k in range(4):
        board.line([(510 + n * 22, 262 + k * 44 + 7 * math.sin(n * (2.1 + k))) for n in range(12 - 2 * k)], chalk, 4)
    board.line(((880, 440), (960, 280), (1060, 440), (880, 440)), chalk, 4)
    board.disc(1060, 290, 30, chalk)
    board.disc(1060, 290, 26, (32, 92, 78))
    for side in (0, 1):
        for n in range(2):
            x = 60 + n * 190 if side == 0 else 1220 + n * 190
            board.box(x - 12, 138, 164, 304, (250, 240, 214))
            board.box(x, 150, 140, 280, (168, 218, 224))
            board.disc(x + 40, 420, 70, (92, 160, 104), squash=0.7)
            board.disc(x + 120, 430, 60, (70, 138, 94), squash=0.8)
            board.box(x, 430, 140, 60, (94, 152, 148))
            board.box(x - 12, 430, 164, 12, (250, 240, 214))
            board.box(x + 66, 150, 8, 280, (250, 240, 214))
            board.box(x, 280, 140, 7, (250, 240, 214))
    wood, leg = (222, 158, 82), (88, 56, 52)
    for row, (y, w) in enumerate(((690, 150), (780, 200), (920, 280))):
        for n in range(5):
            x = 800 + (n - 2) * w * 1.45
            h = w * 0.5
            for edge in (-0.44, 0.44):
                board.line(((x + edge * w, y), (x + edge * w * 1.05, y + h)), leg, w * 0.04)
            board.shape(
                (
                    (x - w * 0.46, y - w * 0.16),
                    (x + w * 0.46, y - w * 0.16),
                    (x + w * 0.54, y + w * 0.05),
                    (x - w * 0.54, y + w * 0.05),
                ),
                mix(wood, (255, 220, 150), 0.3 * (n % 2)),
            )
            board.box(x - w * 0.54, y + w * 0.05, w * 1.08, w * 0.07, mix(wood, leg, 0.4))
            if (row + n) % 3 != 1:
                board.shape(
                    (
                        (x - w * 0.2, y - w * 0.1),
                        (x, y - w * 0.07),
                        (x + w * 0.2, y - w * 0.1),
                        (x + w * 0.23, y),
                        (x, y + w * 0.02),
                        (x - w * 0.23, y),
                    ),
                    (252, 250, 240),
                )
            else:
                board.shape(
                    ((x - w * 0.14, y - w * 0.09), (x + w * 0.16, y - w * 0.09), (x + w * 0.18, y), (x - w * 0.14, y)),
                    ((206, 74, 66), (40, 96, 140), (46, 130, 104))[row],
                )
    for n in range(4):
        x = 60 + n * 190 if n < 2 else 840 + n * 190
        board.beam(
            ((x, 150), (x + 140, 150), (x + 420 if n < 2 else x - 180, 1080), (x + 180 if n < 2 else x - 420, 1080)),
            (255, 240, 196),
            strength=0.2,
            soft=22,
        )
    return board


def silk() -> Canvas:
    x: float
    board = Canvas(233)
    gold, deep = (234, 178, 72), (94, 18, 48)
    board.gradient(((0, (132, 26, 62)), (1, deep)))
    cell = 13
    for gy in range(83):
        for gx in range(124):
            u, v = abs(gx % 40 - 20), abs(gy % 40 - 20)
            d = u + v
            tone = None
            if d in (4, 5) or (d in (14, 15) and (u * v) % 3 != 1):
                tone = gold
            elif d < 3:
                tone = (250, 232, 190)
            elif d in (8, 9, 10) and (u + 2 * v) % 4 < 2:
                tone = (44, 132, 118)
            elif d == 19 or (d > 24 and (u + v * 3) % 7 == 0):
                tone = (226, 98, 84)
            elif d in (30, 31):
                tone = gold
            if tone:
                bleed = board.random.uniform(-2.5, 2.5)
                board.box(
                    gx * cell, gy * cell + bleed, cell - 1, cell + 2, mix(tone, deep, board.random.uniform(0, 0.28))
                )
    for x in range(0, 1600, 13):
        board.box(x, 0, 1, 1067, (40, 6, 26))
    board.soften(1.5)
    for n in range(5):
        x = 120 + n * 360
        board.beam(((x, -40), (x + 90, -40), (x - 40, 1100), (x - 190, 1100)), (255, 220, 190), strength=0.26, soft=34)
    board.shape(((-20, 890), (1620, 820), (1620, 874), (-20, 944)), (88, 50, 34))
    board.shape(((-20, 890), (1620, 820), (1620, 834), (-20, 904)), (156, 98, 60))
    board.shape(((900, 770), (1180, 758), (1260, 784), (1180, 814), (900, 826), (820, 800)), (70, 38, 28))
    board.shape(((920, 784), (1160, 774), (1160, 798), (920, 810)), (206, 152, 90))
    board.line(((1258, 784), (1400, 760), (1620, 752)), gold, 4)
    return board
