"""Pictures of sport: football, boxing."""

from __future__ import annotations

import math

from broadsheet.demo.photos.canvas import Canvas, mix
from broadsheet.demo.photos.motifs import limbs


def football() -> Canvas:
    x: float
    y: float
    board = Canvas(211)
    board.gradient(((0, (12, 20, 52)), (1, (44, 72, 118))), bottom=440)
    board.shape(((-10, 300), (1610, 220), (1610, 470), (-10, 470)), (26, 34, 64))
    for _ in range(2600):
        x = board.random.uniform(0, 1600)
        y = board.random.uniform(312 - x * 0.05, 452)
        board.disc(
            x,
            y,
            3.4,
            board.random.choice(
                ((208, 66, 70), (240, 226, 200), (62, 92, 150), (236, 172, 72), (40, 48, 82), (40, 48, 82))
            ),
        )
    board.box(0, 440, 1600, 34, (232, 228, 214))
    for n in range(8):
        board.box(n * 210 - 30, 444, 190, 26, ((200, 60, 60), (30, 96, 130), (236, 172, 72), (40, 120, 90))[n % 4])
    for n in range(12):
        far0, far1 = 800 + (n - 6) * 200, 800 + (n - 5) * 200
        near0, near1 = 800 + (n - 6) * 470, 800 + (n - 5) * 470
        board.shape(((far0, 474), (far1, 474), (near1, 1080), (near0, 1080)), (52, 150, 84) if n % 2 else (38, 128, 74))
    white = (236, 246, 232)
    board.line(((-10, 500), (1610, 500)), white, 4)
    board.line(((430, 500), (240, 690), (1360, 690), (1170, 500)), white, 6)
    board.line(((610, 500), (545, 575), (1055, 575), (990, 500)), white, 5)
    board.disc(800, 632, 6, white, squash=0.6)
    arc = [(800 + 170 * math.cos(a / 20), 664 + 74 * math.sin(a / 20)) for a in range(7, 57)]
    board.line(arc, white, 5)
    for n in range(17):
        board.line(((690 + n * 13.75, 402), (690 + n * 13.75, 496)), (190, 204, 214), 1)
    for n in range(7):
        board.line(((690, 408 + n * 14), (910, 408 + n * 14)), (190, 204, 214), 1)
    board.line(((690, 500), (690, 400), (910, 400), (910, 500)), (255, 255, 255), 7)
    for x in (120, 1480):
        board.line(((x, 470), (x, 96)), (60, 78, 112), 12)
        board.box(x - 84, 50, 168, 66, (60, 78, 112))
        for k in range(12):
            lx, ly = x - 66 + (k % 6) * 26, 68 + (k // 6) * 30
            board.glow(lx, ly, 90, (220, 236, 255), strength=0.5)
            board.disc(lx, ly, 9, (255, 255, 250))
        board.glow(x, 84, 480, (170, 200, 240), strength=0.55)
    red, blue, skin = (214, 56, 56), (36, 74, 160), (84, 52, 44)
    for x, y, s, kit in (
        (640, 800, 1.0, red),
        (930, 760, 0.85, blue),
        (420, 650, 0.6, blue),
        (1140, 640, 0.58, red),
        (1300, 900, 1.15, red),
    ):
        board.disc(x, y, 60 * s, (20, 84, 56), squash=0.16, alpha=0.6)
        limbs(
            board,
            (
                ((x, y - 96 * s), (x + 34 * s, y - 54 * s), (x + 20 * s, y - 6 * s)),
                ((x, y - 96 * s), (x - 26 * s, y - 50 * s), (x - 62 * s, y - 26 * s)),
            ),
            17 * s,
            skin,
        )
        limbs(
            board,
            (((x, y - 100 * s), (x + 24 * s, y - 68 * s)), ((x, y - 100 * s), (x - 20 * s, y - 66 * s))),
            26 * s,
            (240, 240, 236),
        )
        limbs(
            board,
            (
                ((x - 4 * s, y - 168 * s), (x - 44 * s, y - 138 * s), (x - 62 * s, y - 160 * s)),
                ((x + 4 * s, y - 168 * s), (x + 44 * s, y - 134 * s), (x + 58 * s, y - 104 * s)),
            ),
            14 * s,
            skin,
        )
        limbs(board, (((x, y - 160 * s), (x, y - 112 * s)),), 46 * s, kit)
        board.disc(x + 3 * s, y - 204 * s, 18 * s, (40, 26, 28))
    board.disc(712, 794, 17, (250, 250, 246))
    board.disc(708, 790, 5, (40, 40, 50))
    return board


def boxing() -> Canvas:
    x: float
    y: float
    board = Canvas(223)
    board.gradient(((0, (14, 10, 34)), (0.65, (58, 20, 62)), (1, (24, 10, 34))))
    for _ in range(900):
        x, y = board.random.uniform(0, 1600), board.random.uniform(470, 700)
        board.disc(x, y, board.random.uniform(8, 15), mix((30, 14, 44), (104, 40, 84), board.random.random()))
    board.soften(2)
    board.shape(((170, 800), (1430, 800), (1640, 1000), (-40, 1000)), (226, 214, 196))
    board.shape(((-40, 1000), (1640, 1000), (1640, 1080), (-40, 1080)), (30, 60, 130))
    board.disc(800, 880, 280, (206, 70, 70), squash=0.2)
    board.disc(800, 880, 250, (226, 214, 196), squash=0.2)
    for n, (x, hue) in enumerate(((420, (255, 210, 150)), (800, (255, 244, 220)), (1180, (190, 200, 255)))):
        board.beam(
            ((x - 20, -20), (x + 20, -20), (x + 330 - 110 * n, 900), (x - 110 - 110 * n, 900)),
            hue,
            strength=0.5,
            soft=26,
        )
        board.glow(x, 6, 190, hue, strength=1.0)
    for k, y in enumerate((520, 600, 680)):
        board.line(((196, y), (1404, y)), ((220, 60, 66), (244, 238, 226), (56, 92, 180))[k], 7)
    for x, tone in ((180, (206, 52, 60)), (1420, (44, 84, 176))):
        board.box(x - 26, 480, 52, 330, tone)
        board.box(x - 14, 460, 28, 30, (230, 224, 210))
    dark, rim = (36, 18, 36), (150, 72, 62)
    board.disc(800, 905, 260, (120, 96, 100), squash=0.1, alpha=0.5)
    left = (
        ((640, 560), (624, 700)),
        ((626, 700), (690, 790), (668, 905)),
        ((622, 700), (560, 790), (520, 905), (492, 908)),
        ((644, 560), (700, 610), (754, 548)),
        ((636, 560), (596, 640), (672, 640)),
    )
    right = (
        ((960, 566), (984, 704)),
        ((984, 704), (1040, 800), (1090, 905)),
        ((980, 700), (900, 690), (830, 622)),
        ((958, 566), (912, 620), (880, 560)),
        ((962, 566), (1010, 640), (940, 650)),
    )
    for joints, shift in ((left, 6), (right, -6)):
        limbs(board, tuple(tuple((x - shift, y - 3) for x, y in chain) for chain in joints), 44, rim)
        limbs(board, joints, 42, dark)
    limbs(board, (((640, 575), (626, 690)), ((962, 580), (982, 690))), 84, dark)
    limbs(board, (((612, 700), (646, 706)), ((622, 712), (660, 752)), ((618, 712), (584, 762))), 58, (206, 52, 60))
    limbs(board, (((966, 706), (1000, 706)), ((984, 712), (1016, 760)), ((980, 706), (930, 698))), 58, (44, 84, 176))
    for x, y in ((650, 478), (950, 486)):
        board.disc(x, y, 46, rim)
        board.disc(x + (-4 if x < 800 else 4), y + 2, 44, dark)
    for x, y, tone in (
        (770, 536, (214, 60, 66)),
        (684, 640, (214, 60, 66)),
        (874, 546, (64, 108, 204)),
        (930, 656, (64, 108, 204)),
    ):
        board.disc(x, y, 31, tone)
    for y, tone in ((742, (220, 60, 66)), (846, (244, 238, 226))):
        board.line(((-20, y + 92), (1620, y + 92)), tone, 9)
    return board
