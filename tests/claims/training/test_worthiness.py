"""Training worthiness: the same data gives the same files, with honest figures beside."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from claims.extraction.worthiness.weights import load
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


@pytest.fixture(scope="module")
def debate(data: Path) -> Path:
    """What somebody picked of a long debate: two sentences on taxes, beside one that the other file holds."""
    talk = [f"Thank you for question number {number}, and let me say a word about that." for number in range(60)]
    taken = ["He raised the tax on fuel in every year.", "She never paid the tax on her house."]
    rows = [{"text": text, "label": 0} for text in (*talk, TEXTS[0].upper())]
    rows[10:10] = [{"text": taken[0], "label": 1}]
    rows[50:50] = [{"text": taken[1], "label": 1}]
    file = data.with_name("debate.jsonl")
    file.write_text("\n".join(json.dumps(row) for row in rows))
    return file


@pytest.fixture(scope="module")
def both(data: Path, debate: Path) -> Path:
    call_command("train_worthiness", "--data", str(data), str(debate), "--out", str(data.parent / "both"))
    return data.parent / "both"


def test_what_is_seldom_labelled_teaches_the_order_alone(out: Path, both: Path) -> None:
    alone, model = load(out / "worthiness.npz"), load(both / "worthiness.npz")
    assert np.array_equal(alone.pull, model.pull)
    assert (alone.slope, alone.offset) == (model.slope, model.offset)
    assert not alone.picks.words.any()
    assert model.picks.words.any()


def test_the_card_says_how_well_picks_are_foretold_and_leaves_out_what_both_files_hold(both: Path) -> None:
    picked = json.loads((both / "worthiness.card.json").read_text())["picked"]
    assert (picked["sentences"], picked["worth_checking"]) == (62, 2)
    assert 0 < picked["average_precision_of_tfidf"] <= 1


def test_picks_alone_are_refused(debate: Path) -> None:
    with pytest.raises(CommandError, match="less than 5%"):
        call_command("train_worthiness", "--data", str(debate), "--out", str(debate.parent))


def test_data_of_one_label_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "one.jsonl"
    file.write_text("\n".join(json.dumps({"text": text, "label": 1}) for text in TEXTS))
    with pytest.raises(CommandError, match="learnt"):
        call_command("train_worthiness", "--data", str(file), "--out", str(tmp_path))
