"""The charts: small, the same each time, and told in words to those who cannot see them."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.core.management import CommandError, call_command

from claims.evaluation import charts

LABELS = [0, 0, 1, 0, 1, 1, 1, 0] * 200
SCORES = [(place * 37 % 1600) / 1600 for place in range(1600)]


@pytest.mark.parametrize("draw", [charts.calibration, charts.precision_recall])
def test_a_chart_is_small_told_in_words_and_the_same_each_time(draw: object) -> None:
    assert callable(draw)
    drawn = draw(LABELS, SCORES, about="made up & small")
    assert drawn == draw(LABELS, SCORES, about="made up & small")
    assert len(drawn.encode()) < 60_000
    root = ElementTree.fromstring(drawn)
    title, description = list(root)[:2]
    assert "made up & small" in (title.text or "")
    assert description.tag.endswith("desc")
    assert description.text
    assert root.get("role") == "img"
    assert "currentColor" in drawn
    assert charts._INK not in drawn


def test_reliability_gives_the_share_of_each_bin() -> None:
    assert charts.reliability([1, 0, 1], [0.75, 0.75, 1.0]) == [(0.75, 0.5, 2), (1.0, 1.0, 1)]


def test_equal_scores_are_one_point_of_the_curve() -> None:
    assert charts.curve([1, 0, 1], [0.9, 0.5, 0.5]) == [(0.5, 1.0), (1.0, pytest.approx(2 / 3))]


def test_tasks_without_scores_have_no_charts(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text('{"input": "nothing", "results": []}\n')
    with pytest.raises(CommandError, match="worthiness alone"):
        call_command("evaluate", "quantities", "--data", str(file), "--charts", str(tmp_path))


def test_evaluating_worthiness_writes_both_charts(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text('{"text": "The port lost 40 cranes.", "label": 1}\n{"text": "Thank you.", "label": 0}\n')
    call_command("evaluate", "worthiness", "--data", str(file), "--charts", str(tmp_path / "charts"))
    names = sorted(each.name for each in (tmp_path / "charts").iterdir())
    assert names == ["worthiness_calibration.svg", "worthiness_precision_recall.svg"]
