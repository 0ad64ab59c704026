"""What numbers are called in English."""

from __future__ import annotations

from typing import Final

UNITS: Final = {
    word: float(value)
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
} | {"naught": 0.0, "nought": 0.0}
TENS: Final = {
    word: 10.0 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
_LARGE: Final = {
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "quadrillion": 1e15,
    "quintillion": 1e18,
    "lakh": 1e5,
    "crore": 1e7,
}
# "Five hundreds" and "three dozens" are said; "hundreds of people" has no number before it and gives none.
LARGE: Final = {word + ending: value for word, value in _LARGE.items() for ending in ("", "s")} | {
    "mln": 1e6,
    "bn": 1e9,
    "bln": 1e9,
    "tn": 1e12,
    "trn": 1e12,
}
SMALL: Final = {"hundred": 100.0, "hundreds": 100.0, "dozen": 12.0, "dozens": 12.0, "dz": 12.0, "dzs": 12.0}
# Right behind the digits, without a space; a small "m" is a metre.
GLUED: Final = {"k": 1e3, "K": 1e3, "M": 1e6, "MM": 1e6, "B": 1e9, "mm": 1e6}
MONEY_SCALES: Final = {"k": 1e3, "m": 1e6, "mm": 1e6, "mn": 1e6, "mil": 1e6, "b": 1e9, "t": 1e12}

_UNIT_ORDINALS: Final = {
    word: float(value)
    for value, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth".split(),
        start=1,
    )
}
_TENS_ORDINALS: Final = {word.removesuffix("y") + "ieth": value for word, value in TENS.items()}
_LARGE_ORDINALS: Final = {f"{word}th": value for word, value in ({"hundred": 100.0} | _LARGE).items()}
ORDINALS: Final = _UNIT_ORDINALS | _TENS_ORDINALS | _LARGE_ORDINALS
# "Seconds" are time, and nobody divides by one.
DENOMINATORS: Final = {word: value for word, value in ORDINALS.items() if value > 2} | {"half": 2.0, "quarter": 4.0}
