"""What travels between the stages of extraction: frozen values, offsets in Unicode code points.

Every ``start`` is inclusive, every ``end`` exclusive, both count code points of the article's text, so that
``text[start:end]`` is the very words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """How a statement reaches the reader."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"
    NARRATOR = "narrator"


@dataclass(frozen=True, slots=True)
class Span:
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SpeakerMention:
    """Who said it: the fullest name known in the article, and where this statement names the speaker."""

    name: str
    role: str
    start: int
    end: int


class QuantityKind(StrEnum):
    """What a quantity is an amount of."""

    NUMBER = "number"
    COUNT = "count"
    PERCENT = "percent"
    MONEY = "money"
    MEASURE = "measure"
    TEMPERATURE = "temperature"
    DURATION = "duration"
    AGE = "age"
    FREQUENCY = "frequency"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit; ``None`` for an open end ("up to 160 kilotons": low None, high 160, kiloton).

    ``is_approximate``: the text says "about", "nearly" or the like. ``si_low`` and ``si_high`` are the same amount in
    ``si_unit`` (metres, kilograms, kelvins; bytes for information); None and empty where no such unit exists.
    """

    text: str
    start: int
    end: int
    low: float | None
    high: float | None
    unit: str
    kind: QuantityKind = QuantityKind.NUMBER
    is_approximate: bool = False
    si_low: float | None = None
    si_high: float | None = None
    si_unit: str = ""


@dataclass(frozen=True, slots=True)
class DateRange:
    """An expression of time resolved against the day of publication; both ends inclusive, ``None`` when open."""

    text: str
    start: int
    end: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Substitution:
    """What the machine changed so that a statement reads alone.

    ``start`` to ``end`` (code points of the article) stood ``original``; the statement's text says ``replacement``
    there. ``is_sure`` False: the words want something, but the machine left them as they are (``replacement`` is the
    best guess, or empty).
    """

    start: int
    end: int
    original: str
    replacement: str
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence or attributed statement; ``is_claim`` tells whether it can and should be checked.

    ``quote`` is ``text[start:end]`` of the article; ``text`` is the statement as it reads alone, and
    ``substitutions`` what was changed for that. ``speaker`` is the source nearest to the words; ``via`` are those who
    passed them on, the outermost first ("the paper says that the minister said": the paper). ``worthiness`` is in 0..1.
    """

    index: int
    start: int
    end: int
    quote: str
    text: str
    speaker: SpeakerMention | None
    cue: Span | None
    kind: Kind
    worthiness: float
    quantities: tuple[Quantity, ...]
    dates: tuple[DateRange, ...]
    topics: tuple[str, ...]
    is_claim: bool
    substitutions: tuple[Substitution, ...] = ()
    via: tuple[SpeakerMention, ...] = ()
