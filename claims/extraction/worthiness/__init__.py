"""How much statements are worth checking, 0..1, by a model that was trained on labelled debates.

A sum over the sentences that it is like by the language model's states (``claims.embedding``), the words and forms in
it (``signs``) and how many figures and names it has (``counts``), made into a probability on sentences that the model
had not seen; of those worth checking, those like what fact-checkers picked come first (``picks``). What it was trained
on and how well it does is on the card beside its weights; ``manage.py train_worthiness`` makes both.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import numpy as np
from spacy.tokens import Doc, Span

from claims.embedding import MAX_CHARS, Vectors, embed_with_layers
from claims.extraction.language_model import english
from claims.extraction.worthiness.counts import COUNTS, counts
from claims.extraction.worthiness.model import Model
from claims.extraction.worthiness.seen import Seen
from claims.extraction.worthiness.signs import forms, words
from claims.extraction.worthiness.weights import load

WEIGHTS = Path(__file__).parents[1] / "weights" / "worthiness.npz"
# Vectors of so many texts are held together.
_AT_ONCE = 1_000


def scores(sentences: Sequence[Span | Doc]) -> list[float]:
    """The worthiness of each parsed sentence, 0..1, on its own: nothing around it counts.

    One call for many is much faster than many calls. 0.5 says "as likely worth checking as not" of a text in which
    half of the sentences are; the card tells why that balance was taken.
    """
    if not sentences:
        return []
    return _rated(_seen(embed_with_layers([sentence.text for sentence in sentences]), sentences))


def scores_of_texts(texts: Sequence[str]) -> list[float]:
    """The same for texts that are not parsed yet, each of them one sentence."""
    found: list[float] = []
    for start in range(0, len(texts), _AT_ONCE):
        found += _rated(read(texts[start : start + _AT_ONCE]))
    return found


def read(texts: Sequence[str]) -> Seen:
    """What the model sees of each text; of a long one its beginning. On two cores if there are two."""
    with ThreadPoolExecutor(max_workers=1) as beside:
        states = beside.submit(embed_with_layers, texts)
        docs = list(english().pipe((text[:MAX_CHARS] for text in texts), batch_size=64))
        return _seen(states.result(), docs)


def _seen(states: tuple[Vectors, Vectors], sentences: Sequence[Span | Doc]) -> Seen:
    counted = np.array([counts(sentence) for sentence in sentences]).reshape(-1, COUNTS)
    return Seen(*states, [words(one) for one in sentences], [forms(one) for one in sentences], counted)


def _rated(seen: Seen) -> list[float]:
    return [float(score) for score in model().scores(seen)]


@cache
def model() -> Model:
    """The model that the project ships; loaded once in a process."""
    return load(WEIGHTS)
