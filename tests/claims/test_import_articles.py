"""`manage.py import_articles`: good lines survive bad ones, and the summary says which failed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from claims.models import Article

pytestmark = pytest.mark.django_db
TEXT = "The port handled 90 ships in May."


def test_a_text_file_is_one_article(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "ships.txt"
    path.write_text(TEXT)
    call_command("import_articles", str(path), title="Ships", published_at="2025-06-18")
    call_command("import_articles", str(path))
    article = Article.objects.get()
    assert (article.title, article.published_at.isoformat()) == ("Ships", "2025-06-18T00:00:00+00:00")  # type: ignore[union-attr]
    assert "1 new, 0 revised, 0 known, 0 failed." in capsys.readouterr().out


def test_a_malformed_line_37_is_named_and_the_others_are_stored(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [json.dumps({"text": f"{TEXT} Line {number}."}) for number in range(1, 51)]
    lines[36] = '{"text": "cut off'
    lines[11] = json.dumps({"text": TEXT, "published_at": "soon"})
    path = tmp_path / "articles.jsonl"
    path.write_text("\n".join(lines))
    with pytest.raises(CommandError):
        call_command("import_articles", str(path))
    told = capsys.readouterr()
    assert "48 new, 0 revised, 0 known, 2 failed." in told.out
    assert f"{path} line 37: not JSON: Unterminated string" in told.err
    assert f"{path} line 12: published_at:" in told.err
    assert Article.objects.count() == 48


def test_a_table_is_an_article_a_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "wire.CSV"
    path.write_text('title,text\nShips,"Ninety ships, or more, came in May."\nTrains,"A "stray mark\nBuses,None ran.\n')
    with pytest.raises(CommandError):
        call_command("import_articles", str(path))
    told = capsys.readouterr()
    assert "2 new, 0 revised, 0 known, 1 failed." in told.out
    assert f"{path} line 3: " in told.err
    assert set(Article.objects.values_list("title", flat=True)) == {"Ships", "Buses"}


def test_a_line_in_another_encoding_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_bytes(b'{"text": "caf\xe9"}\n' + json.dumps({"text": TEXT}).encode())
    with pytest.raises(CommandError):
        call_command("import_articles", str(path))
    assert "line 1: byte 13 is not UTF-8" in capsys.readouterr().err
    assert Article.objects.count() == 1


def test_an_unknown_date_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "ships.txt"
    path.write_text(TEXT)
    with pytest.raises(CommandError):
        call_command("import_articles", str(path), published_at="2025-02-30")
    assert "published_at:" in capsys.readouterr().err
    assert not Article.objects.exists()
