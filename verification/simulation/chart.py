"""The shares of a day as a drawing: one row of bars for each policy, in SVG that needs nothing to be looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from html import escape

from verification.simulation.figures import BAR, Figures

WIDTH, ROW, LEFT, RIGHT, TOP = 720, 150, 20, 20, 56
# Shares from 0 to 2.5 in steps of 0.1; what lies beyond stands in the last one.
STEP, STEPS = 0.1, 25
STYLE = (
    "text{font:13px sans-serif;fill:#222}.bar{fill:#3b6ea5}.over{fill:#b3372f}.bar-line{stroke:#b3372f;"
    "stroke-dasharray:4 3}.axis{stroke:#888}.title{font-weight:bold;font-size:15px}"
)


def chart(found: Mapping[str, Figures], *, title: str) -> str:
    """An SVG document with a histogram of reviewer-days for each policy; the bar of 1.5 is a dashed line."""
    height = TOP + ROW * len(found) + 30
    rows = [_row(name, figures, TOP + ROW * number) for number, (name, figures) in enumerate(found.items())]
    foot = _text(LEFT, height - 10, "What somebody was handed in a day, as a multiple of the mean of their shift")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">'
        f"<title>{escape(title)}</title><style>{STYLE}</style>"
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>'
        f"{_text(LEFT, 26, title, 'title')}{''.join(rows)}{foot}</svg>\n"
    )


def _row(name: str, figures: Figures, top: float) -> str:
    floor = top + ROW - 34
    told = (
        f"{name}: at most {figures.largest_share:.2f} times the mean, topics known {figures.expertise:.0%}, "
        f"judged after {figures.until_judged_median:.0f} min (median)"
    )
    marks = "".join(_text(_x(at), floor + 16, f"{at:g}") for at in (0, 0.5, 1, 1.5, 2, 2.5))
    axis = f'<line class="axis" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{floor}" y2="{floor}"/>'
    limit = f'<line class="bar-line" x1="{_x(BAR):.1f}" x2="{_x(BAR):.1f}" y1="{top + 12}" y2="{floor}"/>'
    return _text(LEFT, top + 4, told) + _bars(figures, top + 14, floor) + axis + limit + marks


def _bars(figures: Figures, top: float, floor: float) -> str:
    counts = Counter(min(int(share / STEP + 1e-9), STEPS - 1) for share in figures.shares)
    tallest = max(counts.values(), default=1)
    return "".join(
        f'<rect class="{"over" if step * STEP >= BAR - 1e-9 else "bar"}" x="{_x(step * STEP) + 1:.1f}" '
        f'y="{floor - (floor - top) * count / tallest:.1f}" width="{_x(STEP) - _x(0) - 2:.1f}" '
        f'height="{(floor - top) * count / tallest:.1f}"/>'
        for step, count in sorted(counts.items())
    )


def _x(share: float) -> float:
    return LEFT + share / (STEP * STEPS) * (WIDTH - LEFT - RIGHT)


def _text(x: float, y: float, told: str, kind: str = "") -> str:
    of_kind = f' class="{kind}"' if kind else ""
    return f'<text{of_kind} x="{x:.1f}" y="{y:.1f}">{escape(told)}</text>'
