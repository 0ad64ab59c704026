"""How much a statement is worth checking, 0..1.

A logistic sum of what a checker looks for: figures, dates, named bodies, comparisons, things that have happened; and
against it opinions, appeals, forecasts, questions and the first person. ``WEIGHTS`` were set by hand; the model card
says what they reach on labelled data.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from spacy.tokens import Doc, Span

_OPINION = re.compile(
    r"\b(?:think|believe|feel|feels|hope|wish|love|hate|deserve|beautiful|wonderful|terrible|insult\w*|disgrace\w*"
    r"|sense|dream\w*|too dangerous|great|sad|proud)\b",
    re.IGNORECASE,
)
_APPEAL = re.compile(r"\b(?:should|must|ought|need to|needs to|have to|has to|let['’]s|let us|please)\b", re.IGNORECASE)
_FORECAST = re.compile(r"\b(?:will|won['’]t|would|going to|may|might|could|shall)\b|['’]ll\b", re.IGNORECASE)
_FIRST = re.compile(r"\b(?:I|we|my|our|us|me)\b|\bI['’]", re.ASCII)
_COMPARISON = re.compile(
    r"\b(?:more|less|fewer|most|least|than|first|highest|lowest|biggest|largest|record|double\w*|triple\w*|increase\w*"
    r"|decrease\w*|rose|fell|grew|average|percent|majority|half)\b",
    re.IGNORECASE,
)
_ENTITIES = frozenset({"GPE", "ORG", "PERSON", "NORP", "FAC", "LAW", "EVENT", "PRODUCT", "LOC"})

WEIGHTS = {
    "bias": -1.3,
    "quantities": 1.5,
    "dates": 0.6,
    "entities": 0.45,
    "comparison": 0.7,
    "happened": 0.6,
    "length": 0.5,
    "opinion": -1.3,
    "appeal": -1.0,
    "forecast": -0.7,
    "first_person": -0.7,
    "second_person": -0.7,
    "question": -2.5,
    "short": -1.5,
}


@dataclass(frozen=True, slots=True)
class Features:
    """What is counted in one sentence, each in 0..3."""

    values: dict[str, float]


def score(sentence: Span | Doc, *, quantities: int, dates: int) -> float:
    """The worthiness of one parsed statement with that many quantities and expressions of time."""
    values = features(sentence, quantities=quantities, dates=dates).values
    total = WEIGHTS["bias"] + sum(WEIGHTS[name] * value for name, value in values.items())
    return 1 / (1 + math.exp(-total))


def features(sentence: Span | Doc, *, quantities: int, dates: int) -> Features:
    text = sentence.text
    words = len(text.split())
    entities = {entity.text for entity in sentence.ents if entity.label_ in _ENTITIES}
    return Features(
        {
            "quantities": float(min(quantities, 2)),
            "dates": float(min(dates, 2)),
            "entities": float(min(len(entities), 3)),
            "comparison": float(bool(_COMPARISON.search(text))),
            "happened": float(any(token.tag_ in ("VBD", "VBN") for token in sentence)),
            "length": min(words / 20, 1.5),
            "opinion": float(bool(_OPINION.search(text))),
            "appeal": float(bool(_APPEAL.search(text))),
            "forecast": float(bool(_FORECAST.search(text))),
            "first_person": float(bool(_FIRST.search(text))),
            "second_person": float(bool(re.search(r"\byou(?:r|['’]\w+)?\b", text, re.IGNORECASE))),
            "question": float(text.rstrip('”"’ ').endswith("?")),
            "short": float(words < 5),
        }
    )
