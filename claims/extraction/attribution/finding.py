"""Who said what, in whole paragraphs: the network's answers as spans of the article.

PolNeAR (Newell et al. 2018), on which the network is trained, marks who is given as the source of which words, whether
they are quoted, reported, or only named as a fear, a plan or a finding. It marks the outermost attribution alone;
``claims.extraction.attribution.rules`` finds those inside.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from spacy.tokens import Doc

from claims.embedding import TOKEN_DIMENSIONS, Tokens, embed_tokens
from claims.extraction.attribution.features import Floats, Words, cue_relations, quoted_tokens, windows, words
from claims.extraction.attribution.network import CONTENT, FIRST, SOURCE, Network, network
from claims.extraction.attribution.parts import cue_ranges, likeliest, runs
from claims.extraction.attribution.spans import Attributed
from claims.extraction.language_model import english
from claims.extraction.sentences import Paragraph, paragraphs, quotations
from claims.extraction.statements import Span

# Paragraphs whose windows go through the language model together.
BATCH = 32
_OPENING_MARKS = ('"', "“", "„", "«")


def attributions_of(text: str) -> list[Attributed]:
    """Every attribution of an article, in order of their cues; offsets in code points of ``text``."""
    pieces = list(paragraphs(text))
    docs = english().pipe(piece.text for piece in pieces)
    return [one for _, found in attributions(pieces, docs, network()) for one in found]


def attributions(
    pieces: Sequence[Paragraph], docs: Iterable[Doc], model: Network
) -> Iterator[tuple[Doc, list[Attributed]]]:
    """Each paragraph's parse, as it was given, and the attributions whose cues stand in it."""
    coming = iter(docs)
    for start in range(0, len(pieces), BATCH):
        some = pieces[start : start + BATCH]
        parsed = list(islice(coming, len(some)))
        following = [*pieces[start + 1 : start + len(some) + 1], None][: len(some)]
        for doc, piece, after, found in zip(parsed, some, following, _batch(some, parsed, model), strict=True):
            yield doc, [one for each in found if (one := _with_content(each, piece, after))]


def _with_content(found: Attributed, piece: Paragraph, after: Paragraph | None) -> Attributed | None:
    """ "The mayor went on:" has its content in the next paragraph, when that is a quotation."""
    if found.content:
        return found
    is_opened = piece.text.endswith(":") and after is not None and after.text.startswith(_OPENING_MARKS)
    if after is None or not is_opened or not found.source:
        return None
    return Attributed(found.source, found.cue, (Span(after.start, after.start + len(after.text)),))


def _batch(pieces: Sequence[Paragraph], docs: Sequence[Doc], model: Network) -> Iterator[list[Attributed]]:
    # A text that repeats itself is read once.
    texts = list(dict.fromkeys(doc[first:last].text for doc in docs for first, last in _read_windows(doc)))
    states = dict(zip(texts, embed_tokens(texts), strict=True))
    for piece, doc in zip(pieces, docs, strict=True):
        quoted = quoted_tokens(doc, quotations(piece.text))
        found: list[Attributed] = []
        for first, last in _read_windows(doc):
            window = words(doc, first, last, quoted, model.labels)
            dense = word_vectors(doc, first, last, states[doc[first:last].text])
            found += _in_window(model, doc, window, dense, piece.start)
        yield found


def _read_windows(doc: Doc) -> Iterator[tuple[int, int]]:
    """The windows in which anything can be said: marks alone are no words, however many."""
    return ((first, last) for first, last in windows(doc) if any(token.is_alpha for token in doc[first:last]))


def word_vectors(doc: Doc, first: int, last: int, states: Tokens) -> Floats:
    """(last - first, length): spaCy's own vector of each word and the mean of its word pieces' states.

    A word without a piece (a space, or what the language model cut off) has zeros.
    """
    sums = np.zeros((last - first, TOKEN_DIMENSIONS), dtype=np.float32)
    counts = np.zeros((last - first, 1), dtype=np.float32)
    if states.spans:
        starts = np.array([token.idx for token in doc[first:last]]) - doc[first].idx
        places = np.searchsorted(starts, [start for start, _ in states.spans], side="right") - 1
        np.add.at(sums, places, states.vectors)
        np.add.at(counts, places, 1)
    return np.concatenate([doc.tensor[first:last], sums / np.maximum(counts, 1)], axis=1).astype(np.float32)


def _in_window(model: Network, doc: Doc, window: Words, dense: Floats, base: int) -> Iterator[Attributed]:
    """The attributions of one window; those without content too, which may be in the next paragraph."""
    read = model.read(window, dense)
    cue_shares = model.cues(read)
    cues = list(cue_ranges(cue_shares, model.threshold))
    if not cues:
        return
    part_shares = model.parts(read, [cue_relations(window, start, end) for start, end in cues])
    place = _Place(doc, window.first, base)
    # Nobody is named by a mark of quotation, and one between two names divides them.
    marks = np.array([token.is_quote for token in doc[window.first : window.first + len(read)]])
    for (start, end), shares in zip(cues, part_shares, strict=True):
        parts = shares.argmax(axis=1)
        said = parts == CONTENT
        # A cue is believed as far as there is something that it may be the cue of.
        if said.any() and cue_shares[start, FIRST] * shares[said, CONTENT].mean() < model.threshold:
            continue
        yield Attributed(
            source=place.spans(likeliest(runs((parts == SOURCE) & ~marks), shares[:, SOURCE])),
            cue=place.span(start, end),
            content=place.spans(runs(said)),
        )


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a window stands: its document, its first token there, and the document's start in the article."""

    doc: Doc
    first: int
    base: int

    def span(self, start: int, end: int) -> Span:
        words = self.doc[self.first + start : self.first + end]
        return Span(self.base + words.start_char, self.base + words.end_char)

    def spans(self, ranges: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
        return tuple(self.span(start, end) for start, end in ranges)
