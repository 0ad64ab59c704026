"""The training itself: the same examples and seed give the same weights on the same machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from claims.training.attribution.dataset import Example
from claims.training.attribution.model import Attributor, Sizes

# What the loss leaves out: places behind the end of a window.
NOT_A_WORD = -100
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """``batch_words``: words of a batch, padding counted; ``cue_weight``: of the cues' loss against the parts'."""

    epochs: int = 7
    batch_words: int = 3_000
    learning_rate: float = 2e-3
    weight_decay: float = 1e-4
    cue_weight: float = 2.0
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Batch:
    """Tensors of like windows, padded; ``rows``: for each cue its window's row."""

    ids: Tensor
    heads: Tensor
    flags: Tensor
    dense: Tensor
    mask: Tensor
    cue_labels: Tensor
    rows: Tensor
    relations: Tensor
    parts: Tensor


def fit(examples: Sequence[Example], sizes: Sizes, plan: Plan, tell: Tell) -> Attributor:
    """A trained network (Adam with decoupled weight decay, one cycle of the learning rate)."""
    torch.manual_seed(plan.seed)
    torch.use_deterministic_algorithms(True)
    model = Attributor(sizes)
    steps = len(_batches(examples, plan.batch_words, np.random.default_rng(plan.seed)))
    optimizer = torch.optim.AdamW(model.parameters(), lr=plan.learning_rate, weight_decay=plan.weight_decay)
    # Shuffling changes how windows pack into batches, so that an epoch may take a few steps more.
    total = plan.epochs * (steps + steps // 20 + 5)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, plan.learning_rate, total_steps=total, pct_start=0.1)
    shuffler = np.random.default_rng(plan.seed)
    for epoch in range(plan.epochs):
        model.train()
        losses = [_step(model, batch, optimizer, schedule, plan) for batch in _shuffled(examples, plan, shuffler)]
        tell(f"epoch {epoch + 1} of {plan.epochs}: loss {sum(losses) / len(losses):.4f}")
    model.eval()
    return model


def _step(model: Attributor, batch: Batch, optimizer: torch.optim.Optimizer, schedule: Any, plan: Plan) -> float:
    loss = _loss(model, batch, plan.cue_weight)
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    schedule.step()
    return float(loss.detach())


def _loss(model: Attributor, batch: Batch, cue_weight: float) -> Tensor:
    words = model.read(batch.ids, batch.heads, batch.flags, batch.dense, batch.mask)
    loss = cue_weight * _mean_loss(model.cues(words), batch.cue_labels)
    if len(batch.rows):
        loss = loss + _mean_loss(model.parts(words[batch.rows], batch.relations, batch.mask[batch.rows]), batch.parts)
    return loss


def _mean_loss(answers: Tensor, wanted: Tensor) -> Tensor:
    return cross_entropy(answers.flatten(0, 1), wanted.flatten(), ignore_index=NOT_A_WORD)


def _shuffled(examples: Sequence[Example], plan: Plan, shuffler: np.random.Generator) -> Iterator[Batch]:
    batches = _batches(examples, plan.batch_words, shuffler)
    for number in shuffler.permutation(len(batches)):
        yield batch_of([examples[place] for place in batches[number]])


def _batches(examples: Sequence[Example], batch_words: int, shuffler: np.random.Generator) -> list[list[int]]:
    """Places of windows of like length together."""
    lengths = [len(example.dense) for example in examples]
    order = sorted(range(len(examples)), key=lambda place: lengths[place] + 6 * shuffler.random())
    found: list[list[int]] = [[]]
    for place in order:
        if found[-1] and lengths[place] * (len(found[-1]) + 1) > batch_words:
            found.append([])
        found[-1].append(place)
    return found


def batch_of(examples: Sequence[Example]) -> Batch:
    width = max(len(example.dense) for example in examples)
    owners = [row for row, example in enumerate(examples) for _ in example.relations]
    relations = [each for example in examples for each in example.relations]
    parts = [each for example in examples for each in example.parts]
    lengths = torch.tensor([len(example.dense) for example in examples])
    return Batch(
        ids=_padded([example.window.ids for example in examples], width, 0),
        heads=_padded([example.window.heads for example in examples], width, 0),
        flags=_padded([example.window.flags for example in examples], width, 0),
        dense=_padded([example.dense.astype(np.float32) for example in examples], width, 0),
        mask=(torch.arange(width)[None] < lengths[:, None]).float().unsqueeze(-1),
        cue_labels=_padded([example.cue_labels for example in examples], width, NOT_A_WORD),
        rows=torch.tensor(owners, dtype=torch.int64),
        relations=_padded(relations, width, 0) if relations else torch.zeros(0, width, 4, dtype=torch.int64),
        parts=_padded(parts, width, NOT_A_WORD) if parts else torch.zeros(0, width, dtype=torch.int64),
    )


def _padded(arrays: Sequence[Any], width: int, filler: int) -> Tensor:
    padded = np.full((len(arrays), width, *arrays[0].shape[1:]), filler, dtype=arrays[0].dtype)
    for row, array in enumerate(arrays):
        padded[row, : len(array)] = array
    return torch.from_numpy(padded)
