"""The measures, on samples small enough to reckon by hand."""

from __future__ import annotations

import json
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


@pytest.fixture
def harbour_claims(tmp_path: Path) -> Path:
    file = tmp_path / "claims.jsonl"
    rows = [
        {"id": "a", "text": "The harbour lost 40 cranes.", "title": "Did the harbour lose its cranes?"},
        {"id": "b", "text": "The lake froze over in May.", "title": "Ice on the lake"},
    ]
    file.write_text("\n".join(json.dumps(row) for row in rows))
    return file


def queries(folder: Path, *rows: dict[str, object]) -> str:
    file = folder / "queries.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in rows))
    return str(file)


def test_matching_is_measured_among_claims(
    tmp_path: Path, harbour_claims: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = queries(tmp_path, {"id": "1", "text": "40 cranes gone from the harbour!", "relevant": ["a"]})
    call_command("evaluate", "matching", "--data", data, "--claims", str(harbour_claims), "--json")
    figures = json.loads(capsys.readouterr().out)
    assert (figures["map_at_5"], figures["precision_at_1"]) == (1, 1)
    assert figures.keys() == {"map_at_5", "precision_at_1", "seconds", "items_per_second"}


def test_matching_without_claims_names_the_option(tmp_path: Path) -> None:
    data = queries(tmp_path, {"id": "1", "text": "40 cranes gone!", "relevant": ["a"]})
    with pytest.raises(CommandError, match="--claims"):
        call_command("evaluate", "matching", "--data", data)


def test_a_query_that_wants_an_unknown_claim_is_named_by_file_and_line(tmp_path: Path, harbour_claims: Path) -> None:
    rows: list[dict[str, object]] = [
        {"id": str(n), "text": "Cranes!", "relevant": [wanted]} for n, wanted in enumerate("az")
    ]
    with pytest.raises(CommandError, match=r'queries\.jsonl, line 2: .*"z"'):
        call_command("evaluate", "matching", "--data", queries(tmp_path, *rows), "--claims", str(harbour_claims))


def test_a_claim_without_a_title_is_named_by_file_and_line(tmp_path: Path, harbour_claims: Path) -> None:
    harbour_claims.write_text('{"id": "a", "text": "The harbour lost 40 cranes."}')
    data = queries(tmp_path, {"id": "1", "text": "Cranes!", "relevant": ["a"]})
    with pytest.raises(CommandError, match=r"claims\.jsonl, line 1: .*title"):
        call_command("evaluate", "matching", "--data", data, "--claims", str(harbour_claims))
