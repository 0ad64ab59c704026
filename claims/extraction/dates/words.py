"""Numbers, ordinals, years and names as English spells them, each as a piece of pattern and the value it stands for."""

from __future__ import annotations

import re

MONTHS = "january february march april may june july august september october november december".split()
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()

_ONES = "one two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SMALL = {word: n for n, word in enumerate(_ONES + _TEENS, 1)} | {word: 20 + 10 * n for n, word in enumerate(_TENS)}
_VAGUE = {
    "a few": 3.0,
    "some": 3.0,
    "few": 3.0,
    "several": 3.0,
    "a couple of": 2.0,
    "a couple": 2.0,
    "couple of": 2.0,
    "couple": 2.0,
    "half": 0.5,
    "another": 1.0,
    "three quarters of an": 0.75,
    "a quarter of an": 0.25,
    "quarter of an": 0.25,
    "a quarter": 0.25,
    "quarter": 0.25,
}
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_ORDINAL_WORDS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_ORDINALS = {word: n for n, word in enumerate(_ORDINAL_WORDS, 1)} | {"thirtieth": 30, "last": -1}

_ONE = "|".join(_ONES)
_UNDER_100 = rf"(?:{'|'.join(_TENS)})(?:[ -](?:{_ONE}))?|{'|'.join(_TEENS)}|{_ONE}"
COUNT = (
    rf"(?:\d{{1,3}} (?:and )?1/2|\d{{1,3}} ?[½¼¾]|\d{{1,4}}(?:[.,]\d{{1,3}})?|[½¼¾]|a couple(?: of)?|couple(?: of)?"
    r"|a few|few|some|several|another|half an?|(?:an? )?half(?=[ -](?:hour|day|year|decade|century))"
    r"|(?:three[ -]quarters|(?:a )?quarter) of an(?= hour)|(?:a )?quarter(?=[ -]hour)"
    rf"|(?:an?|{_ONE}) (?:dozen|thousand|hundred(?: (?:and )?(?:{_UNDER_100}))?)|{_UNDER_100}|an?)"
)
# "one and a half hours": what follows the count and adds to it.
AND_A_HALF = r"(?: and (?:a )?half)"
ORDINAL = (
    rf"(?:\d{{1,2}} ?(?:st|nd|rd|th)|(?:twenty|thirty)[ -](?:{'|'.join(_ORDINAL_WORDS[:9])})|"
    rf"{'|'.join(_ORDINAL_WORDS)}|thirtieth)"
)
_SIZES = {"dozen": 12, "hundred": 100, "thousand": 1000}
_LARGE = re.compile(r"(\w{1,12}) (dozen|hundred|thousand)(?: (?:and )?(\w.*))?")
# From two on, in words.
SMALL = rf"(?:{_UNDER_100})"
# Days as they are said: "the twenty fourth", "29", "twenty nine".
_HUNDREDS = r"(?:nineteen|eighteen|seventeen|twenty)"
DAY = rf"(?:(?!two thousand|{_HUNDREDS} (?:{'|'.join(_TENS + _TEENS)}))(?:{ORDINAL}|\d{{1,2}}|{_UNDER_100}))"
YEAR = (
    r"(?:(?:1\d|20|21)\d\d|['’]\d\d|two thousand(?: (?:and )?(?:" + _UNDER_100 + r"))?|"
    rf"{_HUNDREDS} (?:{'|'.join(_TENS)})(?:[ -](?:{_ONE}))?|{_HUNDREDS} (?:{'|'.join(_TEENS)}))"
)
# "may" and "march" are words of their own unless they are written as names.
MONTH_NAME = (
    r"(?:(?i:January|February|April|June|July|August|September|October|November|December)|M(?:ay|arch)|M(?:AY|ARCH)"
    r"|(?:(?<=\bin )|(?<=\bof )|(?<=\bsince )|(?<=\bnext )|(?<=\blast )|(?<=\bmid )|(?<=\bearly )|(?<=\blate ))"
    r"(?:may|march)(?! (?:be|have|not|also|well|still|come|on|to)\b)"
    r"|(?:may|march)(?= (?:the )?\d{1,2}(?:st|nd|rd|th)\b|,? (?:19|20)\d\d\b))"
)
MONTH = rf"(?:{MONTH_NAME}|(?i:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
WEEKDAY_NAME = r"(?i:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
WEEKDAY = rf"(?:{WEEKDAY_NAME}|(?i:Mon|Tues?|Weds?|Thurs?|Thu|Fri|Sat)\b\.?|Sun\b\.?)"
# What may stand after a bare number for it to be a date and not the count of something.
ENDS = (
    r"(?=\s{0,3}(?:[,.;:!?)\]\"”’–—]|$"
    r"|(?i:and|or|to|at|in|on|from|between|by|through|until|of|but|with|was|is|onwards?)\b))"
)


def count(words: str) -> float:
    """ "three" 3, "a few" 3, "½" 0.5, "twenty-five" 25, "2.5" 2.5. Raises ValueError for what is no number."""
    words = " ".join(words.lower().replace("-", " ").split())
    if words in _VAGUE:
        return _VAGUE[words]
    if words in ("a", "an"):
        return 1.0
    if words.endswith(("half", "half a", "half an")):
        return 0.5
    if words[-1:] in _FRACTIONS:
        return float(words[:-1] or 0) + _FRACTIONS[words[-1]]
    if words.endswith(" 1/2"):
        return float(words.split()[0]) + 0.5
    if large := _LARGE.fullmatch(words):
        return count(large[1]) * _SIZES[large[2]] + (count(large[3]) if large[3] else 0.0)
    if words in _SMALL or words.split()[0] in _SMALL:
        return float(sum(_SMALL[word] for word in words.split()))
    return float(words.replace(",", ""))


def ordinal(words: str) -> int:
    """ "21st" 21, "twenty-first" 21, "third" 3, "29" 29, "twenty nine" 29, "last" -1."""
    words = " ".join(words.lower().replace("-", " ").split())
    if words in _ORDINALS:
        return _ORDINALS[words]
    tens, _, ones = words.partition(" ")
    if tens in ("twenty", "thirty") and ones in _ORDINALS:
        return _SMALL[tens] + _ORDINALS[ones]
    if digits := re.match(r"\d{1,3}", words):
        return int(digits[0])
    return int(count(words))


def year(words: str) -> int:
    """ "1995", "'87" (1987), "twenty eighteen" (2018), "two thousand and five" (2005)."""
    words = " ".join(words.lower().replace("-", " ").replace(" and ", " ").split())
    if words.isdigit():
        return int(words) if len(words) > 2 else century_of(int(words))
    if words[:1] in "'’":
        return century_of(int(words[1:]))
    head, _, rest = words.partition(" ")
    if head == "two":
        tail = rest.removeprefix("thousand").strip()
        return 2000 + (int(count(tail)) if tail else 0)
    return 100 * _SMALL[head] + int(count(rest))


def century_of(short: int) -> int:
    """A year of two digits in full: 30 to 99 in the 1900s, the others in the 2000s."""
    return short + (1900 if short >= 30 else 2000)


def month(word: str) -> int:
    return 1 + next(n for n, name in enumerate(MONTHS) if name.startswith(word.lower().rstrip(".")[:3]))


def weekday(word: str) -> int:
    """Monday is 0."""
    return next(n for n, name in enumerate(WEEKDAYS) if name.startswith(word.lower().rstrip(".")[:3]))
