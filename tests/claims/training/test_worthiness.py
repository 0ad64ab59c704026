"""Training worthiness: the same data gives the same files, with honest figures beside."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from claims.extraction.worthiness.model import load
from tests.claims.samples_worthiness import LABELS, TEXTS


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("data") / "sample.jsonl"
    rows = [{"text": text, "label": label} for text, label in zip(TEXTS, LABELS, strict=True)]
    file.write_text("\n".join(json.dumps(row) for row in rows))
    return file


@pytest.fixture(scope="module")
def out(data: Path) -> Path:
    call_command("train_worthiness", "--data", str(data), "--out", str(data.parent / "once"))
    return data.parent / "once"


def test_the_same_data_gives_the_same_bytes(data: Path, out: Path) -> None:
    call_command("train_worthiness", "--data", str(data), "--out", str(data.parent / "twice"))
    names = ["worthiness.npz", "worthiness_calibration.svg", "worthiness_precision_recall.svg"]
    for name in names:
        assert (out / name).read_bytes() == (data.parent / "twice" / name).read_bytes(), name


def test_other_data_gives_other_weights(data: Path, out: Path) -> None:
    shorter = data.with_name("shorter.jsonl")
    shorter.write_text("\n".join(data.read_text().splitlines()[2:]))
    call_command("train_worthiness", "--data", str(shorter), "--out", str(data.parent / "other"))
    assert (out / "worthiness.npz").read_bytes() != (data.parent / "other" / "worthiness.npz").read_bytes()


def test_the_card_names_the_data_and_what_was_reached_on_unseen_sentences(data: Path, out: Path) -> None:
    card = json.loads((out / "worthiness.card.json").read_text())
    digest = hashlib.sha256(data.read_bytes()).hexdigest()
    assert card["data"] == [{"file": "sample.jsonl", "sha256": digest}]
    assert (card["sentences"], card["worth_checking"]) == (len(LABELS), sum(LABELS))
    assert set(card["out_of_fold"]["balanced"]) == {"average_precision", "f1", "calibration_error"}


def test_the_written_weights_can_be_loaded(out: Path) -> None:
    assert load(out / "worthiness.npz").slope > 0


def test_data_of_one_label_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "one.jsonl"
    file.write_text("\n".join(json.dumps({"text": text, "label": 0}) for text in TEXTS))
    with pytest.raises(CommandError, match="learnt"):
        call_command("train_worthiness", "--data", str(file), "--out", str(tmp_path))
