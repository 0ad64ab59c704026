"""What is measured of two claims: each feature a number, whether the candidate has a headline or not.

A claim without a headline is measured as if its text were one, since that is what it says at a glance.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log, log1p, sqrt

import numpy as np
from numpy.typing import NDArray

from claims.matching.rarity import Rarity
from claims.matching.subjects import Subject
from claims.matching.words import Reading, read

NAMES = (
    "cosine",
    "bm25_text",
    "bm25_title",
    "covered_text",
    "covered_title",
    "covered_query",
    "covered_query_by_either",
    "letters_cosine_text",
    "letters_cosine_title",
    "letters_covered_text",
    "letters_covered_title",
    "letters_covered_query",
    "numbers_shared",
    "numbers_apart",
    "names_covered_text",
    "names_missing",
    "names_covered_title",
    "longest_run_worth",
    "longest_run_words",
    "rarest_shared",
    "second_rarest_shared",
    "speaker_named",
    "length_text",
    "length_title",
    "length_query",
    "words_shared",
    "quote_found",
)
_K1, _B = 1.2, 0.75
# Words in a text and in a headline on the average, for BM25.
_MEAN_TEXT, _MEAN_TITLE = 17.0, 10.0
_TINY = 1e-6
# Of a word that is said over and over, only so many places are looked at.
_PLACES = 8

Features = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Rarities:
    stems: Rarity
    grams: Rarity


@dataclass(frozen=True, slots=True)
class _Query:
    """The query's side, made once for all candidates; ``letters`` weighs its grams and ``norm`` is their length."""

    reading: Reading
    worth: float
    letters: Mapping[str, float]
    norm: float
    speaker: frozenset[str]


def measure(query: Subject, candidates: Sequence[Subject], rarities: Rarities) -> Features:
    """One row of NAMES for each candidate: shape (candidates, len(NAMES))."""
    asked = _asked(query, rarities)
    rows = [_row(query, asked, candidate, rarities) for candidate in candidates]
    return np.array(rows, dtype=np.float32).reshape(len(rows), len(NAMES))


def _asked(query: Subject, rarities: Rarities) -> _Query:
    reading = read(query.text)
    letters = _weighed(reading.grams, rarities.grams)
    worth = rarities.stems.sum(reading.content) + _TINY
    return _Query(reading, worth, letters, _norm(letters), read(query.speaker).content)


def _row(query: Subject, asked: _Query, candidate: Subject, rarities: Rarities) -> list[float]:
    text = read(candidate.text)
    title = read(candidate.title) if candidate.title else text
    return [
        float(query.vector @ candidate.vector),
        *_by_words(asked, text, title, rarities.stems),
        *_by_letters(asked, text, title, rarities.grams),
        *_by_facts(asked, text, title, rarities.stems),
        *_by_runs(asked, text, rarities.stems),
        *_by_size(asked, text, title, rarities.stems),
    ]


def _by_words(asked: _Query, text: Reading, title: Reading, rarity: Rarity) -> list[float]:
    ours = asked.reading.content
    in_text, in_title = ours & text.content, ours & title.content
    return [
        _bm25(asked.reading, text, _MEAN_TEXT, rarity) / asked.worth,
        _bm25(asked.reading, title, _MEAN_TITLE, rarity) / asked.worth,
        rarity.sum(in_text) / (rarity.sum(text.content) + _TINY),
        rarity.sum(in_title) / (rarity.sum(title.content) + _TINY),
        rarity.sum(in_text) / asked.worth,
        rarity.sum(in_text | in_title) / asked.worth,
    ]


def _bm25(query: Reading, document: Reading, mean: float, rarity: Rarity) -> float:
    """Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond"."""
    counts = Counter(document.stems)
    norm = _K1 * (1 - _B + _B * len(document.stems) / mean)
    shared = sorted(set(query.stems) & counts.keys())
    return sum(rarity.of(stem) * counts[stem] * (_K1 + 1) / (counts[stem] + norm) for stem in shared)


def _by_letters(asked: _Query, text: Reading, title: Reading, rarity: Rarity) -> list[float]:
    in_text, in_title = _weighed(text.grams, rarity), _weighed(title.grams, rarity)
    found = [gram for gram in asked.reading.grams if gram in text.grams or gram in title.grams]
    return [
        _letters_cosine(asked, in_text),
        _letters_cosine(asked, in_title),
        _letters_covered(asked, text, rarity),
        _letters_covered(asked, title, rarity),
        rarity.sum(found) / (rarity.sum(asked.reading.grams) + _TINY),
    ]


def _weighed(grams: Counter[str], rarity: Rarity) -> Mapping[str, float]:
    return {gram: (1 + log(count)) * rarity.of(gram) for gram, count in grams.items()}


def _norm(weighed: Mapping[str, float]) -> float:
    return sqrt(sum(value * value for value in weighed.values())) + _TINY


def _letters_cosine(asked: _Query, weighed: Mapping[str, float]) -> float:
    product = sum(value * asked.letters.get(gram, 0.0) for gram, value in weighed.items())
    return product / asked.norm / _norm(weighed)


def _letters_covered(asked: _Query, reading: Reading, rarity: Rarity) -> float:
    found = reading.grams.keys() & asked.reading.grams.keys()
    return rarity.sum(found) / (rarity.sum(reading.grams) + _TINY)


def _by_facts(asked: _Query, text: Reading, title: Reading, rarity: Rarity) -> list[float]:
    ours, theirs = asked.reading.numbers, text.numbers | title.numbers
    content = asked.reading.content
    title_names = title.content & text.names
    return [
        float(min(len(ours & theirs), 3)),
        float(bool(ours and theirs and not ours & theirs)),
        rarity.sum(text.names & content) / (rarity.sum(text.names) + _TINY),
        rarity.sum(text.names - content - asked.speaker) / 10,
        rarity.sum(title_names & content) / (rarity.sum(title_names) + _TINY),
    ]


def _by_runs(asked: _Query, text: Reading, rarity: Rarity) -> list[float]:
    worth, words = _longest_run(asked.reading.stems, text.stems, rarity)
    return [worth / 10, words / 5]


def _longest_run(ours: Sequence[str], theirs: Sequence[str], rarity: Rarity) -> tuple[float, int]:
    """What the best run of words that both have in a row is worth, and how many words the longest one has."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, stem in enumerate(theirs):
        places[stem].append(place)
    best_worth, best_words = 0.0, 0
    before: dict[int, tuple[float, int]] = {}
    for stem in ours:
        runs: dict[int, tuple[float, int]] = {}
        for place in places.get(stem, ())[:_PLACES]:
            worth, words = before.get(place - 1, (0.0, 0))
            runs[place] = worth + rarity.of(stem), words + 1
            best_worth, best_words = max(best_worth, runs[place][0]), max(best_words, runs[place][1])
        before = runs
    return best_worth, best_words


def _by_size(asked: _Query, text: Reading, title: Reading, rarity: Rarity) -> list[float]:
    shared = asked.reading.content & (text.content | title.content)
    rarest = [*sorted((rarity.of(stem) for stem in shared), reverse=True), 0.0, 0.0]
    named = asked.speaker & (text.content | title.content)
    return [
        rarest[0] / 10,
        rarest[1] / 10,
        rarity.sum(named) / (rarity.sum(asked.speaker) + _TINY),
        log1p(len(text.stems)),
        log1p(len(title.stems)),
        log1p(len(asked.reading.stems)),
        len(shared) / 10,
        _quote_found(asked, text),
    ]


def _quote_found(asked: _Query, text: Reading) -> float:
    """1 where the query has the very words that the candidate quotes, -0.5 where it has not, 0 without a quote."""
    if not text.quoted:
        return 0.0
    return 1.0 if any(passage and passage in asked.reading.plain for passage in text.quoted) else -0.5
