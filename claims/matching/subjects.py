"""What is compared and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from claims.extraction.statements import DateRange, Quantity


@dataclass(frozen=True, slots=True)
class Subject:
    """A claim or fact-check as it is compared.

    ``key`` is the caller's own, and says nothing here. ``title`` is the headline of a fact-check, "" for a claim.
    ``vector`` is ``claims.embedding.embed`` of ``text``: shape (384,), length one. Where ``quantities`` or ``dates``
    are empty, figures are read from the words alone; their offsets are not looked at.
    """

    key: str
    text: str
    title: str
    vector: NDArray[np.float32]
    quantities: tuple[Quantity, ...] = ()
    dates: tuple[DateRange, ...] = ()
    speaker: str = ""


class Relation(StrEnum):
    """SAME says the same; RIVAL says something else of the same thing; RELATED is only near it."""

    SAME = "same"
    RIVAL = "rival"
    RELATED = "related"


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate's place: ``score`` in 0..1, and ``why`` in plain words for the reviewer."""

    key: str
    score: float
    relation: Relation
    why: tuple[str, ...]
