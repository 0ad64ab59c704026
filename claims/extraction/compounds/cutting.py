"""Sentences that hold several claims, cut into parts that can be checked one by one.

Cut are predicates and clauses joined by "and", "but" or a semicolon, and what stands between commas about a noun:
a participle ("…, tested twice in July, …"), a clause with "which" or "who", an apposition with a figure. A sentence
whose parts are bound together (a condition, a choice, a comparison of both) is left whole, and so is one whose parts
would cut a quotation in two.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Span as Sentence
from spacy.tokens import Token

from claims.extraction.compounds.inside import inside
from claims.extraction.compounds.rows import rows
from claims.extraction.compounds.told import Part, Told, as_told
from claims.extraction.statements import Span

# Words that bind parts together: none of them is claimed by itself.
_BINDING = frozenset(
    "if unless whether either neither nor or though although whereas respectively until lest suppose assuming provided "
    "rather".split()
)


def parts(sentence: Sentence, *, quoted: Sequence[Span], frames: Sequence[Span]) -> list[Part]:
    """The claims that ``sentence`` holds, in order; one part with all of it when it is not to be cut.

    ``quoted`` and ``frames`` count from the start of the document; frames (who said it) stay with their neighbour.
    """
    whole = Part(sentence.start, sentence.end)
    if _is_bound(sentence):
        return [whole]
    told = as_told(sentence, quoted, frames)
    inner = _apart(list(inside(told)))
    kept = [_without(row, inner, told) for row in rows(told)]
    return sorted([*kept, *(part for part, _ in inner)], key=lambda part: (part.first, -part.last))


def _is_bound(sentence: Sentence) -> bool:
    if any(token.lower_ in _BINDING or _compares(token) for token in sentence):
        return True
    return sentence.text.rstrip("”\"' ").endswith("?")


def _compares(token: Token) -> bool:
    """ "than", but not the one of "more than 40"."""
    following = token.doc[token.i + 1 : token.i + 3]
    return token.lower_ == "than" and not any(word.like_num or word.is_currency for word in following)


def _apart(found: list[tuple[Part, Span]]) -> list[tuple[Part, Span]]:
    """Of parts that overlap, the first."""
    kept: list[tuple[Part, Span]] = []
    for part, removed in sorted(found, key=lambda one: one[0].first):
        if not kept or part.first >= kept[-1][0].last:
            kept.append((part, removed))
    return kept


def _without(row: Part, inner: Sequence[tuple[Part, Span]], told: Told) -> Part:
    doc = told.sentence.doc
    start, end = doc[row.first].idx, doc[row.last - 1].idx + len(doc[row.last - 1])
    removed = tuple(span for _, span in inner if start <= span.start and span.end <= end)
    return Part(row.first, row.last, row.subject, row.link, row.relative, removed)
