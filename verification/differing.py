"""Where verdicts on one claim part, in words. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verification.sourcing import origin


@dataclass(frozen=True, slots=True)
class Told:
    """One verdict: who gave it, the name of its rating, and the addresses of its sources."""

    reviewer: str
    rating: str
    urls: tuple[str, ...] = ()


def differences(told: Sequence[Told]) -> list[str]:
    """What sets the verdicts apart and what they share; nothing for fewer than two."""
    return [] if len(told) < 2 else [*_ratings(told), *_sites(told)]


def _ratings(told: Sequence[Told]) -> Iterator[str]:
    by_rating: dict[str, list[str]] = {}
    for one in told:
        by_rating.setdefault(one.rating, []).append(one.reviewer)
    if len(by_rating) > 1:
        parts = (f"{rating} ({', '.join(people)})" for rating, people in by_rating.items())
        yield f"The ratings differ: {'; '.join(parts)}."
    else:
        yield f"All found: {told[0].rating}."


def _sites(told: Sequence[Told]) -> Iterator[str]:
    used = [{site for url in one.urls if (site := origin(url))} for one in told]
    shared = set.intersection(*used)
    if shared:
        yield f"All rely on {_listed(shared)}."
    for one, sites in zip(told, used, strict=True):
        others = set().union(*(other for other in used if other is not sites))
        if alone := sites - others:
            yield f"Only {one.reviewer} relies on {_listed(alone)}."
        elif not sites:
            yield f"{one.reviewer} names no source."


def _listed(sites: set[str]) -> str:
    return ", ".join(sorted(sites))
