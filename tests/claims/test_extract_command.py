"""`manage.py extract`: no database, one object a claim, and clear words for what cannot be read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

TEXT = (
    "Storm over the harbour\n"
    "Harbour minister Anna Lindqvist said the port had lost up to 40 cranes on Sunday.\n"
    "“I think the repairs are a beautiful idea and we should all be glad,” she said.\n"
)
KEYS = "article index start end original_start original_end quote text substitutions speaker".split()
KEYS += "via cue kind worthiness quantities dates".split()


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "storm.txt"
    path.write_text(TEXT)
    return path


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_each_claim_is_one_line_with_offsets_into_the_text(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("extract", str(article), published="2025-06-18", format="jsonl")
    (claim,) = lines(capsys)
    assert list(claim) == KEYS
    assert TEXT[claim["start"] : claim["end"]] == claim["quote"]
    assert claim["speaker"]["name"] == "Anna Lindqvist"
    read = {"text": "up to 40 cranes", "start": 78, "end": 93, "low": None, "high": 40.0, "unit": "crane"}
    in_si = {"si_low": None, "si_high": None, "si_unit": ""}
    assert claim["quantities"] == [read | {"kind": "count", "is_approximate": False} | in_si]
    assert claim["dates"] == [{"text": "Sunday", "start": 97, "end": 103, "from": "2025-06-15", "to": "2025-06-15"}]


def test_with_all_every_statement_says_whether_it_is_a_claim(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("extract", str(article), published="2025-06-18", format="jsonl", all=True)
    found = lines(capsys)
    assert [statement["is_claim"] for statement in found] == [False, True, False]
    assert found[2]["speaker"]["name"] == "Anna Lindqvist"


def test_the_table_names_speaker_figure_and_day(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("extract", str(article), published="2025-06-18")
    told = " ".join(capsys.readouterr().out.split())
    for words in ("Lindqvist", "cranes", "2025-06-15"):
        assert words in told


def test_a_file_that_cannot_be_read_is_named_and_the_others_go_on(
    article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "binary.txt").write_bytes(b"ab\x00c")
    (tmp_path / "latin.txt").write_bytes("Caf\xe9".encode("latin-1"))
    (tmp_path / "empty.txt").write_text(" \n")
    files = [str(tmp_path / name) for name in ("binary.txt", "latin.txt", "empty.txt", "missing.txt")]
    with pytest.raises(CommandError, match="4 of 5 files"):
        call_command("extract", *files, str(article), published="2025-06-18", format="jsonl")
    told = capsys.readouterr()
    assert "binary.txt: text: Character 2 is the control character U+0000" in told.err
    assert "latin.txt: text: Byte 3 is not utf-8 text." in told.err
    assert "empty.txt: text: This may not be empty." in told.err
    assert "missing.txt: file: No such file or directory" in told.err
    assert len(told.out.splitlines()) == 1


@pytest.mark.parametrize("day", ["soon", "2025-02-30", "18.06.2025"])
def test_an_unknown_date_is_refused_by_its_option(article: Path, day: str) -> None:
    with pytest.raises(CommandError, match="--published"):
        call_command("extract", str(article), published=day)
