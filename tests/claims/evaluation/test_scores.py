"""The measures, on samples small enough to reckon by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from claims.evaluation import matching, worthiness


def test_average_precision_counts_equal_scores_as_one_threshold() -> None:
    assert worthiness.average_precision([1, 0, 1], [0.9, 0.5, 0.5]) == pytest.approx(0.5 + 0.5 * 2 / 3)


def test_calibration_error_is_the_distance_between_scores_and_what_came_true() -> None:
    assert worthiness.calibration_error([1, 0], [0.75, 0.75]) == pytest.approx(0.25)


def test_a_claim_in_second_place_is_worth_half() -> None:
    assert matching.average_precision(["a"], ["b", "a"]) == 0.5


def test_a_bad_row_is_named_by_file_and_line(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text('{"text": "The harbour lost 40 cranes.", "label": 1}\n{"text": \n')
    with pytest.raises(CommandError, match=r"rows\.jsonl, line 2"):
        call_command("evaluate", "worthiness", "--data", str(file))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="gone"):
        call_command("evaluate", "dates", "--data", str(tmp_path / "gone.jsonl"))
