"""What the network reads of a word: its place in the parse, its letters, its quotation, and how a language model
reads it in its surroundings.

A window is a run of whole sentences of one paragraph, at most MAX_WINDOW spaCy tokens: what the language model reads
at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc, Token

from claims.extraction.statements import Span

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]

MAX_WINDOW = 160
LEMMAS = 8192
FLAGS = 11
# Steps from the cue up to where the way to a word turns down; further, and in another sentence, are one each.
MAX_UP = 4
OTHER_SENTENCE = MAX_UP + 1
DISTANCES = (-64, -32, -16, -8, -4, -2, -1, 0, 1, 2, 3, 5, 9, 17, 33, 65)
_QUOTATION_MARKS = frozenset('"“”„«»')


@dataclass(frozen=True, slots=True)
class Labels:
    """The tagger's, parser's and name finder's labels that the network knows, by number; 0 is any other."""

    tags: dict[str, int]
    deps: dict[str, int]
    ents: dict[str, int]

    @classmethod
    def of(cls, tags: Sequence[str], deps: Sequence[str], ents: Sequence[str]) -> Labels:
        return cls(*({name: place for place, name in enumerate(names, 1)} for names in (tags, deps, ents)))


@dataclass(frozen=True, slots=True)
class Words:
    """A window of n tokens from ``first`` on.

    ``ids`` (n, 6): tag, dependency, name, lemma, the head's tag and lemma; ``heads`` (n,): places in the window, a
    word's own where its head is outside; ``sentences`` (n,): which sentence; ``depths`` (n,): steps to its root;
    ``flags`` (n, FLAGS) in -1..1.
    """

    first: int
    ids: Numbers
    heads: Numbers
    sentences: Numbers
    depths: Numbers
    flags: Floats


def windows(doc: Doc) -> Iterator[tuple[int, int]]:
    """Token ranges [first, last) that cover the document; a sentence that is too long is cut."""
    first = last = 0
    for sentence in doc.sents:
        for start in range(sentence.start, sentence.end, MAX_WINDOW):
            end = min(start + MAX_WINDOW, sentence.end)
            if end - first > MAX_WINDOW:
                yield first, last
                first = start
            last = end
    if last > first:
        yield first, last


def words(doc: Doc, first: int, last: int, quoted: NDArray[np.bool_], labels: Labels) -> Words:
    """The features of the tokens [first, last); ``quoted``: for each token of ``doc`` whether it is in quotation."""
    tokens = list(doc[first:last])
    heads = np.array([_inside(token, first, last) - first for token in tokens], dtype=np.int64)
    own = np.array([_ids(token, labels) for token in tokens], dtype=np.int64)
    starts = np.array([bool(token.is_sent_start) for token in tokens])
    starts[:1] = True
    depths = _depths(heads)
    return Words(
        first=first,
        ids=np.concatenate([own, own[heads][:, [0, 3]]], axis=1),
        heads=heads,
        sentences=np.cumsum(starts),
        depths=depths,
        flags=_flags(tokens, heads, depths, quoted[first:last], starts),
    )


def _inside(token: Token, first: int, last: int) -> int:
    head: int = token.head.i
    return head if first <= head < last else token.i


def _ids(token: Token, labels: Labels) -> tuple[int, int, int, int]:
    return (
        labels.tags.get(token.tag_, 0),
        labels.deps.get(token.dep_, 0),
        labels.ents.get(token.ent_type_, 0),
        crc32(token.lemma_.lower().encode("utf-8", "surrogatepass")) % LEMMAS,
    )


def _depths(heads: Numbers) -> Numbers:
    """Steps from each word to its root, found for all words at once by walking up in doubling strides."""
    depths: Numbers = (heads != np.arange(len(heads))).astype(np.int64)
    reach = heads
    for _ in range(MAX_WINDOW.bit_length()):
        depths = depths + depths[reach]
        reach = reach[reach]
    return depths


def _flags(
    tokens: Sequence[Token], heads: Numbers, depths: Numbers, quoted: NDArray[np.bool_], starts: NDArray[np.bool_]
) -> Floats:
    away = np.clip((heads - np.arange(len(heads))) / 10, -1, 1)
    shapes = [
        (token.is_title, token.is_upper, token.is_digit, token.is_punct, token.is_space, token.text in _QUOTATION_MARKS)
        for token in tokens
    ]
    # Whether the window's own beginning is quoted: a quotation that goes on.
    going_on = np.full(len(tokens), bool(quoted[:1].any()))
    parts = [quoted, starts, going_on, away, np.minimum(depths / 10, 1)]
    return np.concatenate([np.array(shapes, dtype=np.float32), np.stack(parts, axis=1)], axis=1).astype(np.float32)


def quoted_tokens(doc: Doc, quotations: Sequence[Span]) -> NDArray[np.bool_]:
    """For each token whether it begins inside one of ``quotations`` (in order, counted from the document's start)."""
    places = np.array([token.idx for token in doc], dtype=np.int64)
    inside = np.zeros(len(places), dtype=np.bool_)
    if not quotations:
        return inside
    starts = np.array([span.start for span in quotations])
    ends = np.array([span.end for span in quotations])
    nearest = np.searchsorted(starts, places, side="right") - 1
    found: NDArray[np.bool_] = (nearest >= 0) & (places < ends[np.maximum(nearest, 0)])
    return found


def cue_relations(window: Words, start: int, end: int) -> Numbers:
    """How each word of the window stands to the cue at places [start, end): shape (n, 4).

    Bucket of the distance in words; steps from the cue up the parse to where the way to the word turns down; the
    dependency at that turn (0 on the way up itself); whether the word is part of the cue.
    """
    count = len(window.heads)
    places = np.arange(count)
    away = np.where(places < start, places - start, np.where(places >= end, places - end + 1, 0))
    found = np.zeros((count, 4), dtype=np.int64)
    found[:, 0] = np.searchsorted(DISTANCES, away, side="right")
    found[:, 1:3] = _ways(window, _cue_head(window.heads, start, end))
    found[:, 3] = (places >= start) & (places < end)
    return found


def _cue_head(heads: Numbers, start: int, end: int) -> int:
    """The first word of the cue that hangs on a word outside, or on nothing."""
    outside = [place for place in range(start, end) if not start <= heads[place] < end or heads[place] == place]
    return outside[0] if outside else start


def _ways(window: Words, cue: int) -> Numbers:
    heads, deps = window.heads.tolist(), window.ids[:, 1].tolist()
    ups = {cue: 0}
    step = cue
    while heads[step] != step:
        step = heads[step]
        ups[step] = min(len(ups), MAX_UP)
    ways = np.zeros((len(heads), 2), dtype=np.int64)
    for place in np.argsort(window.depths, kind="stable").tolist():
        head = heads[place]
        if place in ups:
            ways[place] = ups[place], 0
        elif head == place:
            ways[place] = OTHER_SENTENCE, 0
        else:
            ways[place] = ways[head] if head not in ups else (ups[head], deps[place])
    return ways
