"""A pinned sample of our own, so that a change that makes matching worse is seen."""

from __future__ import annotations

from claims.evaluation import matching
from claims.evaluation.reports import Row
from claims.matching.collection import Collection
from tests.claims.matching.sample import CLAIMS, QUERIES


def test_posts_find_the_claims_that_they_repeat() -> None:
    collection = Collection.of([(key, text, title) for key, (text, title) in CLAIMS.items()])
    rows: list[Row] = [{"text": text, "relevant": [wanted]} for text, wanted in QUERIES.items()]
    found = matching.report(rows, [collection.search(text) for text in QUERIES]).metrics
    assert found["map_at_5"] >= 0.95
    assert found["precision_at_1"] >= 0.92
