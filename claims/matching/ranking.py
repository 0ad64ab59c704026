"""Candidates in the order in which a reviewer should see them."""

from __future__ import annotations

from collections.abc import Sequence

from claims.matching.conflicts import compare
from claims.matching.differences import difference
from claims.matching.features import measure
from claims.matching.model import Model, shipped
from claims.matching.subjects import Ranked, Relation, Subject

# Under this a match is not suggested.
SUGGEST_FROM = 0.3
# What is left of the score of a rival: it is still shown, but below what says the same.
RIVAL_SHARE = 0.75


def rank(query: Subject, candidates: Sequence[Subject], *, weights: Model | None = None) -> list[Ranked]:
    """The candidates, best first; equals in the order of their keys. ``weights``: those shipped, unless given.

    A score is the probability that both say the same, before what stands against it is taken off. The order of
    ``candidates`` makes no difference, nor does who else is among them.
    """
    if not candidates:
        return []
    model = weights or shipped()
    likeness = model.likeness(measure(query, candidates, model.rarities)).tolist()
    ranked = [_ranked(query, candidate, like) for candidate, like in zip(candidates, likeness, strict=True)]
    return sorted(ranked, key=lambda each: (-each.score, each.key))


def _ranked(query: Subject, candidate: Subject, likeness: float) -> Ranked:
    if likeness < SUGGEST_FROM:
        return Ranked(candidate.key, likeness, Relation.RELATED, ("some of the same words",))
    comparison = compare(query, candidate)
    if comparison.conflicts:
        return Ranked(candidate.key, likeness * RIVAL_SHARE, Relation.RIVAL, comparison.conflicts)
    if found := difference(query.text, candidate.text):
        # Its place is that of its likeness: a reviewer should see it there, and not be told that it is the same.
        return Ranked(candidate.key, likeness, Relation.RELATED, (found,))
    return Ranked(candidate.key, likeness, Relation.SAME, comparison.agreements or ("similar words",))
