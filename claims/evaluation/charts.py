"""Charts of worthiness as SVG: is a score what it says, and what does a threshold cost.

The same scores give the same bytes. Lines and letters take the colour that the reader's light or dark theme wants.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from html import escape
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from claims.evaluation.reports import share
from claims.evaluation.worthiness import BINS

# Stands for "the colour of the text", which matplotlib cannot name.
_INK = "#010203"
_BLUE = "#3b82c4"
_STYLE = "<style>svg{color:#1f2328}@media(prefers-color-scheme:dark){svg{color:#e6edf3}}</style>"
_SETTINGS: dict[Any, Any] = {
    "svg.hashsalt": "claimdesk",
    "svg.fonttype": "none",
    "font.size": 10,
    "text.color": _INK,
    "axes.edgecolor": _INK,
    "axes.labelcolor": _INK,
    "xtick.color": _INK,
    "ytick.color": _INK,
}
_MOST_POINTS = 200


def calibration(labels: Sequence[int], scores: Sequence[float], *, about: str) -> str:
    """Of sentences with about that score, how many are worth checking; ``about`` says whose scores they are."""
    points = reliability(labels, scores)
    lines = "; ".join(f"scored {mean:.2f}: {true:.2f} of {count}" for mean, true, count in points)

    def draw(axes: Axes) -> None:
        axes.plot([0, 1], [0, 1], color=_INK, linewidth=1, linestyle="--", alpha=0.5)
        axes.plot([mean for mean, _, _ in points], [true for _, true, _ in points], color=_BLUE, marker="o")
        axes.set(xlabel="score", ylabel="share worth checking")

    return _svg(f"Calibration of worthiness, {about}", f"Of the sentences {lines}.", draw)


def precision_recall(labels: Sequence[int], scores: Sequence[float], *, about: str) -> str:
    """Precision at each recall, from the highest score down."""
    points = curve(labels, scores)
    lines = "; ".join(f"recall {recall:.2f}: precision {precision:.2f}" for recall, precision in _few(points, 10))

    def draw(axes: Axes) -> None:
        shown = _few(points, _MOST_POINTS)
        axes.plot([recall for recall, _ in shown], [precision for _, precision in shown], color=_BLUE)
        axes.set(xlabel="recall", ylabel="precision")

    return _svg(f"Precision by recall of worthiness, {about}", f"At {lines}.", draw)


def reliability(labels: Sequence[int], scores: Sequence[float]) -> list[tuple[float, float, int]]:
    """(mean score, share of label 1, count) of each of the ten bins of ``calibration_error`` that holds any."""
    bins: list[list[tuple[float, int]]] = [[] for _ in range(BINS)]
    for score, label in zip(scores, labels, strict=True):
        bins[min(int(score * BINS), BINS - 1)].append((score, label))
    return [
        (sum(score for score, _ in each) / len(each), sum(label for _, label in each) / len(each), len(each))
        for each in bins
        if each
    ]


def curve(labels: Sequence[int], scores: Sequence[float]) -> list[tuple[float, float]]:
    """(recall, precision) after each distinct score, the highest first."""
    ranked = sorted(zip(scores, labels, strict=True), reverse=True)
    total, hits = sum(labels), 0
    points = []
    for place, (score, label) in enumerate(ranked, 1):
        hits += label
        if place == len(ranked) or ranked[place][0] != score:
            points.append((share(hits, total), hits / place))
    return points


def _few(points: Sequence[tuple[float, float]], most: int) -> list[tuple[float, float]]:
    """At most ``most`` of the points, evenly over them, the last among them."""
    step = -(-len(points) // most)
    return list(points[::-1][::step][::-1])


def _svg(title: str, description: str, draw: Callable[[Axes], None]) -> str:
    with mpl.rc_context(_SETTINGS):
        figure = Figure(figsize=(5, 4), layout="tight")
        FigureCanvasSVG(figure)
        axes = figure.subplots()
        draw(axes)
        axes.set(xlim=(0, 1), ylim=(0, 1.02))
        axes.set_title(title, fontsize=10)
        axes.patch.set_visible(False)
        axes.grid(color=_INK, alpha=0.15)
        drawn = io.StringIO()
        # No day in it, so that the same figures are the same file.
        figure.savefig(drawn, format="svg", transparent=True, metadata={"Date": None})
    return _readable(drawn.getvalue(), title, description)


def _readable(svg: str, title: str, description: str) -> str:
    """With a title and a description for those who cannot see it, and in the colour of the reader's theme."""
    head, tail = svg.replace(_INK, "currentColor").split("<svg ", 1)
    attributes, rest = tail.split(">", 1)
    names = f"<title>{escape(title)}</title>\n <desc>{escape(description)}</desc>"
    whole = f'{head}<svg role="img" {attributes}>\n {names}\n {_STYLE}{rest}'
    return "\n".join(line.rstrip() for line in whole.splitlines()) + "\n"
