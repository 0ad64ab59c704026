"""A sentence as it is cut: its tokens with what frames and quotes them, and the parts that come of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Span as Sentence
from spacy.tokens import Token

from claims.extraction.statements import Span

SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
FINITE = ("VBD", "VBZ", "VBP", "MD")
# A part with fewer words than this says nothing that can be checked.
MIN_WORDS = 4


@dataclass(frozen=True, slots=True)
class Part:
    """The tokens ``first`` up to ``last`` of a document, to be read as one claim.

    ``subject``: tokens to be repeated from elsewhere in the sentence, as (first, last); ``link``: the verb to put after
    them ("was"); they stand for ``relative`` tokens at the head of the part (0: they are put before it).
    ``removed``: characters that are a part of their own, counted from the start of the document.
    """

    first: int
    last: int
    subject: tuple[int, int] | None = None
    link: str = ""
    relative: int = 0
    removed: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence; ``framed``: its tokens that only say who said it; ``levels``: the quotation each word stands in."""

    sentence: Sentence
    framed: frozenset[int]
    levels: dict[int, int]

    def is_framed(self, token: Token) -> bool:
        return token.i in self.framed

    def cuts_quote(self, first: int, last: int) -> bool:
        """Whether the tokens ``first`` up to ``last`` begin in one quotation and end in another or outside."""
        return len({self.levels[at] for at in range(first, last) if at in self.levels}) > 1


def as_told(sentence: Sentence, quoted: Sequence[Span], frames: Sequence[Span]) -> Told:
    in_frames, in_quotes = _numbered(sentence, frames), _numbered(sentence, quoted)
    framed = frozenset(at for at, number in in_frames.items() if number >= 0)
    words = (token.i for token in sentence if not token.is_punct and token.i not in framed)
    return Told(sentence, framed, {at: in_quotes[at] for at in words})


def _numbered(sentence: Sentence, spans: Sequence[Span]) -> dict[int, int]:
    """The number of the span that each token begins in, -1 for none; ``spans`` in order and apart."""
    ordered = sorted(spans, key=lambda span: span.start)
    starts = [span.start for span in ordered]
    found = {}
    for token in sentence:
        at = bisect_right(starts, token.idx) - 1
        found[token.i] = at if at >= 0 and token.idx < ordered[at].end else -1
    return found


def words(told: Told, first: int, last: int) -> int:
    return sum(token.is_alpha or token.like_num for token in told.sentence.doc[first:last] if not told.is_framed(token))


def subject_of(verb: Token) -> Token | None:
    return next((child for child in verb.children if child.dep_ in SUBJECTS), None)


def is_finite(verb: Token) -> bool:
    helpers = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    return helpers[0].tag_ in FINITE if helpers else verb.tag_ in FINITE


def is_plural(noun: Token) -> bool:
    return noun.tag_ in ("NNS", "NNPS") or any(child.dep_ == "conj" for child in noun.children)
