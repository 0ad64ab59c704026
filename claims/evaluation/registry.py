"""The tasks that can be measured: how a row must look, what the machine answers, how the answer is scored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from claims.evaluation import attribution as attribution_scores
from claims.evaluation import dates as date_scores
from claims.evaluation import matching as matching_scores
from claims.evaluation import quantities as quantity_scores
from claims.evaluation import worthiness as worthiness_scores
from claims.evaluation.reports import Report, Row
from claims.extraction import dates, quantities, worthiness
from claims.extraction.attribution.finding import attributions_of
from claims.extraction.language_model import english
from claims.extraction.statements import DateRange, Quantity
from claims.matching.collection import Collection

# Where dates stand in a sentence does not hang on the day it was published.
_ANY_DAY = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Task:
    """``check`` raises BadRow; ``run`` asks the machine about checked rows and scores what it says."""

    check: Callable[[Row], None]
    run: Callable[[Sequence[Row]], Report]


@dataclass(frozen=True, slots=True)
class TaskAmongClaims:
    """A task whose rows are queries over claims; ``check`` is told the claims' ids, ``run`` the claims."""

    check_claim: Callable[[Row], None]
    check: Callable[[Row, frozenset[str]], None]
    run: Callable[[Sequence[Row], Sequence[Row]], Report]


def _worthiness(rows: Sequence[Row]) -> Report:
    texts = [row["text"] for row in rows]
    return worthiness_scores.report(rows, worthiness.scores_of_texts(texts))


def _quantities(rows: Sequence[Row]) -> Report:
    return quantity_scores.report(rows, [_found_quantities(row["input"]) for row in rows])


def _found_quantities(text: str) -> tuple[Quantity, ...]:
    """Dates are found first, as in the pipeline, so that what is measured is the product as it is used."""
    days = dates.find_dates(text, published=_ANY_DAY)
    return quantities.find_quantities(english()(text), taken=quantities.taken_by(days))


def _dates(rows: Sequence[Row]) -> Report:
    return date_scores.report(rows, [_found_dates(row) for row in rows])


def _found_dates(row: Row) -> tuple[DateRange, ...]:
    return dates.find_dates(row["input"], published=date_scores.reference(row).replace(tzinfo=UTC))


def _attribution(rows: Sequence[Row]) -> Report:
    return attribution_scores.report(rows, [attributions_of(row["text"]) for row in rows])


def _check_query(row: Row, known: frozenset[str]) -> None:
    matching_scores.check(row)
    matching_scores.check_relevant(row, known)


def _matching(rows: Sequence[Row], claims: Sequence[Row]) -> Report:
    collection = Collection.of([(claim["id"], claim["text"], claim["title"]) for claim in claims])
    return matching_scores.report(rows, [collection.search(row["text"]) for row in rows])


MATCHING = TaskAmongClaims(matching_scores.check_claim, _check_query, _matching)
TASKS: dict[str, Task | TaskAmongClaims] = {
    "attribution": Task(attribution_scores.check, _attribution),
    "worthiness": Task(worthiness_scores.check, _worthiness),
    "quantities": Task(quantity_scores.check, _quantities),
    "dates": Task(date_scores.check, _dates),
    "matching": MATCHING,
}
