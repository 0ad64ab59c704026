"""Rows as matching compares them, and which of two claims is the earlier one. Reads rows, asks nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, time
from typing import Any, TypeVar

import numpy as np

from claims.core.isolation import each
from claims.extraction.statements import DateRange, Quantity, QuantityKind
from claims.matching import SUGGEST_FROM, Ranked, Relation, Subject, rank
from claims.models import Claim, Embedding, ImportedFactCheck

# Nobody reads more suggestions of a kind than these.
MOST_MATCHES = 10
_OF_QUANTITIES = frozenset(field.name for field in fields(Quantity))


Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim, the one of the two others that it resembles, and how."""

    claim_id: int
    earlier_id: int | None
    imported_id: int | None
    ranked: Ranked


def pairs(mine: Embedding, others: Iterable[Embedding]) -> list[Pair]:
    """``mine`` against each of ``others``, from the later claim to the earlier one; only what is worth suggesting.

    Others that are later are asked about as well: they may have been compared before ``mine`` had its vector.
    """
    asked = _Known(mine, subject_of(mine))
    able = _known(other for other in others if _may_match(mine, other))
    before = [other for other in able if _goes_back(mine, other.row)]
    after = [other for other in able if _goes_back(other.row, mine)]
    found = list(_ranked(asked, before)) if before else []
    for later in after:
        found += _ranked(later, [asked])
    return _most(found, lambda pair: pair.imported_id is None)


@dataclass(frozen=True, slots=True)
class _Known:
    """A row and what it is compared by."""

    row: Embedding
    subject: Subject


def _known(rows: Iterable[Embedding]) -> list[_Known]:
    """Without those that cannot be read: they spoil no comparison but their own."""
    return each(rows, lambda row: _Known(row, subject_of(row)))


def look_up(
    text: str, vector: Any, others: Sequence[Embedding], *, quantities: Sequence[Quantity] = ()
) -> list[tuple[Embedding, Ranked]]:
    """``others`` that are worth suggesting to somebody who asks about ``text``, the likeliest first.

    ``quantities``: what was found in ``text``, as it was in ``others``.
    """
    known = {one.subject.key: one for one in _known(others)}
    asked = Subject(key="", text=text, title="", vector=vector, quantities=tuple(quantities))
    ranked = rank(asked, [one.subject for one in known.values()])
    likely = [(known[one.key].row, one) for one in ranked if one.score >= SUGGEST_FROM]
    return _most(likely, lambda found: found[0].imported_id is None)


def _most(found: Sequence[Found], is_ours: Callable[[Found], bool]) -> list[Found]:
    """The best of each kind, in their order: many who checked the same do not hide what was found here."""
    counts: Counter[bool] = Counter()
    kept: list[Found] = []
    for one in found:
        counts[is_ours(one)] += 1
        if counts[is_ours(one)] <= MOST_MATCHES:
            kept.append(one)
    return kept


def subject_of(row: Embedding) -> Subject:
    """A row with a vector as matching compares it."""
    vector = np.asarray(row.vector, dtype=np.float32)
    if row.imported is not None:
        return _of_imported(row.pk, row.imported, vector)
    claim = row.claim
    assert claim is not None  # noqa: S101  # A constraint of the database says so.
    return _subject(row.pk, claim, vector, claim.text, "", claim.speaker.name if claim.speaker else "")


def _of_imported(pk: int, imported: ImportedFactCheck, vector: Any) -> Subject:
    return _subject(pk, imported, vector, imported.claim_text, imported.headline, imported.claimant)


def _subject(pk: int, row: Claim | ImportedFactCheck, vector: Any, text: str, title: str, speaker: str) -> Subject:
    length = float(np.linalg.norm(vector))
    return Subject(
        key=str(pk),
        text=text,
        title=title,
        # Half precision has moved it a little from length one.
        vector=vector / length if length else vector,
        quantities=tuple(_quantity(text, found) for found in row.quantities),
        dates=tuple(_date(text, found) for found in row.dates),
        speaker=speaker,
    )


def _quantity(text: str, found: dict[str, Any]) -> Quantity:
    start = max(0, text.find(found["text"]))
    # A row from before there were kinds has none.
    kept = {name: value for name, value in found.items() if name in _OF_QUANTITIES} | {
        "kind": QuantityKind(found.get("kind", QuantityKind.NUMBER))
    }
    return Quantity(start=start, end=start + len(found["text"]), **kept)


def _date(text: str, found: dict[str, Any]) -> DateRange:
    start = max(0, text.find(found["text"]))
    return DateRange(
        text=found["text"],
        start=start,
        end=start + len(found["text"]),
        first=_day(found["from"]),
        last=_day(found["to"]),
        opens=_clock(found.get("opens")),
        closes=_clock(found.get("closes")),
        duration=found.get("duration", ""),
        repeats=found.get("repeats", ""),
    )


def _day(told: str | None) -> date | None:
    return date.fromisoformat(told) if told else None


def _clock(told: str | None) -> time | None:
    return time.fromisoformat(told) if told else None


def _ranked(later: _Known, earlier: Sequence[_Known]) -> Iterator[Pair]:
    rows = {one.subject.key: one.row for one in earlier}
    for ranked in rank(later.subject, [one.subject for one in earlier]):
        row = rows[ranked.key]
        if ranked.score >= SUGGEST_FROM and (ranked.relation != Relation.RELATED or not _same_article(later.row, row)):
            assert later.row.claim_id is not None  # noqa: S101  # Only claims go back to something.
            yield Pair(later.row.claim_id, row.claim_id, row.imported_id, ranked)


def _goes_back(later: Embedding, other: Embedding) -> bool:
    if later.claim_id is None:
        return False
    return other.claim_id is None or other.claim_id < later.claim_id


def _may_match(mine: Embedding, other: Embedding) -> bool:
    """Not with itself, and not from or to what its article no longer says.

    An earlier claim that vanished from another article counts: it was said, and may have been checked.
    """
    if mine.pk == other.pk or other.vector is None or (mine.imported_id and other.imported_id):
        return False
    later, earlier = (mine, other) if _goes_back(mine, other) else (other, mine)
    if later.claim is None or not later.claim.in_current_text:
        return False
    return earlier.claim is None or earlier.claim.in_current_text or not _same_article(later, earlier)


def _same_article(one: Embedding, other: Embedding) -> bool:
    """Sentences of one article are about the same all along: that alone is not worth a word."""
    if one.claim is None or other.claim is None or one.claim.article_id is None:
        return False
    return one.claim.article_id == other.claim.article_id
