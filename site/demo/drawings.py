"""The pictures of the pages, drawn line by line: nobody's photograph, nobody's rights."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1200, 640
# Drawn larger, then reduced: the lines come out smooth.
SCALE = 2
STROKE = 6
AWNING_SPREAD = 1.08

PAPER, CARD, INK = "#f8f0df", "#fffaf0", "#211a12"
SUN, HILL, FIELD, WATER, BRICK = "#f2c24c", "#dfa632", "#6d9152", "#7fa3c4", "#c9714f"

Point = tuple[float, float]


class Sheet:
    """A sheet of paper, in units of `WIDTH` × `HEIGHT`, the origin at the top left."""

    def __init__(self) -> None:
        self._image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), PAPER)
        self._pen = ImageDraw.Draw(self._image)

    def shape(self, *points: Point, fill: str = CARD) -> None:
        """Paint a closed shape and draw around it."""
        corners = [_scaled(point) for point in points]
        self._pen.polygon(corners, fill=fill)
        self._stroke([*corners, corners[0]])

    def box(self, left: float, top: float, width: float, height: float, fill: str = CARD) -> None:
        """Paint a rectangle."""
        right, bottom = left + width, top + height
        self.shape((left, top), (right, top), (right, bottom), (left, bottom), fill=fill)

    def disc(self, center: Point, radius: float, fill: str = CARD) -> None:
        """Paint a disc."""
        x, y = _scaled(center)
        r = radius * SCALE
        self._pen.ellipse((x - r, y - r, x + r, y + r), fill=fill, outline=INK, width=STROKE * SCALE)

    def line(self, *points: Point) -> None:
        """Draw through the points."""
        self._stroke([_scaled(point) for point in points])

    def png(self) -> bytes:
        """Return the sheet as a PNG file."""
        buffer = BytesIO()
        small = self._image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        small.quantize(48).save(buffer, format="PNG", optimize=True)
        return buffer.getvalue()

    def _stroke(self, points: list[Point]) -> None:
        self._pen.line(points, fill=INK, width=STROKE * SCALE, joint="curve")
        end = STROKE * SCALE / 2
        for x, y in points:
            self._pen.ellipse((x - end, y - end, x + end, y + end), fill=INK)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture with its key, its title and what it shows, in French."""

    key: str
    title: str
    description: str
    draw: Callable[[Sheet], None]

    def png(self) -> bytes:
        """Draw it, and return a PNG file."""
        sheet = Sheet()
        self.draw(sheet)
        return sheet.png()


def _scaled(point: Point) -> Point:
    return point[0] * SCALE, point[1] * SCALE


def draw_shop(sheet: Sheet) -> None:
    """A small shop with a striped awning, computers in its window and its door ajar."""
    sheet.disc((1080, 130), 62, fill=SUN)
    sheet.shape(
        (-20, 470), (220, 430), (520, 470), (820, 425), (1220, 468), (1220, 660), (-20, 660), fill=FIELD
    )
    sheet.box(250, 150, 700, 420)
    sheet.shape((220, 150), (290, 70), (910, 70), (980, 150), fill=BRICK)
    _awning(sheet, left=270, top=190, stripes=11, width=60)
    sheet.box(300, 300, 400, 190, fill=WATER)
    sheet.line((300, 455), (700, 455))
    for left in (330, 455, 580):
        _screen(sheet, left, 360)
    sheet.box(760, 300, 130, 270, fill=HILL)
    sheet.shape((760, 300), (720, 330), (720, 600), (760, 570))
    sheet.disc((738, 460), 7, fill=SUN)
    sheet.box(150, 470, 70, 110, fill=CARD)
    sheet.line((165, 500), (205, 500))
    sheet.line((165, 525), (205, 525))
    sheet.line((165, 550), (190, 550))
    sheet.line((60, 600), (1140, 600))


def _awning(sheet: Sheet, *, left: float, top: float, stripes: int, width: float) -> None:
    """Draw stripes that widen downwards, from `left` at the top."""
    middle = left + stripes * width / 2
    for stripe in range(stripes):
        above = (left + stripe * width, left + (stripe + 1) * width)
        below = [middle + (x - middle) * AWNING_SPREAD for x in above]
        fill = CARD if stripe % 2 else SUN
        sheet.shape((above[0], top), (above[1], top), (below[1], top + 72), (below[0], top + 72), fill=fill)


def _screen(sheet: Sheet, left: float, top: float) -> None:
    sheet.box(left, top, 90, 62)
    sheet.line((left + 45, top + 62), (left + 45, top + 90))
    sheet.line((left + 20, top + 92), (left + 70, top + 92))


def draw_workbench(sheet: Sheet) -> None:
    """A workbench with an open computer, a lamp, a screwdriver and two cups."""
    sheet.box(120, 60, 300, 190, fill=WATER)
    sheet.line((270, 60), (270, 250))
    sheet.line((120, 155), (420, 155))
    sheet.box(-20, 430, WIDTH + 40, 240, fill=HILL)
    sheet.line((0, 490), (WIDTH, 490))
    sheet.shape((470, 330), (800, 330), (840, 440), (430, 440), fill=CARD)
    sheet.shape((490, 150), (780, 150), (800, 330), (470, 330), fill=CARD)
    sheet.shape((515, 175), (757, 175), (772, 305), (498, 305), fill=FIELD)
    sheet.line((560, 240), (610, 275), (710, 205))
    for row in range(3):
        sheet.line((480 - row * 8, 360 + row * 26), (790 + row * 10, 360 + row * 26))
    _lamp(sheet)
    for left in (200, 310):
        _cup(sheet, left)
    sheet.box(880, 478, 90, 34, fill=BRICK)
    sheet.line((970, 495), (1090, 495))
    sheet.disc((640, 530), 13, fill=PAPER)
    sheet.disc((690, 556), 13, fill=PAPER)


def _lamp(sheet: Sheet) -> None:
    sheet.line((1040, 430), (1040, 250), (930, 160))
    sheet.shape((870, 130), (950, 90), (990, 200), (850, 220), fill=SUN)
    sheet.box(980, 415, 120, 26, fill=BRICK)


def _cup(sheet: Sheet, left: float) -> None:
    sheet.disc((left + 70, 400), 22, fill=PAPER)
    sheet.shape((left, 360), (left + 70, 360), (left + 60, 440), (left + 10, 440), fill=BRICK)
    sheet.line((left + 22, 340), (left + 28, 318))
    sheet.line((left + 46, 340), (left + 52, 318))


DRAWINGS = (
    Drawing(
        "shop",
        "Dessin d’une boutique",
        "Une petite boutique avec un store rayé, des ordinateurs en vitrine et une porte ouverte.",
        draw_shop,
    ),
    Drawing(
        "workbench",
        "Dessin d’une table d’atelier",
        "Une table d’atelier avec un ordinateur ouvert, un tournevis, une lampe et deux tasses.",
        draw_workbench,
    ),
)
