"""The trained network, in numpy: cues of a window, and for each cue what every word of the window is to it.

``claims.training.attribution.model`` says what it is made of and trains it; the weights lie beside, with their card.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from claims.extraction.attribution.features import Floats, Labels, Numbers, Words

WEIGHTS = Path(__file__).with_name("weights.npz")
# The columns of a cue's shares: in no cue, its first word, a further one.
OUTSIDE, FIRST, FURTHER = range(3)
# The parts that a word can have for a cue, by their number in the network's answer.
NONE, SOURCE, CONTENT, CUE = range(4)


@dataclass(frozen=True, slots=True)
class Network:
    """``weights``: by the names of the training model's parameters; ``threshold``: how sure it must be, 0..1."""

    weights: dict[str, Floats]
    labels: Labels
    reading: tuple[int, ...]
    parting: tuple[int, ...]
    threshold: float

    def read(self, window: Words, dense: Floats) -> Floats:
        """(n, width): each word in its surroundings and with its head; ``dense`` (n, length of its vectors)."""
        tag, dep, ent, lemma, head_tag, head_lemma = window.ids.T
        known = [self._row("tag", tag), self._row("dep", dep), self._row("ent", ent), self._row("lemma", lemma)]
        of_head = [self._row("tag", head_tag), self._row("lemma", head_lemma)]
        states = np.maximum(self._linear("dense", dense), 0)
        hidden = self._linear("mixed", np.concatenate([states, *known, *of_head, window.flags], axis=1))
        hidden = self._blocks("reading", self.reading, hidden[None])[0]
        return np.maximum(self._linear("word", np.concatenate([hidden, hidden[window.heads]], axis=1)), 0)

    def cues(self, words: Floats) -> Floats:
        """(n, 3): the probability that a word is in no cue, the first of one, a further one."""
        return _shares(self._linear("cue", words))

    def parts(self, words: Floats, relations: Sequence[Numbers]) -> Floats:
        """(cues, n, 4): the probability of each part, for every cue's ``relations`` (n, 4)."""
        distance, up, turn, is_cue = np.stack(relations).transpose(2, 0, 1)
        inside = is_cue[:, :, None].astype(np.float32)
        cue = (words[None] * inside).sum(axis=1) / np.maximum(inside.sum(axis=1), 1)
        related = self._row("distance", distance) + self._row("up", up) + self._row("turn", turn)
        about = self._linear("about_cue", cue)[:, None]
        hidden = words[None] + about + related + self._row("is_cue", is_cue)
        hidden = self._blocks("parting", self.parting, hidden)
        return _shares(self._linear("part", np.maximum(hidden, 0)))

    def _row(self, name: str, places: Numbers) -> Floats:
        return self.weights[f"{name}.weight"][places]

    def _linear(self, name: str, values: Floats) -> Floats:
        found: Floats = values @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]
        return found

    def _blocks(self, name: str, reaches: Sequence[int], hidden: Floats) -> Floats:
        for place, reach in enumerate(reaches):
            hidden = hidden + self._block(f"{name}.{place}", reach, hidden)
        return hidden

    def _block(self, name: str, reach: int, hidden: Floats) -> Floats:
        seen = self._norm(f"{name}.norm", hidden)
        wide = np.pad(seen, ((0, 0), (reach, reach), (0, 0)))
        count = seen.shape[1]
        near = np.concatenate([wide[:, :count], seen, wide[:, 2 * reach :]], axis=2)
        return self._linear(f"{name}.out", np.maximum(self._linear(f"{name}.near", near), 0))

    def _norm(self, name: str, values: Floats) -> Floats:
        centred = values - values.mean(axis=-1, keepdims=True)
        scale = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-5)
        found: Floats = centred / scale * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]
        return found


def _shares(values: Floats) -> Floats:
    raised = np.exp(values - values.max(axis=-1, keepdims=True))
    found: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return found


@cache
def network() -> Network:
    """The weights that the project ships, read once in a process."""
    return load(WEIGHTS)


def load(file: Path) -> Network:
    """A network saved by ``claims.training.attribution``: half precision on disk, single in memory."""
    with np.load(file, allow_pickle=False) as stored:
        weights = {name[2:]: stored[name].astype(np.float32) for name in stored.files if name.startswith("w:")}
        labels = Labels.of(_names(stored["tags"]), _names(stored["deps"]), _names(stored["ents"]))
        reading, parting = _numbers(stored["reading"]), _numbers(stored["parting"])
        return Network(weights, labels, reading, parting, float(stored["threshold"]))


def _names(stored: NDArray[np.str_]) -> list[str]:
    return [str(name) for name in stored]


def _numbers(stored: Numbers) -> tuple[int, ...]:
    return tuple(int(number) for number in stored)
