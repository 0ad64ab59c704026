"""What is found: one source, the words that say it is one, and what is attributed to it."""

from __future__ import annotations

from dataclasses import dataclass

from claims.extraction.statements import Span


@dataclass(frozen=True, slots=True)
class Attributed:
    """Spans of the article, in order and without overlap; ``source`` is empty where nobody is named."""

    source: tuple[Span, ...]
    cue: Span
    content: tuple[Span, ...]
