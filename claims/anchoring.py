"""Where words that stood in one text stand in the next one. Pure.

A quote is a W3C TextQuoteSelector (exact, prefix, suffix) with the place where it stood. Its very words are looked
for first; of several places the one whose surroundings agree best wins, then the one nearest to where it is expected.
Words that were edited a little are found by aligning words, and count as the same quote only if they state the same
facts (`claims.facts`). Offsets are code points, and ``text[start:end]`` is the quote that is reported.

The work is linear in the text: it is cut into words once, and each quote is compared with a bounded number of windows.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import Indel, LCSseq

from claims.facts import Word, same_context, same_facts, words_of

# Twice the characters that two wordings share, by those that they have; below it the sentence counts as rewritten. A
# choice, not a measurement: about one word in five may differ, and none that states a fact.
MIN_SIMILARITY = 0.8
# Fewer words than these say too little to be known again when they have changed.
MIN_WORDS = 4
# The longest quote that is looked for in other words: a paragraph of extraction holds 5,000 characters.
MAX_FUZZY_CHARS = 10_000
# Of words repeated more often than this, those near the expected place are looked at, and the first of the others.
MAX_PLACES = 200
NEAR = 4_096
SEEDS = 12
MAX_SEED_PLACES = 256
WINDOWS = 4
# How many words may have come into one spot of a sentence.
MAX_GAP = 6
SENTENCE_ENDS = ".!?…\n\u2028\u2029"


@dataclass(frozen=True, slots=True)
class Quote:
    """``exact`` stood at ``start`` between ``prefix`` and ``suffix``; quotes of one ``owner`` never share a place."""

    exact: str
    prefix: str
    suffix: str
    start: int
    owner: Hashable = None


@dataclass(frozen=True, slots=True)
class Place:
    """``exact`` is ``text[start:end]``; ``is_same`` where these are the very words of the quote."""

    start: int
    end: int
    exact: str
    is_same: bool


def reanchor(text: str, quotes: Sequence[Quote]) -> list[Place | None]:
    """The place of each quote in ``text``, None for those that are no longer there; in the order of ``quotes``."""
    return _Anchoring(text, quotes).places()


class _Anchoring:
    """One text with the quotes that are looked for in it."""

    def __init__(self, text: str, quotes: Sequence[Quote]) -> None:
        self.text = text
        self.quotes = quotes
        self.found: dict[int, Place] = {}
        self.taken: dict[Hashable, list[Place]] = {}
        self.scanned: dict[str, list[int]] = {}

    def places(self) -> list[Place | None]:
        order = sorted(range(len(self.quotes)), key=lambda at: self.quotes[at].start)
        # Words that stand in one place only are the landmarks by which the others are expected.
        for look in (self._only, self._best, self._edited):
            marks = self._landmarks()
            for at in order:
                if at not in self.found and (place := look(self.quotes[at], self._expected(self.quotes[at], marks))):
                    self.found[at] = place
                    self.taken.setdefault(self.quotes[at].owner, []).append(place)
        return [self.found.get(at) for at in range(len(self.quotes))]

    def _landmarks(self) -> list[tuple[int, int]]:
        """(where a quote stood, how far it has moved) of those that are found, in the order of the old text."""
        return sorted((self.quotes[at].start, place.start - self.quotes[at].start) for at, place in self.found.items())

    def _expected(self, quote: Quote, marks: list[tuple[int, int]]) -> int:
        """Where the quote would stand if it had moved as its nearest neighbour did."""
        at = bisect_left(marks, (quote.start,))
        near = min(marks[max(0, at - 1) : at + 1], key=lambda mark: abs(mark[0] - quote.start), default=(0, 0))
        return max(0, quote.start + near[1])

    def _only(self, quote: Quote, expected: int) -> Place | None:
        return self._best(quote, expected) if len(self._scan(quote.exact)) == 1 else None

    # --- The very words ---------------------------------------------------------------------------------------
    def _best(self, quote: Quote, expected: int) -> Place | None:
        size = len(quote.exact)
        near = self._find(quote.exact, max(0, expected - NEAR), expected + NEAR + size, step=1)
        starts = {*self._scan(quote.exact), *near}
        # Surroundings first, then nearness.
        ranked = sorted(starts, key=lambda found: (-self._agreement(quote, found), abs(found - expected), found))
        start = next((start for start in ranked if self._fits(quote, start)), None)
        return None if start is None else Place(start, start + size, quote.exact, is_same=True)

    def _scan(self, exact: str) -> list[int]:
        if exact not in self.scanned:
            self.scanned[exact] = list(self._find(exact, 0, len(self.text), step=max(1, len(exact))))
        return self.scanned[exact]

    def _find(self, exact: str, first: int, last: int, *, step: int) -> Iterator[int]:
        """At most MAX_PLACES starts of ``exact`` from ``first`` on."""
        at = self.text.find(exact, first, last) if exact else -1
        for _ in range(MAX_PLACES):
            if at < 0:
                return
            yield at
            at = self.text.find(exact, at + step, last)

    def _fits(self, quote: Quote, start: int) -> bool:
        end = start + len(quote.exact)
        if self._is_taken(quote, start, end) or _cuts(self.text, start) or _cuts(self.text, end):
            return False
        return self._in_context(quote, start, end)

    def _in_context(self, quote: Quote, start: int, end: int) -> bool:
        before, after = self._around(quote, start, end)
        return same_context(_clause_before(quote.prefix), _clause_before(before)) and same_context(
            _clause_after(quote.suffix), _clause_after(after), is_after=True
        )

    def _around(self, quote: Quote, start: int, end: int) -> tuple[str, str]:
        return self.text[max(0, start - len(quote.prefix)) : start], self.text[end : end + len(quote.suffix)]

    def _agreement(self, quote: Quote, start: int) -> int:
        """How many characters before and after are the same, counted outwards from the quote."""
        before, after = self._around(quote, start, start + len(quote.exact))
        return _common(quote.prefix[::-1], before[::-1]) + _common(quote.suffix, after)

    def _is_taken(self, quote: Quote, start: int, end: int) -> bool:
        taken = self.taken.get(quote.owner, []) if quote.owner is not None else []
        return any(place.start < end and start < place.end for place in taken)

    # --- Words that were edited -------------------------------------------------------------------------------
    @cached_property
    def _words(self) -> list[Word]:
        return words_of(self.text)

    @cached_property
    def _index(self) -> dict[str, list[int]]:
        index: dict[str, list[int]] = {}
        for at, word in enumerate(self._words):
            index.setdefault(word.folded, []).append(at)
        return index

    def _edited(self, quote: Quote, expected: int) -> Place | None:
        words = words_of(quote.exact) if len(quote.exact) <= MAX_FUZZY_CHARS else []
        if len(words) < MIN_WORDS:
            return None
        near = bisect_left(self._words, expected, key=lambda word: word.start)
        candidates = [self._aligned(quote, words, first) for first in self._windows(words, near)]
        likely = [found for found in candidates if found is not None]
        if not likely:
            return None
        return max(likely, key=lambda found: (found[0], -abs(found[1].start - expected)))[1]

    def _windows(self, words: list[Word], near: int) -> list[int]:
        """The words of the text at which the quote most likely begins: there its rarest words stand in line."""
        present = [(at, self._index[word.folded]) for at, word in enumerate(words) if word.folded in self._index]
        votes: Counter[int] = Counter()
        size = max(MAX_GAP, len(words) // 4)
        for at, places in sorted(present, key=lambda found: len(found[1]))[:SEEDS]:
            middle = bisect_left(places, near)
            for place in places[max(0, middle - MAX_SEED_PLACES // 2) : middle + MAX_SEED_PLACES // 2]:
                votes[(place - at) // size] += 1
        # A quote may lie across two of the buckets.
        ranked = sorted(votes, key=lambda at: (-votes[at] - votes[at + 1], abs(at * size - near)))
        return [at * size for at in ranked[:WINDOWS]]

    def _aligned(self, quote: Quote, words: list[Word], first: int) -> tuple[float, Place] | None:
        """How much the best words from ``first`` on resemble the quote, and their place; None if they differ."""
        slack = max(2 * MAX_GAP, len(words) // 2)
        low = max(0, first - slack)
        window = self._words[low : max(low, first + len(words) + 2 * slack)]
        pairs = _core(_matches(words, [self._free(quote, word) for word in window]))
        if not pairs:
            return None
        start = self._from(quote, low, low + pairs[0][1], missing=pairs[0][0])
        end = self._to(quote, low + pairs[-1][1], missing=len(words) - 1 - pairs[-1][0])
        exact = self.text[start:end]
        place = Place(start, end, exact, is_same=exact == quote.exact)
        similarity = Indel.normalized_similarity(_folded(words), _folded(words_of(place.exact)))
        if similarity < MIN_SIMILARITY or self._is_taken(quote, start, end) or not same_facts(quote.exact, place.exact):
            return None
        return (similarity, place) if self._in_context(quote, start, end) else None

    def _free(self, quote: Quote, word: Word) -> str:
        """The word as it is compared; nothing where another quote of the owner stands."""
        return "" if self._is_taken(quote, word.start, word.end) else word.folded

    def _from(self, quote: Quote, low: int, at: int, *, missing: int) -> int:
        """The start: back to that of the sentence where the quote began one, else over the words put for others."""
        opens = not _clause_before(quote.prefix).strip()
        for _ in range(MAX_GAP + missing if opens else missing):
            if at == 0 or _ends(self.text[self._words[at - 1].end : self._words[at].start]):
                break
            at -= 1
        return self._words[at].start

    def _to(self, quote: Quote, at: int, *, missing: int) -> int:
        """The end: on to that of the sentence where the quote ended one, with the marks that it ended with."""
        closes = _ends(quote.exact[-1:]) or not _clause_after(quote.suffix).strip()
        for _ in range(MAX_GAP + missing if closes else missing):
            if at + 1 == len(self._words) or _ends(self.text[self._words[at].end : self._words[at + 1].start]):
                break
            at += 1
        end = self._words[at].end
        tail = quote.exact[words_of(quote.exact)[-1].end :]
        return end + _common(tail, self.text[end : end + len(tail)])


def _cuts(text: str, at: int) -> bool:
    """Whether ``at`` lies inside a word or a figure: "90 ships" does not stand in "190 ships" or in "2.90 ships"."""
    before, after = text[max(0, at - 2) : at], text[at : at + 2]
    if not before or not after:
        return False
    if before[-1].isalnum() and after[0].isalnum():
        return True
    if before[-1] in ".,-−$€£¥" and after[0].isdigit():
        return before[-1] not in ".," or before[0].isdigit()
    return before[-1].isdigit() and (after[0] == "%" or (after[0] in ".," and after[1:].isdigit()))


def _clause_before(prefix: str) -> str:
    """What of ``prefix`` belongs to the sentence that goes on after it."""
    return prefix[max(prefix.rfind(mark) for mark in SENTENCE_ENDS) + 1 :]


def _clause_after(suffix: str) -> str:
    ends = [at for mark in SENTENCE_ENDS if (at := suffix.find(mark)) >= 0]
    return suffix[: min(ends, default=len(suffix))]


def _ends(between: str) -> bool:
    return any(mark in between for mark in SENTENCE_ENDS)


def _common(one: str, other: str) -> int:
    """How many characters both begin with."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _folded(words: Sequence[Word]) -> str:
    return " ".join(word.folded for word in words)


def _matches(words: Sequence[Word], window: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs (word of the quote, word of the window) of the longest common subsequence."""
    blocks = LCSseq.opcodes([word.folded for word in words], window)
    return [
        (block.src_start + step, block.dest_start + step)
        for block in blocks
        if block.tag == "equal"
        for step in range(block.src_end - block.src_start)
    ]


def _core(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs without a gap: a stray "the" far before the sentence does not belong to it."""
    runs: list[list[tuple[int, int]]] = []
    for pair in pairs:
        if runs and pair[1] - runs[-1][-1][1] <= pair[0] - runs[-1][-1][0] + MAX_GAP:
            runs[-1].append(pair)
        else:
            runs.append([pair])
    return max(runs, key=len, default=[])
