"""Training, where torch is at hand: the same twice, and what is stored answers as what was trained."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from claims.extraction.attribution.network import WEIGHTS, load
from claims.management.commands import train_attribution
from tests.claims.evaluation.attribution_sample import sample


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    file = tmp_path / "rows.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in sample()))
    return file


def trained(rows: Path, out: Path, **options: Any) -> dict[str, Any]:
    call_command("train_attribution", "--data", str(rows), "--out", str(out), "--epochs", "1", **options)
    return dict(load(out).weights)


def test_the_same_data_and_seed_give_the_same_weights(rows: Path, tmp_path: Path) -> None:
    pytest.importorskip("torch")
    first, second = (trained(rows, tmp_path / name) for name in ("a.npz", "b.npz"))
    other = trained(rows, tmp_path / "c.npz", seed=2)
    assert all(np.array_equal(first[name], second[name]) for name in first)
    assert not all(np.array_equal(first[name], other[name]) for name in first)


def test_a_card_says_what_was_learnt_from(rows: Path, tmp_path: Path) -> None:
    pytest.importorskip("torch")
    trained(rows, tmp_path / "a.npz", choose_on=rows)
    card = json.loads((tmp_path / "a.json").read_text())
    assert (card["data"], card["articles"], card["seed"]) == (["rows.jsonl"], 3, 1)
    assert set(card["metrics_where_chosen"]) == {"pair_f1", "pair_precision", "pair_recall", "content_f1"}


def test_numpy_answers_as_torch_does(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    from claims.training.attribution.dataset import examples, labels
    from claims.training.attribution.fitting import batch_of
    from claims.training.attribution.model import Attributor
    from claims.training.attribution.recipe import save, sizes

    seen = examples(sample()[:1], labels())
    torch.manual_seed(7)
    model = Attributor(sizes(seen, labels())).eval()
    save(model, labels(), 0.5, tmp_path / "weights.npz")
    stored = load(tmp_path / "weights.npz")
    batch = batch_of(seen)
    with torch.no_grad():
        words = model.read(batch.ids, batch.heads, batch.flags, batch.dense, batch.mask)
        cues = torch.softmax(model.cues(words), dim=-1).numpy()
        parts = torch.softmax(model.parts(words[batch.rows], batch.relations, batch.mask[batch.rows]), dim=-1).numpy()
    done = 0
    for row, example in enumerate(seen):
        read = stored.read(example.window, example.dense.astype(np.float32))
        assert np.allclose(stored.cues(read), cues[row, : len(read)], atol=5e-3)
        if example.relations:
            answers = stored.parts(read, example.relations)
            assert np.allclose(answers, parts[done : done + len(answers), : len(read)], atol=5e-3)
            done += len(answers)
    assert done == len(parts)


def test_without_torch_the_command_says_what_to_install(rows: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train_attribution, "find_spec", lambda _name: None)
    with pytest.raises(CommandError, match="train-attribution"):
        call_command("train_attribution", "--data", str(rows))


def test_the_weights_that_are_shipped_are_small_and_have_a_card() -> None:
    card = json.loads(WEIGHTS.with_suffix(".json").read_text())
    assert WEIGHTS.stat().st_size < 5_000_000
    assert {"data", "date", "seed", "threshold"} <= set(card)
    assert card["threshold"] == load(WEIGHTS).threshold
