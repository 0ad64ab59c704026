"""How much of what can be checked stands in a parsed sentence: figures, days, sums of money, names."""

from __future__ import annotations

from collections import Counter

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc, Span

from claims.extraction.worthiness.signs import MAX_WORDS

# Kinds of names and figures, as the language model calls them.
KINDS = ("CARDINAL", "MONEY", "PERCENT", "DATE", "QUANTITY", "ORDINAL", "TIME", "PERSON", "ORG", "GPE", "NORP")
COUNTS = len(KINDS) + 3
# Which of the counts are those of numerals and of days.
NUMERALS = 0
DAYS = 2 + KINDS.index("DATE")


def counts(sentence: Span | Doc) -> NDArray[np.float64]:
    """ln(1 + count), shape (COUNTS,): numerals, words with a digit, each of KINDS, tens of words."""
    head = sentence[:MAX_WORDS]
    words = [token for token in head if not token.is_space]
    kinds = Counter(entity.label_ for entity in head.ents)
    numerals = sum(token.tag_ == "CD" for token in words)
    digits = sum(any(letter.isdigit() for letter in token.text) for token in words)
    length = sum(not token.is_punct for token in words) / 10
    return np.log1p([numerals, digits, *(kinds[kind] for kind in KINDS), length])
