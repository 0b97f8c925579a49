"""Pictures of works: railway and solar power."""

from __future__ import annotations

from broadsheet.demo.photos.canvas import Canvas, mix
from broadsheet.demo.photos.motifs import palm


def train() -> Canvas:
    x: float
    y: float
    board = Canvas(139)
    board.gradient(((0, (64, 130, 160)), (0.6, (244, 208, 156)), (1, (255, 232, 190))), bottom=640)
    board.glow(1240, 460, 500, (255, 226, 160), strength=0.9)
    board.disc(1240, 430, 66, (255, 248, 222))
    for n, y in enumerate((560, 596, 622)):
        board.ridge(y, rise=40 - 12 * n, rough=2 + n, colour=mix((150, 160, 160), (90, 122, 104), n / 2))
    for x in (60, 130, 330, 880, 960, 1420, 1500):
        palm(board, x, 650, board.random.uniform(150, 290), (58, 86, 82), lean=board.random.uniform(-0.08, 0.08))
    board.gradient(((0, (206, 186, 96)), (1, (120, 140, 70))), top=640, bottom=760)
    board.shape(((0, 740), (1600, 716), (1600, 800), (0, 824)), (108, 84, 72))
    body, trim = (34, 78, 116), (244, 190, 70)
    for n in range(5):
        x = -90 + n * 318
        y = 560
        if n < 4:
            board.box(x, y, 306, 150, body)
            board.box(x + 4, y - 14, 298, 18, (210, 214, 208))
            for k in range(6):
                board.box(x + 22 + k * 46, y + 28, 32, 44, (255, 236, 182) if (k + n) % 4 else (120, 160, 180))
        else:
            board.shape(
                ((x, y - 8), (x + 190, y - 8), (x + 262, y + 60), (x + 282, y + 150), (x, y + 150)), (196, 60, 54)
            )
            board.shape(((x + 186, y + 10), (x + 222, y + 46), (x + 160, y + 46), (x + 160, y + 10)), (190, 226, 236))
            for k in range(5):
                board.box(x + 20 + k * 24, y + 20, 12, 50, (150, 40, 44))
            board.glow(x + 276, y + 110, 130, (255, 246, 200), strength=0.9)
            board.disc(x + 268, y + 108, 10, (255, 252, 230))
        board.box(x, y + 96, 306 if n < 4 else 272, 14, trim)
        board.box(x + 8, y + 150, 290 if n < 4 else 262, 14, (30, 34, 46))
        for k in (44, 92, 214, 262) if n < 4 else (40, 90, 180, 230):
            board.disc(x + k, y + 172, 19, (26, 28, 40))
            board.disc(x + k, y + 172, 8, (140, 140, 140))
    for y in (752, 762):
        board.line(((-10, y), (1610, y)), (58, 52, 58), 5)
    for x in range(0, 1600, 34):
        board.box(x, 766, 22, 12, (72, 54, 50))
    for n, y in enumerate((806, 850, 920, 1000)):
        line = board.ridge(y, rise=10 + 4 * n, rough=2, colour=mix((150, 164, 74), (44, 84, 56), n / 3))
        for x, top in line:
            for _ in range(2):
                tall = 14 + 16 * n
                px = x + board.random.uniform(0, 10)
                board.line(
                    ((px, top + 6), (px + board.random.uniform(-6, 6), top - tall * board.random.random())),
                    mix((190, 190, 90), (60, 104, 60), n / 3),
                    2,
                )
    return board


def solar() -> Canvas:
    x: float
    y: float
    board = Canvas(149)
    board.gradient(((0, (34, 116, 178)), (0.7, (164, 216, 232)), (1, (250, 240, 206))), bottom=500)
    board.glow(1260, 180, 620, (255, 246, 200), strength=1.0)
    board.disc(1260, 180, 60, (255, 255, 240))
    for x, y, r in ((220, 150, 130), (330, 180, 100), (700, 110, 90), (780, 130, 70)):
        board.disc(x, y, r, (250, 252, 250), squash=0.24, alpha=0.75)
    board.ridge(452, rise=36, rough=2, colour=(110, 158, 150), to=480)
    board.ridge(470, rise=12, rough=5, colour=(74, 124, 96), to=490)
    for x in (90, 210, 610, 700, 1090, 1480):
        palm(board, x, 486, board.random.uniform(60, 120), (56, 100, 84))
    board.gradient(((0, (178, 184, 96)), (0.4, (140, 152, 74)), (1, (82, 104, 56))), top=478)
    y, size = 512.0, 34.0
    while y < 1120:
        wide, lean = size * 1.9, size * 0.35
        shift = -((y * 1.7) % wide)
        for x in range(int(shift) - int(wide), 1700, max(1, int(wide * 1.04))):
            board.line(((x + wide * 0.5, y), (x + wide * 0.5, y + size * 0.45)), (90, 92, 90), size * 0.06)
            top_left, top_right = (x + lean, y - size * 0.62), (x + wide + lean, y - size * 0.62)
            low_right, low_left = (x + wide, y + size * 0.1), (float(x), y + size * 0.1)
            board.shape(
                (top_left, top_right, low_right, low_left), mix((56, 112, 176), (14, 36, 86), min(1, (y - 500) / 460))
            )
            if (x // max(1, int(wide))) % 3 == 0:
                board.shape(
                    (
                        (x + lean, y - size * 0.62),
                        (x + lean + wide * 0.42, y - size * 0.62),
                        (x + wide * 0.12, y + size * 0.1),
                        (float(x), y + size * 0.1),
                    ),
                    (150, 196, 224),
                )
            for k in range(7):
                share = k / 6
                board.line(
                    ((x + lean + wide * share, y - size * 0.62), (x + wide * share, y + size * 0.1)),
                    (196, 216, 226),
                    size * 0.016,
                )
            for k in range(4):
                share = k / 3
                board.line(
                    (
                        (x + lean * (1 - share), y - size * (0.62 - 0.72 * share)),
                        (x + wide + lean * (1 - share), y - size * (0.62 - 0.72 * share)),
                    ),
                    (196, 216, 226),
                    size * 0.016,
                )
        y, size = y + size * 1.25, size * 1.32
    return board
