"""How attributions are scored, on samples small enough to reckon by hand."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from claims.evaluation import attribution
from claims.extraction.attribution.spans import Attributed
from claims.extraction.statements import Span

Ends = list[list[int]]
TEXT = "Ada Holm said the ferry was late, Bo Ek replied. " * 4


def gold(source: Ends, content: Ends) -> dict[str, Any]:
    return {"source": source, "cue": [[9, 13]], "content": content}


def given(source: Ends, content: Ends) -> Attributed:
    return Attributed(tuple(Span(*ends) for ends in source), Span(9, 13), tuple(Span(*ends) for ends in content))


def scored(wanted: list[dict[str, Any]], answers: list[Attributed]) -> dict[str, float]:
    return attribution.report([{"text": TEXT, "attributions": wanted}], [answers]).metrics


def test_a_pair_that_is_the_same_is_right() -> None:
    metrics = scored([gold([[0, 8]], [[14, 32]])], [given([[0, 8]], [[14, 32]])])
    assert metrics == {"pair_f1": 1, "pair_precision": 1, "pair_recall": 1, "content_f1": 1}


@pytest.mark.parametrize(("end", "right"), [(30, 1.0), (29, 0.0)])
def test_half_of_the_characters_together_is_enough_and_less_is_not(end: int, right: float) -> None:
    """Annotated 10 to 50: 20 of 40 characters are a half, 19 are less."""
    assert scored([gold([[0, 8]], [[10, 50]])], [given([[0, 8]], [[10, end]])])["pair_f1"] == right


def test_gaps_count_as_outside() -> None:
    """Annotated 10 + 10 characters around a gap of 20; given all 40: 20 of 40."""
    assert scored([gold([[0, 8]], [[10, 20], [40, 50]])], [given([[0, 8]], [[10, 50]])])["pair_f1"] == 1
    assert scored([gold([[0, 8]], [[10, 20], [41, 51]])], [given([[0, 8]], [[10, 51]])])["pair_f1"] == 0


def test_one_character_of_the_source_is_enough_and_none_is_not() -> None:
    wanted = [gold([[0, 8]], [[14, 32]])]
    assert scored(wanted, [given([[7, 9]], [[14, 32]])])["pair_f1"] == 1
    assert scored(wanted, [given([[8, 12]], [[14, 32]])]) == {
        "pair_f1": 0,
        "pair_precision": 0,
        "pair_recall": 0,
        "content_f1": 1,
    }


def test_an_answer_serves_once_and_the_best_overlap_goes_first() -> None:
    """The answer 10 to 30 fits 10 to 30 better than 10 to 40; nothing is left for that one."""
    wanted = [gold([[0, 8]], [[10, 40]]), gold([[0, 8]], [[10, 30]])]
    metrics = scored(wanted, [given([[0, 8]], [[10, 30]])])
    assert metrics["pair_precision"] == 1
    assert metrics["pair_recall"] == pytest.approx(1 / 2)
    assert metrics["pair_f1"] == pytest.approx(2 / 3)


def test_what_has_no_source_counts_for_its_content_alone() -> None:
    """Annotated: one with a source, one without. Given: both contents, the second bare, and one too many."""
    wanted = [gold([[0, 8]], [[14, 32]]), gold([], [[60, 80]])]
    answers = [given([[0, 8]], [[14, 32]]), given([], [[60, 80]]), given([[34, 39]], [[100, 120]])]
    metrics = scored(wanted, answers)
    assert metrics["pair_recall"] == 1
    assert metrics["pair_precision"] == pytest.approx(1 / 2)
    assert metrics["content_f1"] == pytest.approx(4 / 5)


def test_articles_are_counted_together() -> None:
    row = {"text": TEXT, "attributions": [gold([[0, 8]], [[14, 32]])]}
    metrics = attribution.report([row, row], [[given([[0, 8]], [[14, 32]])], []]).metrics
    assert metrics["pair_recall"] == pytest.approx(1 / 2)
    assert metrics["pair_precision"] == 1


def test_nothing_asked_and_nothing_given_is_no_error() -> None:
    assert set(scored([], []).values()) == {0.0}


def test_the_longest_misses_are_worst_and_say_what_they_are() -> None:
    report = attribution.report([{"text": TEXT, "attributions": [gold([[0, 8]], [[14, 32]])]}], [[]])
    assert [miss.shown for miss in report.misses] == ["missed: [Ada Holm] the ferry was late"]


@pytest.mark.parametrize(
    "part", [{"source": [[0, 999]]}, {"content": [[5, 2]]}, {"cue": "said"}, {"content": [["a", 2]]}, {"cue": [[1]]}]
)
def test_a_span_outside_the_text_is_named_by_file_and_line(tmp_path: Path, part: dict[str, Any]) -> None:
    file = tmp_path / "rows.jsonl"
    row = {"text": TEXT, "attributions": [gold([[0, 8]], [[14, 32]]) | part]}
    file.write_text(json.dumps(row))
    with pytest.raises(CommandError, match=r"rows\.jsonl, line 1"):
        call_command("evaluate", "attribution", "--data", str(file))


def test_the_command_prints_one_flat_object(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    text = "“The ferry was late on every day of the week,” Ada Holm said."
    file.write_text(json.dumps({"text": text, "attributions": [gold([[47, 55]], [[0, 46]])]}))
    out = StringIO()
    call_command("evaluate", "attribution", "--data", str(file), "--json", stdout=out)
    metrics = json.loads(out.getvalue())
    assert {"pair_f1", "pair_precision", "pair_recall", "content_f1", "seconds", "items_per_second"} == set(metrics)
    assert metrics["pair_f1"] == 1
