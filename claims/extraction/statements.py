"""What travels between the stages of extraction: frozen values, offsets in Unicode code points.

Every ``start`` is inclusive, every ``end`` exclusive, both count code points of the article's text, so that
``text[start:end]`` is the very words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
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
    """An expression of time resolved against the moment of publication.

    ``first`` and ``last`` are whole days, both inclusive, ``None`` when open or not known. ``opens`` is the time of day
    on ``first`` from which on it counts and ``closes`` the one on ``last`` until which, in the time that the words use;
    a moment opens and closes at once, and without any day it is a time of day ("at 9 a.m."). ``duration`` is an ISO
    8601 duration ("three weeks" is "P3W") and ``repeats`` how often it comes again as TIMEX3 writes it ("every Monday"
    is "XXXX-WXX-1", "monthly" is "P1M"); both are empty for what is neither.
    """

    text: str
    start: int
    end: int
    first: date | None
    last: date | None
    opens: time | None = None
    closes: time | None = None
    duration: str = ""
    repeats: str = ""

    def stored(self) -> dict[str, str | None]:
        """``from`` and ``to`` as ISO days; ``opens``, ``closes``, ``duration``, ``repeats`` where they are known."""
        days = {
            "from": self.first.isoformat() if self.first else None,
            "to": self.last.isoformat() if self.last else None,
        }
        opens, closes = (clock.isoformat() if clock else "" for clock in (self.opens, self.closes))
        more = {"opens": opens, "closes": closes, "duration": self.duration, "repeats": self.repeats}
        return days | {name: value for name, value in more.items() if value}


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures and the days of one text, each in order; their offsets are code points of it."""

    quantities: tuple[Quantity, ...]
    dates: tuple[DateRange, ...]


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
