"""An article's text cut where numbered passages begin and end, so that each number is shown once. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from verification.display_status import ClaimStatus


@dataclass(frozen=True, slots=True)
class Span:
    """Text from ``start`` up to ``end`` (code points) that belongs to a number; ``status`` marks it."""

    start: int
    end: int
    number: int
    status: ClaimStatus


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of text; ``spans``: those that cover it, the shortest first; ``ending``: those that end with it."""

    text: str
    spans: tuple[Span, ...] = ()
    ending: tuple[Span, ...] = ()

    @property
    def status(self) -> ClaimStatus | None:
        """That of the shortest passage: a claim inside another stays to be seen."""
        return self.spans[0].status if self.spans else None


def passages(text: str, spans: Sequence[Span]) -> list[Passage]:
    """``text`` in order and whole, however its spans overlap. Spans must lie within it and hold something."""
    beginning: dict[int, list[Span]] = defaultdict(list)
    for span in spans:
        beginning[span.start].append(span)
    cuts = sorted({0, len(text), *beginning, *(span.end for span in spans)})
    return list(_walk(text, cuts, beginning))


def _walk(text: str, cuts: Sequence[int], beginning: dict[int, list[Span]]) -> Iterator[Passage]:
    covering: list[Span] = []
    for start, end in pairwise(cuts):
        covering = [span for span in covering if span.end > start] + beginning.get(start, [])
        covering.sort(key=lambda span: (span.end - span.start, span.number))
        ending = sorted((span for span in covering if span.end == end), key=lambda span: span.number)
        yield Passage(text[start:end], tuple(covering), tuple(ending))
