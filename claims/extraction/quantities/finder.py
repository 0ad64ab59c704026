"""The quantities of a sentence, from its lexemes and its parse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Span

from claims.extraction.quantities.context import Context, context
from claims.extraction.quantities.joins import joined
from claims.extraction.quantities.readings import Reading, read_quantity
from claims.extraction.quantities.refusals import is_part_and_no_day
from claims.extraction.quantities.si import in_si, symbol
from claims.extraction.statements import DateRange, Quantity
from claims.extraction.statements import Span as TextSpan


def find_quantities(sentence: Span | Doc, *, taken: Sequence[TextSpan] = ()) -> tuple[Quantity, ...]:
    """The quantities of a parsed sentence, in order; offsets count from the start of its document.

    ``taken``: spans that are something else, dates above all; a number inside one is no quantity.
    """
    around = context(sentence, taken)
    return tuple(_quantity(around, reading) for reading in joined(around, list(_readings(around))))


def taken_by(dates: Sequence[DateRange], *, base: int = 0) -> list[TextSpan]:
    """Where ``dates`` leave no quantity, counted from ``base``: days, hours, repetitions; "three weeks" is both."""
    return [TextSpan(one.start - base, one.end - base) for one in dates if not one.duration]


def _readings(sentence: Context) -> Iterator[Reading]:
    position = 0
    while position < len(sentence.words):
        is_free = position not in sentence.taken or is_part_and_no_day(sentence.words, position)
        reading = read_quantity(sentence, position) if is_free else None
        if reading:
            yield reading
        position = reading.end if reading else position + 1


def _quantity(sentence: Context, reading: Reading) -> Quantity:
    start, end = sentence.words[reading.start].start, sentence.words[reading.end - 1].end
    unit, is_difference = reading.unit, reading.is_difference
    low, high = (
        None if value is None else in_si(value, unit, is_difference=is_difference)
        for value in (reading.low, reading.high)
    )
    return Quantity(
        text=sentence.text[start:end],
        start=start,
        end=end,
        low=reading.low,
        high=reading.high,
        unit=unit.name,
        kind=unit.kind,
        is_approximate=reading.is_approximate,
        si_low=low,
        si_high=high,
        si_unit=symbol(unit.si),
    )
