"""Three drawn heads for the people who write opinion."""

from __future__ import annotations

from broadsheet.demo.photos.canvas import Canvas, Colour, mix


def _bust(seed: int, *, wall: Colour, skin: Colour, coat: Colour, shirt: Colour) -> Canvas:
    board = Canvas(seed, width=600, height=600)
    board.gradient(((0, mix(wall, (255, 255, 255), 0.25)), (1, wall)))
    board.disc(300, 300, 236, mix(wall, (255, 250, 230), 0.4))
    board.shape(((70, 620), (96, 500), (200, 446), (400, 446), (504, 500), (530, 620)), coat)
    board.shape(((236, 440), (364, 440), (330, 560), (300, 610), (270, 560)), shirt)
    board.shape(((250, 360), (350, 360), (358, 452), (300, 500), (242, 452)), mix(skin, (60, 20, 20), 0.22))
    board.disc(300, 280, 104, skin, squash=1.22)
    for side in (-1, 1):
        board.disc(300 + side * 104, 288, 18, mix(skin, (60, 20, 20), 0.14), squash=1.5)
        board.disc(300 + side * 42, 276, 8, (40, 26, 26))
        board.line(((300 + side * 62, 246), (300 + side * 42, 238), (300 + side * 24, 244)), (50, 34, 32), 6)
    board.line(((300, 284), (290, 320), (306, 324)), mix(skin, (60, 20, 20), 0.35), 4)
    board.line(((264, 354), (284, 364), (316, 364), (338, 352)), (150, 60, 56), 6)
    return board


def _glasses(board: Canvas, ink: Colour) -> None:
    for side in (-1, 1):
        x = 300 + side * 43
        ring = ((x - 30, 256), (x + 30, 256), (x + 28, 296), (x - 28, 296), (x - 30, 256))
        board.line(ring, ink, 5)
        board.line(((x + side * 30, 262), (x + side * 62, 258)), ink, 4)
    board.line(((287, 264), (313, 264)), ink, 5)


def vannara() -> Canvas:
    """Ros Vannara: cropped grey hair, glasses."""
    board = _bust(301, wall=(38, 118, 122), skin=(190, 130, 92), coat=(34, 44, 70), shirt=(240, 232, 214))
    hair = (92, 92, 98)
    board.shape(
        (
            (194, 270),
            (196, 200),
            (236, 152),
            (300, 138),
            (364, 152),
            (404, 200),
            (406, 270),
            (388, 226),
            (340, 196),
            (262, 196),
            (214, 226),
        ),
        hair,
    )
    _glasses(board, (30, 28, 34))
    return board


def halloran() -> Canvas:
    """Marguerite Halloran: red hair to the shoulder."""
    board = _bust(307, wall=(212, 150, 84), skin=(240, 204, 178), coat=(96, 34, 60), shirt=(246, 238, 226))
    hair = (160, 66, 38)
    board.shape(
        (
            (198, 300),
            (190, 220),
            (226, 152),
            (300, 130),
            (374, 152),
            (410, 220),
            (402, 300),
            (392, 232),
            (330, 184),
            (250, 214),
            (210, 240),
        ),
        hair,
    )
    for side in (-1, 1):
        x = 300 + side * 106
        board.shape(((x - 22, 220), (x + 22, 220), (x + side * 14 + 24, 420), (x + side * 4, 466), (x - 30, 430)), hair)
    return board


def sopheak() -> Canvas:
    """Heng Sopheak: dark hair tied back, a krama at the neck."""
    board = _bust(311, wall=(128, 92, 140), skin=(204, 148, 106), coat=(44, 92, 84), shirt=(232, 224, 206))
    hair = (32, 24, 28)
    board.disc(300, 122, 48, hair)
    board.shape(
        (
            (192, 300),
            (188, 220),
            (224, 150),
            (300, 126),
            (376, 150),
            (412, 220),
            (408, 300),
            (394, 228),
            (300, 176),
            (206, 228),
        ),
        hair,
    )
    board.shape(((214, 432), (386, 432), (420, 486), (300, 530), (180, 486)), (206, 62, 62))
    for n in range(9):
        board.line(((190 + n * 26, 500 - abs(n - 4) * 4), (222 + n * 19, 434)), (246, 236, 220), 5)
    for k in range(3):
        board.line(
            ((208 - k * 10, 450 + k * 17), (300, 470 + k * 20), (392 + k * 10, 450 + k * 17)), (246, 236, 220), 4
        )
    return board
