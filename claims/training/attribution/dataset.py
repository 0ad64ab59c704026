"""Annotated articles as what the network learns from: windows, their cues, and every word's part for each cue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from claims.embedding import embed_tokens
from claims.extraction.attribution.features import (
    Floats,
    Labels,
    Numbers,
    Words,
    cue_relations,
    quoted_tokens,
    windows,
    words,
)
from claims.extraction.attribution.finding import word_vectors
from claims.extraction.attribution.network import CONTENT, CUE, FIRST, FURTHER, SOURCE
from claims.extraction.language_model import english
from claims.extraction.sentences import Paragraph, paragraphs, quotations

# As ``manage.py evaluate attribution`` reads it.
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Example:
    """One window of n words: ``dense`` (n, length) in half precision, ``cue_labels`` (n,), and for each of its cues
    ``relations`` (n, 4) and ``parts`` (n,)."""

    window: Words
    dense: NDArray[np.float16]
    cue_labels: Numbers
    relations: tuple[Numbers, ...]
    parts: tuple[Numbers, ...]


def labels() -> Labels:
    """The labels of the language model that is installed."""
    pipes: list[Any] = [english().get_pipe(name) for name in ("tagger", "parser", "ner")]
    return Labels.of(*(pipe.labels for pipe in pipes))


def examples(rows: Sequence[Row], known: Labels) -> list[Example]:
    """Every window of the articles ``rows``, in order."""
    return [example for row in rows for example in _of_article(row, known)]


def _of_article(row: Row, known: Labels) -> Iterator[Example]:
    pieces = list(paragraphs(row["text"]))
    docs = list(english().pipe(piece.text for piece in pieces))
    places = [(piece, doc, *ends) for piece, doc in zip(pieces, docs, strict=True) for ends in windows(doc)]
    states = embed_tokens([doc[first:last].text for _, doc, first, last in places])
    for (piece, doc, first, last), state in zip(places, states, strict=True):
        window = words(doc, first, last, quoted_tokens(doc, quotations(piece.text)), known)
        yield _example(row, piece, doc, window, word_vectors(doc, first, last, state))


def _example(row: Row, piece: Paragraph, doc: Doc, window: Words, dense: Floats) -> Example:
    tokens = doc[window.first : window.first + len(dense)]
    ends = np.array([(piece.start + token.idx, piece.start + token.idx + len(token)) for token in tokens])
    cue_labels = np.zeros(len(dense), dtype=np.int64)
    relations, parts = [], []
    for one in row["attributions"]:
        cue = np.flatnonzero(_touched(ends, one["cue"]))
        if not len(cue):
            continue
        start, end = int(cue[0]), int(cue[-1]) + 1
        cue_labels[start:end] = np.maximum(cue_labels[start:end], FURTHER)
        cue_labels[start] = FIRST
        relations.append(cue_relations(window, start, end))
        parts.append(_parts(ends, one, start, end))
    return Example(window, dense.astype(np.float16), cue_labels, tuple(relations), tuple(parts))


def _parts(ends: Numbers, one: Row, start: int, end: int) -> Numbers:
    found = np.zeros(len(ends), dtype=np.int64)
    found[_touched(ends, one["content"])] = CONTENT
    found[_touched(ends, one["source"])] = SOURCE
    found[start:end] = CUE
    return found


def _touched(ends: Numbers, spans: Sequence[Sequence[int]]) -> NDArray[np.bool_]:
    """Which words (``ends``: start and end of each) have a character in one of the spans."""
    touched = np.zeros(len(ends), dtype=np.bool_)
    for start, end in spans:
        touched |= (ends[:, 0] < end) & (start < ends[:, 1])
    return touched
