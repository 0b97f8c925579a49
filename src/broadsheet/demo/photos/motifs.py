"""Things that stand in several pictures: palms, people, boats, houses, cranes."""

from __future__ import annotations

import math

from broadsheet.demo.photos.canvas import Canvas, Colour, Point


def palm(board: Canvas, x: float, y: float, height: float, colour: Colour, *, lean: float = 0.06) -> None:
    """A sugar palm with its foot at (x, y)."""
    top_x, top_y = x + height * lean, y - height
    trunk = [(x + (top_x - x) * t * t, y + (top_y - y) * t) for t in (0, 0.25, 0.5, 0.75, 1)]
    board.line(trunk, colour, height * 0.035)
    for n in range(17):
        angle = math.pi * (0.02 + 0.96 * n / 16) + board.random.uniform(-0.08, 0.08)
        reach = height * board.random.uniform(0.24, 0.32)
        dx, dy = math.cos(angle), -math.sin(angle)
        tip = (top_x + dx * reach, top_y + dy * reach * 0.8 + abs(dx) * reach * 0.35)
        bend = (top_x + dx * reach * 0.5, top_y + dy * reach * 0.62)
        side = (-dy * reach * 0.13, dx * reach * 0.13)
        board.shape(
            ((top_x, top_y), (bend[0] + side[0], bend[1] + side[1]), tip, (bend[0] - side[0], bend[1] - side[1])),
            colour,
        )
    board.disc(top_x, top_y, height * 0.07, colour)


def person(
    board: Canvas, x: float, y: float, height: float, colour: Colour, *, hat: bool = False, stride: float = 0.1
) -> None:
    """Somebody standing with their feet at (x, y)."""
    head, hip, neck = height * 0.075, y - height * 0.48, y - height * 0.82
    for side in (-1, 1):
        board.line(((x, hip), (x + side * height * stride, y)), colour, height * 0.085)
        board.line(((x, neck + height * 0.04), (x + side * height * 0.13, hip + height * 0.02)), colour, height * 0.06)
    board.shape(
        (
            (x - height * 0.11, neck),
            (x + height * 0.11, neck),
            (x + height * 0.09, hip + height * 0.05),
            (x - height * 0.09, hip + height * 0.05),
        ),
        colour,
    )
    board.disc(x, y - height * 0.91, head, colour)
    if hat:
        brim = height * 0.16
        board.shape(((x - brim, y - height * 0.92), (x + brim, y - height * 0.92), (x, y - height * 1.05)), colour)


def limbs(board: Canvas, joints: tuple[tuple[Point, ...], ...], width: float, colour: Colour) -> None:
    """A figure of thick strokes, each a chain of joints."""
    for chain in joints:
        board.line(chain, colour, width)


def boat(board: Canvas, x: float, y: float, length: float, colour: Colour, *, rower: bool = True) -> None:
    """A long wooden boat with raised ends, on water at y; with `rower`, somebody stands in its stern."""
    half, deep = length / 2, length * 0.06
    hull = [
        (x - half, y - deep * 1.5),
        (x - half * 0.8, y - deep * 0.35),
        (x, y - deep * 0.1),
        (x + half * 0.8, y - deep * 0.35),
        (x + half * 1.04, y - deep * 2),
    ]
    board.shape([*hull, (x + half * 0.72, y + deep * 0.75), (x - half * 0.72, y + deep * 0.75)], colour)
    if rower:
        person(board, x - half * 0.62, y - deep * 0.1, length * 0.3, colour, hat=True, stride=0.07)
        board.line(((x - half * 0.5, y - length * 0.2), (x - half * 0.98, y + deep * 1.4)), colour, length * 0.012)
        board.line(
            (
                (x + half * 0.1, y),
                (x + half * 0.2, y - length * 0.09),
                (x + half * 0.42, y - length * 0.09),
                (x + half * 0.5, y),
            ),
            colour,
            length * 0.02,
        )


def stupa(board: Canvas, x: float, y: float, height: float, colour: Colour) -> None:
    """A pointed shrine with its foot at (x, y)."""
    for step in range(4):
        half = height * (0.26 - 0.04 * step)
        board.box(x - half, y - height * 0.09 * (step + 1), 2 * half, height * 0.1, colour)
    curve = [(0.14, 0.34), (0.15, 0.44), (0.11, 0.54), (0.05, 0.62), (0.032, 0.72), (0.02, 0.84), (0, 1.0)]
    right = [(x + a * height, y - b * height) for a, b in curve]
    left = [(x - a * height, y - b * height) for a, b in reversed(curve)]
    board.shape([*right, *left], colour)


def tower(board: Canvas, x: float, y: float, height: float, colour: Colour) -> None:
    """A temple tower in the shape of a lotus bud."""
    half = height * 0.2
    board.box(x - half, y - height * 0.42, 2 * half, height * 0.42, colour)
    for step in range(9):
        t = step / 9
        w = half * 1.06 * math.cos(t * math.pi / 2) ** 0.62
        top = y - height * (0.42 + 0.56 * t)
        board.shape(
            ((x - w, top), (x + w, top), (x + w * 0.93, top - height * 0.066), (x - w * 0.93, top - height * 0.066)),
            colour,
        )
        for side in (-1, 1):
            board.shape(
                ((x + side * w * 0.72, top), (x + side * w * 1.07, top), (x + side * w * 0.95, top - height * 0.05)),
                colour,
            )
    board.line(((x, y - height * 0.94), (x, y - height * 1.04)), colour, height * 0.018)


def tower_crane(
    board: Canvas, x: float, y: float, height: float, colour: Colour, *, reach: float, width: float = 4
) -> None:
    """A building crane with its foot at (x, y); negative `reach` looks left."""
    top, mast = y - height, height * 0.018
    for side in (-mast, mast):
        board.line(((x + side, y), (x + side, top)), colour, width * 0.6)
    for n in range(int(height / 28)):
        low = y - n * 28
        board.line(((x - mast, low), (x + mast, low - 28)), colour, width * 0.4)
    board.line(((x - reach * 0.35, top), (x + reach, top)), colour, width)
    board.line(((x - reach * 0.35, top), (x, top - height * 0.14), (x + reach * 0.92, top)), colour, width * 0.45)
    board.line(((x, top), (x, top - height * 0.14)), colour, width * 0.8)
    board.box(x - reach * 0.35 - 12, top, 24, 26, colour)
    hook = x + reach * 0.68
    board.line(((hook, top), (hook, top + height * 0.3)), colour, width * 0.35)
    board.box(hook - 13, top + height * 0.3, 26, 16, colour)


def stilt_house(board: Canvas, x: float, y: float, width: float, wall: Colour, roof: Colour, light: Colour) -> None:
    """A house on posts over water at y, a lamp in its window."""
    floor, high = y - width * 0.42, width * 0.3
    for n in range(6):
        px = x + width * (0.04 + 0.184 * n)
        board.line(((px, floor), (px, y)), roof, width * 0.014)
    board.line(((x, y), (x + width * 0.2, floor)), roof, width * 0.01)
    board.box(x - width * 0.06, floor, width * 1.12, width * 0.03, roof)
    board.box(x, floor - high, width, high, wall)
    board.box(x + width * 0.16, floor - high * 0.72, width * 0.16, high * 0.42, light)
    board.box(x + width * 0.64, floor - high * 0.8, width * 0.17, high * 0.8, mix_dark(wall))
    board.shape(
        (
            (x - width * 0.1, floor - high * 0.94),
            (x + width * 0.12, floor - high * 1.75),
            (x + width * 0.88, floor - high * 1.75),
            (x + width * 1.1, floor - high * 0.94),
        ),
        roof,
    )


def mix_dark(colour: Colour) -> Colour:
    """The same colour in shade."""
    return (colour[0] * 3 // 5, colour[1] * 3 // 5, colour[2] * 3 // 5)
