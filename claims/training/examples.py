"""Labelled sentences, and their signs as rows of a matrix."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from claims.extraction.worthiness import read
from claims.extraction.worthiness.seen import Floats, Seen, weighed
from claims.extraction.worthiness.signs import BUCKETS, Buckets

# Of a file with a smaller share of 1 the labels say what somebody picked out of it, not all that is worth checking.
PICKED_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Examples:
    """n ``texts``, what the model sees of them, and their ``labels`` (n,) of 0 and 1."""

    texts: Sequence[str]
    seen: Seen
    labels: Floats

    def at(self, places: Iterable[int]) -> Examples:
        chosen = [int(place) for place in places]
        return Examples([self.texts[place] for place in chosen], self.seen.at(chosen), self.labels[chosen])

    def apart_from(self, others: Examples) -> Examples:
        """Those whose letters and digits are not all those of one of ``others``."""
        known = {_bare(text) for text in others.texts}
        return self.at(place for place, text in enumerate(self.texts) if _bare(text) not in known)


def examples(texts: Sequence[str], labels: Sequence[int]) -> Examples:
    """Labelled texts as the shipped model will see them."""
    return Examples(texts, read(texts), np.array(labels, dtype=np.float64))


def sorted_out(sources: Sequence[Examples]) -> tuple[Examples, Examples | None]:
    """Sources that say what is worth checking, joined; and those that say what was picked, without what the first
    hold too. Raises ValueError where there is none of the first."""
    plain = [one for one in sources if one.labels.mean() >= PICKED_SHARE]
    picked = [one for one in sources if one.labels.mean() < PICKED_SHARE]
    if not plain:
        raise ValueError(f"less than {PICKED_SHARE:.0%} of each file is worth checking")
    return joined(plain), joined(picked).apart_from(joined(plain)) if picked else None


def joined(sources: Sequence[Examples]) -> Examples:
    texts = [text for one in sources for text in one.texts]
    return Examples(texts, Seen.joined([one.seen for one in sources]), np.concatenate([one.labels for one in sources]))


def rarity(signs: Sequence[Buckets], *, least: int) -> Floats:
    """Smoothed inverse document frequency of each bucket, shape (BUCKETS,); 0 for those in fewer than ``least``."""
    counts = np.zeros(BUCKETS)
    for each in signs:
        counts[np.unique(each)] += 1
    return np.where(counts >= least, np.log((1 + len(signs)) / (1 + counts)) + 1, 0.0)


def matrix(signs: Sequence[Buckets], rare: Floats) -> csr_matrix:
    """Shape (n, BUCKETS)."""
    rows = [weighed(each, rare) for each in signs]
    ends = np.cumsum([0, *(len(buckets) for buckets, _ in rows)])
    buckets, values = (np.concatenate(column) for column in zip(*rows, strict=True))
    return csr_matrix((values, buckets, ends), shape=(len(rows), BUCKETS))


def _bare(text: str) -> str:
    return re.sub(r"[\W_]", "", text.lower())
