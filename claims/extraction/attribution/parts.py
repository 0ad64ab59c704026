"""From the network's answers to spans: which words are a cue, and which are its source and its content."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from claims.extraction.attribution.features import Floats
from claims.extraction.attribution.network import FIRST, FURTHER


def cue_ranges(shares: Floats, threshold: float) -> Iterator[tuple[int, int]]:
    """Places [start, end) of each cue, from the shares (n, 3) of none, first and further word."""
    place, count = 0, len(shares)
    further = shares.argmax(axis=1) == FURTHER
    while place < count:
        if shares[place, FIRST] <= threshold:
            place += 1
            continue
        end = place + 1
        while end < count and further[end]:
            end += 1
        yield place, end
        place = end


def runs(chosen: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The ranges [start, end) of places that are chosen."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], chosen, [False]]).astype(np.int8)))
    return [(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]


def likeliest(ranges: Sequence[tuple[int, int]], shares: Floats) -> Sequence[tuple[int, int]]:
    """Of several ranges the one with the surest word: an attribution has one source."""
    if len(ranges) < 2:
        return ranges
    return [max(ranges, key=lambda ends: float(shares[ends[0] : ends[1]].max()))]
