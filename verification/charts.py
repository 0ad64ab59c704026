"""Where the marks of a chart stand: geometry alone, in the units of an SVG's view box. Pure.

The drawing is a template, because Django escapes what it writes there; colours are classes of the style sheet, so that
the charts follow the dark mode and the content policy. (pygal 3.1 is kept, but each of its drawings brings a style and
a script of its own, which the policy refuses inside a page; svg.py does not escape texts.)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

WIDTH = 720
# Of a horizontal bar with the space below it, and of its name on the left and its number on the right.
ROW, THICK, NAMES, NUMBERS = 28, 18, 190, 90
# Of a chart of columns: its height, and what is left at its sides, for the days below and for some air above.
TALL, LEFT, RIGHT, BELOW, ABOVE = 220, 48, 20, 24, 12


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a bar: how long it is, the class that colours it, what it tells and where it leads."""

    value: float
    kind: str
    told: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A horizontal bar: its name, its parts from left to right, and the number written behind it."""

    name: str
    parts: Sequence[Part]
    total: str


@dataclass(frozen=True, slots=True)
class Column:
    """What stands above one day: parts from the bottom up, and a mark below where ``label`` is not empty."""

    label: str
    parts: Sequence[Part]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, its upper left corner first."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    told: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    x: float
    y: float
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A line from left to right."""

    x1: float
    x2: float
    y: float


@dataclass(frozen=True, slots=True)
class Chart:
    width: int
    height: int
    boxes: Sequence[Box]
    labels: Sequence[Label]
    rules: Sequence[Rule] = ()


def bars(rows: Sequence[Row], *, longest: float = 0) -> Chart:
    """One horizontal bar for each row; ``longest``: what fills the width (without it the longest row does)."""
    full = longest or max((sum(part.value for part in row.parts) for row in rows), default=0) or 1
    scale = (WIDTH - NAMES - NUMBERS) / full
    boxes: list[Box] = []
    labels: list[Label] = []
    for number, row in enumerate(rows):
        top = number * ROW
        end = _lay(row.parts, boxes, top, scale)
        labels.append(Label(NAMES - 10, top + 14, _short(row.name), "name"))
        labels.append(Label(end + 8, top + 14, row.total, "number"))
    return Chart(WIDTH, max(ROW * len(rows), ROW), boxes, labels)


def _lay(parts: Sequence[Part], boxes: list[Box], top: float, scale: float) -> float:
    """Put the parts one behind the other; returns where the bar ends."""
    x: float = NAMES
    for part in parts:
        width = min(part.value * scale, WIDTH - NUMBERS - x)
        if part.value:
            boxes.append(Box(_round(x), top, _round(width), THICK, part.kind, part.told, part.href))
        x += width
    return _round(x)


def columns(found: Sequence[Column], *, write: Callable[[int], str] = "{:,}".format) -> Chart:
    """One column for each day, with lines at round numbers behind them, which ``write`` makes words."""
    top = round_up(max((sum(part.value for part in one.parts) for one in found), default=0))
    ground, wide = TALL - BELOW, (WIDTH - LEFT - RIGHT) / max(len(found), 1)
    scale = (ground - ABOVE) / top
    boxes: list[Box] = []
    labels: list[Label] = []
    for number, one in enumerate(found):
        x = LEFT + number * wide
        _pile(one.parts, boxes, x + wide * 0.12, ground, wide * 0.76, scale)
        if one.label:
            labels.append(Label(_round(x + wide / 2), TALL - 6, one.label, "day"))
    marks = sorted({0, floor(top / 2), top})
    rules = [Rule(LEFT, WIDTH - RIGHT, _round(ground - mark * scale)) for mark in marks]
    labels += [Label(LEFT - 8, _round(ground - mark * scale + 4), write(mark), "name") for mark in marks]
    return Chart(WIDTH, TALL, boxes, labels, rules)


def _pile(parts: Sequence[Part], boxes: list[Box], x: float, ground: float, width: float, scale: float) -> None:
    for part in parts:
        height = part.value * scale
        ground -= height
        if part.value:
            boxes.append(Box(_round(x), _round(ground), _round(width), _round(height), part.kind, part.told, part.href))


def round_up(value: float) -> int:
    """The next number that reads well at the end of an axis: 2, 4, 6, 8 or 10 times a power of ten, 2 at least."""
    if value <= 2:
        return 2
    power = 10 ** floor(log10(value))
    return next(int(step * power) for step in (1, 2, 4, 6, 8, 10) if step * power >= ceil(value) and step * power > 1)


def _short(name: str, most: int = 26) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"


def _round(value: float) -> float:
    return round(value, 1)
