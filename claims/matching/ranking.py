"""Candidates in the order in which a reviewer should see them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from claims.facts import words_of
from claims.matching.conflicts import compare
from claims.matching.subjects import Ranked, Relation, Subject

# Under this a match is not suggested.
SUGGEST_FROM = 0.5
# From this on two claims are about the same thing, so that what stands against each other makes them rivals.
RIVAL_FROM = 0.5
# What is left of the score of a rival: it is still shown, and below what says the same.
RIVAL_SHARE = 0.75
WEIGHTS: Mapping[str, float] = {"bias": -9.0, "cosine": 12.0, "words": 3.0}


def rank(query: Subject, candidates: Sequence[Subject], *, weights: Mapping[str, float] = WEIGHTS) -> list[Ranked]:
    """The candidates, best first; equals in the order of their keys."""
    ranked = [_ranked(query, candidate, weights) for candidate in candidates]
    return sorted(ranked, key=lambda each: (-each.score, each.key))


def _ranked(query: Subject, candidate: Subject, weights: Mapping[str, float]) -> Ranked:
    likeness = _likeness(query, candidate, weights)
    comparison = compare(query, candidate)
    if likeness >= RIVAL_FROM and comparison.conflicts:
        return Ranked(candidate.key, likeness * RIVAL_SHARE, Relation.RIVAL, comparison.conflicts)
    relation = Relation.SAME if likeness >= SUGGEST_FROM else Relation.RELATED
    return Ranked(candidate.key, likeness, relation, comparison.agreements or ("similar words",))


def _likeness(query: Subject, candidate: Subject, weights: Mapping[str, float]) -> float:
    ours, theirs = ({word.folded for word in words_of(each.text)} for each in (query, candidate))
    shared = len(ours & theirs) / max(1, min(len(ours), len(theirs)))
    cosine = float(query.vector @ candidate.vector)
    total = weights["bias"] + weights["cosine"] * cosine + weights["words"] * shared
    return 1 / (1 + math.exp(-total))
